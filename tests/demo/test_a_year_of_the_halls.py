"""A year of visits in the sample county's halls: invented, but nothing that could not have been lived."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db.models import Count, Max

from yimen.bureau import queries as bureau
from yimen.demo import build, hall_today, hall_year, visits
from yimen.hall.models import DayQueue, Ticket, TicketItem, WindowPost
from yimen.rules import hours
from yimen.rules.hours import DayKind
from yimen.rules.queueing.spans import spans
from yimen.rules.queueing.terms import TicketEvent, TicketState
from yimen.rules.queueing.tickets import OVER, TABLE
from yimen.trail import chain
from yimen.trail import queries as trail

#: The last eighteen days or so: with a Saturday, Sundays and plain days.
SHARE = 20
DAY = visits.Day(
    visits.sessions_of([[540, 720], [810, 1050]]),
    (*(visits.Desk(f"A0{n}", "A") for n in range(3)), visits.Desk("B01", "B")),
    {"A": 70, "B": 18}, {"A": 11, "B": 17}, booked=0.2,
)  # fmt: skip
_LEADS = {(one.event, source): one.target for one in TABLE for source in one.sources}


# --- a day, without a database ---


@pytest.fixture(params=range(6))
def lived(request) -> list[visits.Visit]:
    """One day by another chance each time."""
    return visits.day(DAY, random.Random(request.param))


def test_every_visit_walks_the_table_and_ends(lived: list[visits.Visit]):
    for one in lived:
        state = TicketState.WAITING
        assert one.told[0][1] is TicketEvent.TAKEN
        for _, event, _ in one.told[1:]:
            state = _LEADS[event, state]
        assert state is one.state and state in OVER
        assert [at for at, _, _ in one.told] == sorted(at for at, _, _ in one.told)


def test_nobody_is_at_two_windows_and_no_window_has_two(lived: list[visits.Visit]):
    at: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in lived:
        since, where = 0, ""
        for second, event, window in one.told:
            if event is TicketEvent.CALLED:
                assert not where
                since, where = second, window
            elif where and event in {TicketEvent.FINISHED, TicketEvent.MISSED, TicketEvent.TRANSFERRED}:
                at[where].append((since, second))
                where = ""
        assert not where
    for spent in at.values():
        spent.sort()
        assert all(end <= begin for (_, end), (begin, _) in pairwise(spent))


def test_numbers_are_given_in_the_order_of_coming(lived: list[visits.Visit]):
    for letter in ("A", "B"):
        mine = [one for one in lived if one.letter == letter]
        assert [one.seq for one in mine] == list(range(1, len(mine) + 1))
        assert [one.arrived for one in mine] == sorted(one.arrived for one in mine)


def test_all_that_happens_in_a_hall_happens():
    told = [one for n in range(12) for one in visits.day(DAY, random.Random(n))]
    assert {one.state for one in told} == {TicketState.DONE, TicketState.LEFT, TicketState.CLOSED}
    happened = {event for one in told for _, event, _ in one.told}
    assert happened == set(TicketEvent) - {TicketEvent.PUT_BACK}


# --- the county ---


@pytest.fixture
def year(now: datetime, db: None) -> hall_year.Year:
    """The county with the last days of its year and the hall of today."""
    wanted = {"工作日历", "行政区划", "部门", "人员和岗位", "办事人和企业", "事项目录", "大厅"}
    for name, step in build.STEPS:
        if name in wanted:
            step(now)
    made = hall_year.Year(now, random.Random(1))
    hall_year.write(made, hall_today.day_of(made), SHARE)
    hall_today.live(made, random.Random(1))
    return made


def test_the_days_that_are_written_are_those_that_could_be(year: hall_year.Year):
    calendar, today = bureau.work_calendar(), year.now.date()
    days = set(Ticket.objects.values_list("day", flat=True))
    kinds = {one: hours.kind_of(one, calendar) for one in days}
    assert set(kinds.values()) == {DayKind.WORKDAY, DayKind.SATURDAY}
    open_days = {today - timedelta(days=n) for n in range(1, 365 // SHARE + 1)}
    assert days >= {one for one in open_days if hours.kind_of(one, calendar) is DayKind.WORKDAY}
    weekend = TicketItem.objects.filter(
        ticket__day__in=[d for d, k in kinds.items() if k is DayKind.SATURDAY]
    )
    assert set(weekend.values_list("item__code", flat=True)) <= year.limited
    # Numbers of a queue and day run from 1 without gaps, and the queue knows how many it gave.
    given = Ticket.objects.values_list("line", "day").annotate(n=Count("id"), last=Max("seq"))
    queues = {(line, day): n for line, day, n in DayQueue.objects.values_list("line", "day", "numbers")}
    assert all(n == last == queues[line, day] for line, day, n, last in given)
    assert WindowPost.objects.filter(day__lt=today).exclude(state="closed").count() == 0


def test_what_came_of_a_visit_is_the_sum_of_what_is_on_record(year: hall_year.Year):
    told = Ticket.objects.filter(rev__gt=0, state=TicketState.DONE).order_by("pk")
    assert told.count() > 60
    for one in list(told)[::2]:
        rows = list(trail.history(f"ticket:{one.pk}"))
        sums = spans([(row.at, TicketEvent(row.kind)) for row in rows], year.now)
        assert one.waited == round(sums.before_call.total_seconds())
        assert one.served == round(sums.serving.total_seconds())
        assert (one.rev, one.head_hash) == (rows[-1].seq, rows[-1].hash)
        before = chain.START
        for row in rows:
            made = chain.link(f"ticket:{one.pk}", row.seq, row.kind, row.actor, row.at, row.data, before)
            assert made == row.hash
            before = row.hash


def test_the_hall_of_this_moment_lives(year: hall_year.Year):
    today = Ticket.objects.filter(day=year.now.date(), line__site__code=hall_year.CENTRE)
    states = {one: n for one, n in today.values_list("state").annotate(n=Count("id"))}
    assert states["serving"] >= 8 and states["waiting"] >= 3 and states["done"] >= 10
    assert WindowPost.objects.filter(day=year.now.date(), state="open").count() >= 12


def test_where_the_hall_is_shut_the_last_open_day_is_lived(now: datetime, db: None):
    build.calendar(now)
    sunday = datetime(2026, 11, 22, 20, 0, tzinfo=now.tzinfo)
    at = hall_today.moment(hall_year.Year(sunday, random.Random(1)))
    assert at == datetime(2026, 11, 21, 11, 20, tzinfo=now.tzinfo)
    assert hall_today.moment(hall_year.Year(now, random.Random(1))) == now


def test_the_same_chance_tells_the_same_year(now: datetime, db: None):
    build.calendar(now)
    told = []
    for _ in range(2):
        year = hall_year.Year(now, random.Random(5))
        made = list(hall_year.days(year, hall_today.day_of(year), 60))
        told.append([(one.site, one.day, [(v.letter, v.seq, v.told) for v in one.visits]) for one in made])
    assert told[0] == told[1] and len(told[0]) > 20
