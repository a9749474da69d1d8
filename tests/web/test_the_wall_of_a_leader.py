"""大屏: who leads reads how the halls do, nobody else; it changes by itself and names nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import hall_world as world
from tests.county import County
from tests.web.floor_kit import client, text
from tests.web.staffkit import NOW
from yimen.hall import actions
from yimen.rules.authority import SYSTEM
from yimen.web.look import menu_for

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WALL, NEWS = "/watch/wall/", "/watch/wall/news/"


@pytest.fixture
def at() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return world.at_moment(monkeypatch, at)


@pytest.mark.parametrize(
    ("who", "status"),
    [("director", 200), ("supervisor", 200), ("keeper", 200), ("clerk", 403), ("officer", 403), ("li", 403)],
)
def test_who_reads_it(county: County, who: str, status: int) -> None:
    assert {client(county, who).get(one).status_code for one in (WALL, NEWS)} == {status}


def test_what_stands_there_and_that_only_changes_are_sent(county: County, at: list[datetime]) -> None:
    for _ in range(3):
        actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=NOW)
    at[0] = NOW + timedelta(minutes=11)
    lead = client(county, "director")
    seen = text(lead.get(WALL))
    for words in ("今天来了 3", "超过 10 分钟的 3", "政务服务中心", "等 3 人", "11 分钟"):
        assert words in seen, words
    first = lead.get(NEWS)
    mark = first.headers["ETag"]
    assert lead.get(NEWS, headers={"If-None-Match": mark}).status_code == 304
    actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=at[0])
    again = lead.get(NEWS, headers={"If-None-Match": mark})
    assert again.status_code == 200 and "今天来了 4" in text(again)


def test_without_visitors_it_says_so(county: County) -> None:
    seen = text(client(county, "director").get(WALL))
    assert "今天还没有人来" in seen and "没有人等" in seen and "没有人超过 10 分钟" in seen


@pytest.mark.parametrize(("role", "home"), [("keeper", "/catalogue/"), ("director", "/review/")])
def test_a_wall_without_a_menu_is_nobodys_first_page(role: str, home: str) -> None:
    groups = menu_for({role}, "/")
    assert groups[0].links[0].url == home
    assert groups[-1].links[-1].url == WALL
