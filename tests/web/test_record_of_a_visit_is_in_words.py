"""What happened in a hall is read as sentences: on the record of a case, and among the newest events."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from tests.web.staffkit import NOW
from yimen.cases import actions as cases
from yimen.hall import actions
from yimen.hall.models import TicketItem
from yimen.rules.authority import SYSTEM
from yimen.rules.hall.events import HallEvent
from yimen.rules.queueing.terms import TicketEvent
from yimen.trail import queries as trail
from yimen.trail.queries import Row
from yimen.web.hallstory import SENTENCES, sentence
from yimen.web.staffparts import who

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch) -> County:
    return world.at_moment(monkeypatch, [NOW])


def test_every_event_of_a_number_a_window_and_a_booking_has_a_sentence():
    own = {str(one) for one in TicketEvent}
    own |= {str(one) for one in HallEvent if one.startswith(("hall.post_", "booking."))}
    assert own == {str(one) for one in SENTENCES}
    for kind in own - {"hall.post_helps"}:
        row = Row(1, "x", 1, kind, "system", NOW, {}, "")
        # An event that holds nothing of what its sentence names is called by its label, with no hole in it.
        assert "{" not in sentence(row) and "  " not in sentence(row)


def _visit(county: County) -> int:
    """A number taken by nobody known, put through everything that may happen at windows."""
    at = [NOW]

    def tick() -> datetime:
        at[0] += timedelta(minutes=1)
        return at[0]

    clerk, second = county["clerk"], county["clerk2"]
    one = actions.take(
        SYSTEM, world.CENTRE_SITE, items=[counties.PLAIN], green="aged", source="kiosk", now=NOW
    ).id
    actions.open_window(clerk, world.CENTRE_SITE, "A01", now=tick())
    actions.open_window(second, world.CENTRE_SITE, "B01", now=tick())
    actions.call_next(clerk, now=tick())
    for verb in ("recall", "recall", "miss", "requeue"):
        getattr(actions, verb)(clerk, one, now=tick())
    actions.call_next(clerk, now=tick())
    actions.put_back(clerk, one, now=tick())
    actions.call_next(clerk, now=tick())
    for verb in ("start", "hold", "resume"):
        getattr(actions, verb)(clerk, one, now=tick())
    actions.transfer(clerk, one, letter="B", now=tick())
    actions.transfer(clerk, one, window="B01", now=tick())
    actions.call_next(second, now=tick())
    actions.start(second, one, now=tick())
    cases.open_draft(
        second, counties.PLAIN, county.parties["li"].pk, channel="1", region=counties.REGION, now=at[0],
        visit=one,
    )  # fmt: skip
    actions.finish(second, one, now=tick())
    return one


def test_a_visit_reads_as_a_story(county: County):
    rows = trail.history(f"ticket:{_visit(county)}")
    assert [sentence(row) for row in rows] == [
        "取了 A001 号，走绿色通道：70 岁以上老人", "A01 窗口叫号", "A01 窗口又叫了一次", "A01 窗口又叫了一次",
        "叫了没来，A01 窗口过号", "人回来了，重新排队", "A01 窗口叫号", "叫错了，A01 窗口放回队里",
        "A01 窗口叫号", "A01 窗口开始办理", "暂离 A01 窗口", "回到 A01 窗口接着办", "转到 B 队列",
        "转到 B01 窗口", "B01 窗口叫号", "B01 窗口开始办理", "B01 窗口办完",
    ]  # fmt: skip
    with translation.override("en"):
        told = [sentence(row) for row in rows]
    assert all(one.isascii() for one in told), told
    halls = [sentence(row) for row in trail.history(f"hall:{world.CENTRE_SITE}") if "post" in row.kind]
    assert halls == ["A01 窗口开始叫号", "B01 窗口开始叫号"]


def test_who_took_a_number_without_signing_in_is_named_by_where_it_came_from(county: County):
    told = []
    for actor, source in ((SYSTEM, "kiosk"), (SYSTEM, "phone"), (county["clerk"], "reception")):
        one = actions.take(actor, world.CENTRE_SITE, source=source, now=NOW)
        told.append(who(trail.history(f"ticket:{one.id}")[0].actor))
    assert told == ["取号机", "手机取号", "工号 0101"]
    mine = actions.take(county["li"], world.CENTRE_SITE, now=NOW)
    actions.leave(SYSTEM, mine.key, now=NOW)
    assert [who(row.actor) for row in trail.history(f"ticket:{mine.id}")] == ["申请人", "手机取号"]
    # What the worker does at the end of the day stands as the system's.
    actions.close_halls(NOW + timedelta(days=1))
    assert who(trail.history(f"ticket:{one.id}")[-1].actor) == "系统"


def test_the_record_of_a_case_tells_its_visit(county: County):
    visited = _visit(county)
    number = TicketItem.objects.get(ticket=visited).case
    cases.submit(county["li"], number, now=NOW)
    client = Client()
    client.force_login(county.accounts["supervisor"])
    page = client.get(f"/watch/cases/{number}/").content.decode()
    assert "经过 17 条" in page and "暂离 A01 窗口" in page and "取号机" in page
    client.force_login(county.accounts["admin"])
    assert "B01 窗口办完" in client.get("/admin/relay/").content.decode()
