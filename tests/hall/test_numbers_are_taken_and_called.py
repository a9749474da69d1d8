"""A number from taking it to the end: who comes next, what a window may do, what waits are made of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.catalogue.refusals import ItemUnknown
from yimen.hall import actions
from yimen.hall.models import DayQueue, Ticket, TicketItem, WindowPost
from yimen.rules.authority import SYSTEM, NotPermitted
from yimen.rules.hall.keeping import SiteUnknown, WindowUnknown
from yimen.rules.queueing import posts
from yimen.rules.queueing.floor import StandsClosed
from yimen.rules.queueing.tickets import (
    CallAgainFirst,
    OtherWindow,
    TicketNotHere,
    WindowBusy,
    WindowNotOpen,
)
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


class Hall:
    """The centre on a Monday morning; each act comes a minute after the one before."""

    def __init__(self, county: County) -> None:
        self.county, self.now = county, county.now

    def tick(self, minutes: float = 1) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now

    def take(self, **more: object) -> actions.Moved:
        return actions.take(SYSTEM, world.CENTRE_SITE, now=self.tick(), **more)  # type: ignore[arg-type]

    def opens(self, who: str = "clerk", window: str = "A01") -> None:
        actions.open_window(self.county[who], world.CENTRE_SITE, window, now=self.tick())

    def call(self, who: str = "clerk") -> actions.Moved:
        return actions.call_next(self.county[who], now=self.tick())

    def do(self, verb: str, ticket: actions.Moved, who: str = "clerk", minutes: float = 1, **more: object):
        return getattr(actions, verb)(self.county[who], ticket.id, now=self.tick(minutes), **more)

    def serve(self, who: str = "clerk") -> str:
        one = self.call(who)
        self.do("start", one, who)
        return self.do("finish", one, who).number


@pytest.fixture
def hall(county: County) -> Hall:
    return Hall(county)


def test_a_number_is_taken_called_and_served(hall):
    taken = hall.take()
    assert taken.number == "A001"
    assert len(taken.key) > 20
    hall.opens()
    called = hall.call()
    assert (called.id, called.window, called.state) == (taken.id, "A01", "called")
    hall.do("start", called, minutes=2)
    done = hall.do("finish", called, minutes=7)
    row = Ticket.objects.get(pk=done.id)
    assert (row.state, row.waited, row.served) == ("done", 120, 420)
    kinds = [one.kind for one in trail.history(f"ticket:{done.id}")]
    assert kinds == ["ticket.taken", "ticket.called", "ticket.started", "ticket.finished"]
    assert list(trail.broken_links(f"ticket:{done.id}")) == []


def test_numbers_of_each_queue_run_without_gaps_and_begin_anew_each_day(hall):
    assert [hall.take().number for _ in range(3)] == ["A001", "A002", "A003"]
    assert hall.take(letter="B").number == "B001"
    with pytest.raises(posts.LineUnknown):
        hall.take(letter="Z")
    assert hall.take().number == "A004"
    hall.now += timedelta(days=1)
    assert hall.take().number == "A001"


def test_several_matters_stand_on_one_ticket_in_the_queue_that_serves_them(hall):
    one = hall.take(items=[counties.PLAIN, counties.INSTANT, counties.PLAIN])
    assert one.number == "A001"
    held = TicketItem.objects.filter(ticket=one.id).order_by("place")
    assert [m.item.code for m in held] == [counties.PLAIN, counties.INSTANT]
    with pytest.raises(ItemUnknown):
        hall.take(items=["没有"])
    with pytest.raises(posts.TooManyMatters):
        hall.take(items=[str(n) for n in range(11)])
    assert hall.take().number == "A002"


def test_the_green_lane_overtakes_with_a_reason_and_leaves_a_share_to_the_others(hall):
    plain = [hall.take().number for _ in range(5)]
    green = [hall.take(green="aged").number for _ in range(2)]
    hall.opens()
    assert [hall.serve() for _ in range(7)] == [green[0], *plain[:3], green[1], *plain[3:]]
    with pytest.raises(posts.ReasonNeeded):
        hall.take(green="hurry")


def test_a_number_passed_over_comes_again_after_three_others(hall):
    late, *others = [hall.take() for _ in range(6)]
    hall.opens()
    called = hall.call()
    assert called.id == late.id
    with pytest.raises(CallAgainFirst):
        hall.do("miss", called)
    hall.do("recall", called)
    hall.do("recall", called)
    assert hall.do("miss", called).state == "missed"
    assert hall.do("requeue", called).state == "waiting"
    order = [hall.serve() for _ in range(6)]
    assert order == [*[one.number for one in others[:3]], late.number, *[one.number for one in others[3:]]]


def test_who_is_on_hold_comes_back_to_any_window_that_is_free(hall):
    one, _ = hall.take(), hall.take()
    hall.opens()
    hall.opens("clerk2", "A02")
    hall.do("start", hall.call())
    assert hall.do("hold", one).state == "held"
    second = hall.call()
    with pytest.raises(WindowBusy):
        hall.do("resume", one)
    assert hall.do("resume", one, "clerk2").window == "A02"
    hall.do("finish", one, "clerk2", minutes=5)
    row = Ticket.objects.get(pk=one.id)
    assert (row.waited, row.served) == (4 * 60, 6 * 60)
    assert second.number == "A002"


def test_who_is_sent_to_another_queue_keeps_the_time_of_arrival(hall):
    moved = hall.take()
    there = hall.take(letter="B")
    hall.opens()
    hall.opens("clerk2", "B01")
    called = hall.call()
    hall.do("start", called)
    sent = hall.do("transfer", called, letter="B")
    assert (sent.number, sent.state, sent.window) == ("A001", "waiting", "")
    assert [hall.serve("clerk2"), hall.serve("clerk2")] == [moved.number, there.number]


def test_who_is_sent_to_one_window_is_called_by_no_other(hall):
    one = hall.take()
    hall.opens()
    hall.opens("clerk2", "A02")
    hall.do("transfer", one, window="A02")
    with pytest.raises(posts.NothingToCall):
        hall.call()
    assert hall.call("clerk2").number == "A001"
    with pytest.raises(WindowUnknown):
        hall.do("transfer", hall.take(), window="Z9")


def test_a_mistaken_call_is_put_back_without_losing_its_place(hall):
    first = hall.take()
    hall.take()
    hall.opens()
    hall.do("put_back", hall.call())
    assert hall.call().id == first.id


def test_a_window_that_is_paused_or_busy_or_not_open_calls_nobody(hall):
    hall.take()
    hall.take()
    with pytest.raises(posts.NoWindow):
        hall.call()
    hall.opens()
    actions.pause_window(hall.county["clerk"], now=hall.tick())
    with pytest.raises(WindowNotOpen):
        hall.call()
    hall.opens()
    one = hall.call()
    with pytest.raises(WindowBusy):
        hall.call()
    with pytest.raises(WindowBusy):
        actions.close_window(hall.county["clerk"], now=hall.tick())
    hall.do("start", one)
    hall.do("finish", one)
    actions.close_window(hall.county["clerk"], now=hall.tick())
    assert WindowPost.objects.get().state == "closed"


def test_one_person_at_one_window(hall):
    hall.opens()
    with pytest.raises(posts.WindowTaken):
        hall.opens("clerk2", "A01")
    with pytest.raises(posts.AtAnotherWindow):
        hall.opens("clerk", "A02")
    with pytest.raises(posts.NoQueue):
        actions.keep_window(
            hall.county["keeper"], world.CENTRE_SITE, "C1", "出件", "handout", now=hall.tick()
        )
        hall.opens("clerk2", "C1")
    actions.pause_window(hall.county["clerk"], now=hall.tick())
    hall.opens("clerk2", "A01")
    assert WindowPost.objects.get(window__number="A01").staff == "0102"
    with pytest.raises(NotPermitted):
        hall.opens("officer", "A02")


def test_only_the_window_that_called_goes_on_with_the_visitor(hall):
    one = hall.take()
    hall.opens()
    hall.opens("clerk2", "A02")
    hall.call()
    for verb in ("start", "recall", "put_back", "transfer"):
        more = {"letter": "B"} if verb == "transfer" else {}
        with pytest.raises(OtherWindow):
            hall.do(verb, one, "clerk2", **more)
    hall.do("start", one)
    with pytest.raises(TicketNotHere):
        hall.do("start", one)


def test_a_window_helps_out_with_another_queue(hall):
    hall.take(letter="B")
    hall.opens()
    with pytest.raises(posts.NothingToCall):
        hall.call()
    actions.help_out(hall.county["keeper"], world.CENTRE_SITE, "A01", "B", now=hall.tick())
    assert hall.serve() == "B001"
    actions.help_out(hall.county["keeper"], world.CENTRE_SITE, "A01", "", now=hall.tick())
    hall.take(letter="B")
    with pytest.raises(posts.NothingToCall):
        hall.call()
    with pytest.raises(StandsClosed):
        actions.help_out(hall.county["keeper"], world.CENTRE_SITE, "A02", "B", now=hall.tick())
    with pytest.raises(NotPermitted):
        actions.help_out(hall.county["clerk"], world.CENTRE_SITE, "A01", "B", now=hall.tick())


def test_no_numbers_while_the_hall_is_shut(hall):
    hall.now = hall.now.replace(hour=7, minute=30)
    with pytest.raises(posts.HallShut) as refused:
        hall.take()
    assert "08:00" in refused.value.words
    hall.now = hall.now.replace(hour=8, minute=5)
    assert hall.take().number == "A001"
    with pytest.raises(SiteUnknown):
        actions.take(SYSTEM, "YX-99", now=hall.now)


def test_one_person_waits_once(hall):
    li = hall.county["li"]
    first = actions.take(li, world.CENTRE_SITE, now=hall.tick())
    with pytest.raises(posts.AlreadyInLine) as refused:
        actions.take(li, world.CENTRE_SITE, now=hall.tick())
    assert "A001" in refused.value.words
    assert actions.leave(li, first.key, now=hall.tick()).state == "left"
    assert actions.take(li, world.CENTRE_SITE, now=hall.tick()).number == "A002"
    with pytest.raises(posts.TicketUnknown):
        actions.leave(li, "x", now=hall.now)


def test_reception_gives_numbers_and_notes_who_left(hall):
    one = actions.take(hall.county["clerk"], world.CENTRE_SITE, source="reception", now=hall.tick())
    assert hall.do("gone", one).state == "left"
    with pytest.raises(NotPermitted):
        actions.take(hall.county["li"], world.CENTRE_SITE, source="reception", now=hall.tick())
    with pytest.raises(NotPermitted):
        hall.do("requeue", hall.take(), "li")


def test_sent_twice_is_one_number(hall):
    at = hall.tick()
    both = [actions.take(SYSTEM, world.CENTRE_SITE, now=at, once="k1") for _ in range(2)]
    assert both[0] == both[1]
    assert DayQueue.objects.get().numbers == 1


def test_the_end_of_the_day_leaves_nobody_waiting(hall):
    waits, called, serving = hall.take(), hall.take(), hall.take()
    hall.opens()
    hall.opens("clerk2", "A02")
    hall.do("start", hall.call())
    hall.call("clerk2")
    assert actions.close_halls(hall.now) == 0
    evening = hall.now.replace(hour=17, minute=31)
    assert actions.close_halls(evening) == 2
    states = dict(Ticket.objects.values_list("number", "state"))
    assert states == {waits.number: "serving", called.number: "closed", serving.number: "closed"}
    assert actions.close_halls(evening + timedelta(days=1)) == 1
    row = Ticket.objects.get(number=waits.number)
    assert (row.state, row.served) == ("done", None)
    assert actions.close_halls(evening + timedelta(days=1)) == 0
