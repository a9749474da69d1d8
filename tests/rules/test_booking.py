"""Places come from who sits where; one a day, until two hours before; who misses too often waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import booking
from yimen.rules.booking import BookingState, Seat, Slot, Standing
from yimen.rules.booking_terms import Terms
from yimen.rules.calendar import CHINA, WorkCalendar
from yimen.rules.hall.keeping import ShiftFact
from yimen.rules.hall.terms import Turn
from yimen.rules.hours import DayKind, OpenDay

TERMS = Terms()
MONDAY = date(2026, 11, 23)
DAY = OpenDay(MONDAY, DayKind.WORKDAY, ((510, 720), (840, 1050)))
AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)


def seat(
    window: int = 1, starts: int = 510, ends: int = 1050, turn: Turn = Turn.WORKDAY, **more: bool
) -> Seat:
    return Seat(window, ShiftFact(turn, starts, ends, date(2026, 1, 1)), **more)


def test_places_come_from_who_sits_where():
    found = booking.slots(DAY, [seat(1), seat(2, ends=720)], 10, TERMS)
    assert [(one.start, one.end) for one in found][:2] == [(510, 540), (540, 570)]
    assert [one.total for one in found] == [6] * 7 + [3] * 7
    # Half of them, and the odd one, for those who booked.
    assert [one.places for one in found] == [3] * 7 + [2] * 7


@pytest.mark.parametrize(
    ("minutes", "walk_in", "first"),
    [(30, 50, (510, 540, 1)), (15, 0, (510, 540, 2)), (45, 50, (510, 570, 1)), (15, 100, (510, 540, 0))],
)
def test_slots_are_as_long_as_a_service(minutes: int, walk_in: int, first: tuple[int, int, int]):
    one = booking.slots(DAY, [seat()], minutes, Terms(walk_in=walk_in))[0]
    assert (one.start, one.end, one.places) == first


def test_two_at_one_window_serve_one_visitor_at_a_time():
    found = booking.slots(DAY, [seat(1), seat(1)], 10, TERMS)
    assert found[0].total == 3


def test_on_saturday_only_windows_of_weekend_service_count():
    saturday = OpenDay(date(2026, 11, 28), DayKind.SATURDAY, ((540, 720),), limited=True)
    seats = [seat(1, turn=Turn.SATURDAY, weekend=True), seat(2, turn=Turn.SATURDAY), seat(3)]
    assert [one.total for one in booking.slots(saturday, seats, 10, TERMS)] == [3] * 6
    assert booking.slots(OpenDay(MONDAY, DayKind.HOLIDAY, ()), seats, 10, TERMS) == []


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 700), st.integers(701, 1440)), max_size=6),
    st.integers(1, 120),
    st.integers(0, 100),
)
def test_never_more_places_than_service_time(sitting: list[tuple[int, int, int]], minutes: int, walk_in: int):
    seats = [seat(*one) for one in sitting]
    for one in booking.slots(DAY, seats, minutes, Terms(walk_in=walk_in)):
        windows = len({s.window for s in seats})
        assert 0 <= one.places <= one.total <= windows * (one.end - one.start) // minutes
        assert one.total - one.places >= one.total * walk_in // 100


def test_which_days_one_may_book():
    calendar = WorkCalendar.of(holidays=[date(2026, 11, 25)], published=[2026])
    found = booking.days(MONDAY, calendar, TERMS)
    assert (found[0], found[-1]) == (date(2026, 11, 24), date(2026, 12, 1))
    for day, fits in ((MONDAY, False), (date(2026, 11, 28), True), (date(2026, 12, 2), False)):
        if fits:
            booking.check_day(day, MONDAY, calendar, TERMS)
        else:
            with pytest.raises(booking.DayOutside):
                booking.check_day(day, MONDAY, calendar, TERMS)


def test_one_a_day():
    booking.check_person(Standing(frozenset({MONDAY})), date(2026, 11, 24), MONDAY, TERMS)
    with pytest.raises(booking.BookedThatDay):
        booking.check_person(Standing(frozenset({MONDAY})), MONDAY, MONDAY, TERMS)


@pytest.mark.parametrize(
    ("ago", "until"),
    [
        ((1, 20), None), ((1, 20, 60), 29), ((29, 40, 60), 1), ((30, 40, 60), None), ((1, 20, 95), None),
        ((1, 2, 3, 95), 29),
    ],
)  # fmt: skip
def test_who_misses_too_often_waits(ago: tuple[int, ...], until: int | None):
    missed = tuple(MONDAY - timedelta(days=n) for n in ago)
    found = booking.blocked_until(Standing(missed=missed), MONDAY, TERMS)
    assert found == (MONDAY + timedelta(days=until) if until else None)
    if until:
        with pytest.raises(booking.BookingBlocked):
            booking.check_person(Standing(missed=missed), MONDAY, MONDAY, TERMS)


def test_the_lowest_free_place():
    slot = Slot(510, 540, 3, 6)
    assert booking.place(slot, [1, 3]) == 2
    for full in ((slot, [1, 2, 3]), (None, [])):
        with pytest.raises(booking.SlotGone):
            booking.place(*full)


def test_until_when_one_may_change():
    booking.check_change(BookingState.BOOKED, AT, AT - 120 * MINUTE, TERMS)
    with pytest.raises(booking.TooLateToChange):
        booking.check_change(BookingState.BOOKED, AT, AT - 119 * MINUTE, TERMS)
    for state in (BookingState.CAME, BookingState.CANCELLED, BookingState.MISSED):
        with pytest.raises(booking.NotOpenAnyMore):
            booking.check_change(state, AT, AT - 300 * MINUTE, TERMS)
        with pytest.raises(booking.NotOpenAnyMore):
            booking.check_in(state, AT, AT)


@pytest.mark.parametrize(
    ("minutes", "first"), [(-60, True), (0, True), (10, True), (11, False), (300, False)]
)
def test_who_checks_in_within_the_tolerance_goes_first(minutes: int, first: bool):
    assert booking.check_in(BookingState.BOOKED, AT, AT + minutes * MINUTE) is first


def test_one_checks_in_on_the_day():
    with pytest.raises(booking.NotToday):
        booking.check_in(BookingState.BOOKED, AT, AT - timedelta(days=1))
