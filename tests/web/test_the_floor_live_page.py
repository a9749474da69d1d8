"""Who runs a floor sees it live, and opens, closes and turns windows with one click."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import hall_world as world
from tests.county import County
from tests.web.floor_kit import client, text
from tests.web.staffkit import NOW, hidden
from yimen.bureau.models import Post, Region
from yimen.hall import actions
from yimen.hall.models import WindowPost
from yimen.rules.authority import SYSTEM, Actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIVE = f"/floor/sites/{world.CENTRE_SITE}/live/"


@pytest.fixture
def at() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    made = world.at_moment(monkeypatch, at)
    world.sit(made)
    return made


def send(one: Client, **data: Any) -> Any:
    return one.post(LIVE, {**hidden(one.get(LIVE)), **data})


def take(n: int, now: datetime) -> None:
    for _ in range(n):
        actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=now)


def test_the_page_shows_windows_queues_who_waits_too_long_and_what_would_help(county, at):
    take(6, NOW)
    actions.take(SYSTEM, world.CENTRE_SITE, letter="A", green="aged", now=NOW)
    at[0] = NOW + timedelta(minutes=12)
    seen = text(client(county).get(LIVE))
    for words in (
        "等了超过 10 分钟 7", "绿色通道 1", "70 岁以上老人",
         "A 综合", "排班：员0101 0101", "再开", "开 A01（员0101）", "等了 12 分钟",
        "没有取号记录", "100 个人里 80 个在 10 分钟以内叫到",
    ):  # fmt: skip
        assert words in seen, words


def test_a_click_opens_the_window_suggested_and_another_closes_it(county):
    take(6, NOW)
    keeper = client(county)
    page = keeper.get(LIVE).content.decode()
    form = re.search(r'<form[^>]*>(?:(?!</form>).)*data-key="F2"', page, re.S)
    assert form is not None
    told = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.group(0)))
    assert keeper.post(LIVE, told).status_code == 302
    post = WindowPost.objects.get()
    assert (post.window.number, post.state, post.staff) == ("A01", "open", "0101")
    assert keeper.post(LIVE, told).status_code == 302
    assert WindowPost.objects.count() == 1
    assert send(keeper, do="help", window="A01", letter="B").status_code == 302
    assert "帮叫 B" in text(keeper.get(LIVE))
    assert send(keeper, do="close", window="A01").status_code == 302
    post.refresh_from_db()
    assert post.state == "closed"
    assert send(keeper, do="pause", window="A01").status_code == 409


def test_what_is_refused_says_why(county):
    keeper = client(county)
    answer = send(keeper, do="open", window="A02", staff="9999")
    assert answer.status_code == 422 and "9999" in text(answer)
    assert send(keeper, do="open", window="Z9", staff="0101").status_code == 404
    assert keeper.get("/floor/sites/YX-99/live/").status_code == 404


def test_the_part_that_changes_is_asked_for_alone(county):
    part = client(county).get(LIVE + "?only=now").content.decode()
    assert "<html" not in part and 'id="windows"' in part
    whole = client(county).get(LIVE).content.decode()
    assert f'data-poll="{LIVE}?only=now"' in whole


def test_who_keeps_another_town_does_not_run_this_floor(county):
    Post.objects.filter(staff__number="0901").update(region=Region.objects.get(code=world.TOWN))
    keeper = client(county)
    assert keeper.get(LIVE).status_code == 403
    assert keeper.get(f"/floor/sites/{world.TOWN_SITE}/live/").status_code == 200
    assert client(county, "clerk").get(LIVE).status_code == 403


def test_what_hurts_stands_first(county: County, at: list[datetime]) -> None:
    """Who waits too long, who asked for help at a kiosk, which device says nothing; else that all is well."""
    assert "没有人等太久" in text(client(county).get(LIVE))
    code = actions.add_device(SYSTEM, world.CENTRE_SITE, "kiosk", "一号自助机", now=NOW)
    actions.join(actions.give_code(SYSTEM, world.CENTRE_SITE, code.id, now=NOW).code, now=NOW)
    kiosk = Actor(account=None, name="一号自助机", machine=str(code.id))
    actions.ask_help(kiosk, now=NOW + timedelta(minutes=8))
    take(1, NOW)
    at[0] = NOW + timedelta(minutes=12)
    seen = text(client(county).get(LIVE))
    for words in ("要马上管的", "等了 12 分钟", "一号自助机 等了 4 分钟", "一号自助机 12 分钟没有动静"):
        assert words in seen, words
    assert seen.index("要马上管的") < seen.index("A 综合")
