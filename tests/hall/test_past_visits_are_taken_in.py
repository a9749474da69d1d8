"""Visits that are over are taken in many at a time: with sums, numbers and, where wanted, a record."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError

from tests import county as counties
from tests import hall_world
from yimen.hall.actions import history
from yimen.hall.models import DayQueue, Ticket, TicketItem, WindowPost
from yimen.rules.queueing.terms import TicketEvent as Event
from yimen.rules.queueing.tickets import VisitNotOver
from yimen.trail import queries as trail
from yimen.trail.models import Event as Row

pytestmark = [pytest.mark.django_db(transaction=True)]
DAY = date(2026, 11, 12)
DONE = ((32_400, Event.TAKEN, ""), (32_640, Event.CALLED, "A01"), (32_700, Event.STARTED, "A01"),
        (33_300, Event.FINISHED, "A01"))  # fmt: skip
GONE = ((32_500, Event.TAKEN, ""), (34_000, Event.LEFT, ""))


@pytest.fixture
def halls(now: datetime) -> counties.County:
    return hall_world.build(counties.build(now))


def _day(*visits: history.Past, record: bool = False) -> history.PastDay:
    return history.PastDay(hall_world.CENTRE_SITE, DAY, visits, [("A01", "0101", 63_000)], record)


def test_sums_numbers_and_who_sat_there(halls: counties.County):
    first = history.Past("A", 1, DONE, "A", "A01", matters=((counties.PLAIN, "C1"),), calls=1)
    assert history.keep_past([_day(first, history.Past("A", 2, GONE, "A"))]) == 2
    done, gone = Ticket.objects.order_by("seq")
    assert (done.number, done.state, done.waited, done.served) == ("A001", "done", 240, 600)
    assert (gone.state, gone.waited, gone.window) == ("left", None, None)
    assert DayQueue.objects.values_list("numbers", "calls").get(day=DAY) == (2, 1)
    assert WindowPost.objects.values_list("staff", "state").get(day=DAY) == ("0101", "closed")
    assert TicketItem.objects.get().case == "C1"
    assert not trail.history(f"ticket:{done.pk}")


def test_what_happened_is_on_record_and_nobody_is_told_of_it(halls: counties.County):
    history.keep_past([_day(history.Past("A", 1, DONE, "A", "A01"), record=True)])
    ticket = Ticket.objects.get()
    rows = list(trail.history(f"ticket:{ticket.pk}"))
    assert [row.kind for row in rows] == [str(event) for _, event, _ in DONE]
    assert (rows[1].actor, rows[1].data) == ("staff:0101", {"window": "A01"})
    assert (ticket.rev, ticket.head_hash) == (4, rows[-1].hash)
    assert not Row.objects.filter(stream=f"ticket:{ticket.pk}", due_at__isnull=False).exists()


def test_who_still_waits_is_not_history(halls: counties.County):
    with pytest.raises(VisitNotOver):
        history.keep_past([_day(history.Past("A", 1, DONE[:2], "A", "A01"))])
    assert not Ticket.objects.exists()


def test_a_day_is_taken_in_once(halls: counties.County):
    history.keep_past([_day(history.Past("A", 1, DONE, "A", "A01"))])
    with pytest.raises(IntegrityError):
        history.keep_past([_day(history.Past("A", 1, DONE, "A", "A01"))])
