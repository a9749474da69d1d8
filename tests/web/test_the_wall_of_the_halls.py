"""大厅大屏: all halls now, against what was, live; who sees it; what is not known is not shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import hall_world as world
from tests.county import County
from tests.web.floor_kit import client
from tests.web.staffkit import NOW
from yimen.hall import actions
from yimen.hall.models import Ticket
from yimen.hall.queries.wall import wall
from yimen.rules.authority import SYSTEM
from yimen.rules.measures.spread import spread

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HERE, NEWS = "/watch/hall/wall/", "/watch/hall/wall/news/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return world.at_moment(monkeypatch, at)


def take(n: int, now: datetime, site: str = world.CENTRE_SITE) -> None:
    for _ in range(n):
        actions.take(SYSTEM, site, letter="A", now=now)


def serve(county: County, called: datetime, minutes: int) -> None:
    one = actions.call_next(county["clerk"], now=called)
    actions.start(county["clerk"], one.id, now=called)
    actions.finish(county["clerk"], one.id, now=called + minutes * MINUTE)


def test_what_stands_there_is_what_is(county: County, at: list[datetime]) -> None:
    take(4, NOW)
    take(1, NOW, world.TOWN_SITE)
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=NOW)
    serve(county, NOW + 2 * MINUTE, 2)
    serve(county, NOW + 6 * MINUTE, 2)
    told = wall(NOW + 12 * MINUTE)
    assert [(one.code, one.visits, one.waiting, one.late) for one in told.halls] == [
        (world.CENTRE_SITE, 4, 2, 2), (world.TOWN_SITE, 1, 1, 1),
    ]  # fmt: skip
    assert (told.visits, told.waiting, told.late, told.windows) == (5, 3, 3, (1, 4))
    assert told.waits == spread([120, 360]) and told.halls[1].waits.mean is None
    at[0] = NOW + 12 * MINUTE
    page = client(county, "supervisor").get(HERE).content.decode()
    assert ">4 <small>分钟" in page and "3 人超过 10 分钟" in page and "1／3" in page


def test_against_what_was_before(county: County, at: list[datetime]) -> None:
    page = client(county, "supervisor").get(HERE).content.decode()
    assert "今天平均等候" not in page and "今天一窗率" not in page and "九成人等候" not in page
    actions.set_baseline(
        county["keeper"], "waiting", Decimal("21.5"), NOW.date(), "云政办〔2026〕3号", now=NOW
    )
    take(1, NOW)
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=NOW)
    serve(county, NOW + 3 * MINUTE, 1)
    at[0] = NOW + 5 * MINUTE
    page = client(county, "supervisor").get(HERE).content.decode()
    assert "改革前 21.5 分钟，现在少了" in page


@pytest.mark.parametrize("who", ["supervisor", "keeper", "director", "admin"])
def test_who_leads_sees_it(county: County, who: str) -> None:
    assert client(county, who).get(HERE).status_code == 200


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_others_do_not(county: County, who: str) -> None:
    for address in (HERE, NEWS):
        assert client(county, who).get(address).status_code == 403


def test_only_what_changed_is_sent(county: County, at: list[datetime]) -> None:
    one = client(county, "supervisor")
    first = one.get(NEWS)
    assert first.status_code == 200 and "<html" not in first.content.decode()
    mark = first.headers["ETag"]
    assert one.get(NEWS, headers={"If-None-Match": mark}).status_code == 304
    take(1, NOW)
    again = one.get(NEWS, headers={"If-None-Match": mark})
    assert again.status_code == 200 and again.headers["ETag"] != mark


def test_it_costs_the_same_however_many(county: County) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            wall(NOW)
        return len(seen)

    few = statements()
    take(12, NOW)
    for n in range(3, 8):
        world.window(world.CENTRE_SITE, f"A{n:02}", world.WindowKind.GENERAL, NOW, line="A")
    assert statements() == few <= 9


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_waits_fall_into_the_classes_of_the_rule(county: County, waits: list[int]) -> None:
    """The database counts in the classes of `measures.spread`."""
    Ticket.objects.all().delete()
    take(1, NOW)
    first = Ticket.objects.get()
    rows = [Ticket(**_like(first, n, waited)) for n, waited in enumerate(waits)]
    Ticket.objects.bulk_create(rows)
    assert wall(NOW).waits == spread(waits)


def _like(first: Ticket, n: int, waited: int) -> dict[str, object]:
    """A number that was served, after so many seconds."""
    return {
        "line_id": first.line_id, "waits_in_id": first.line_id, "day": first.day, "seq": 100 + n,
        "number": f"A{100 + n}", "key": f"k{n}", "state": "done", "lane": "ordinary", "source": "kiosk",
        "arrived": NOW, "at": NOW, "head_hash": first.head_hash, "waited": waited, "served": 60,
    }  # fmt: skip
