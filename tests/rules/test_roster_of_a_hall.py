"""Leave beside shifts, who stands in, rest days in lieu, and which bookings no longer fit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA
from yimen.rules.hall.away import NOON, Away, Part
from yimen.rules.hall.keeping import ShiftFact, sits, worked
from yimen.rules.hall.roster import (
    AFTER,
    BEFORE,
    LONGEST,
    BadLeave,
    HeldPlace,
    LeaveOverShift,
    LeaveTwice,
    OnLeave,
    check_covered,
    check_here,
    check_leave,
    check_not_away,
    owed,
    rest_days,
    stand_in,
    unfit,
)
from yimen.rules.hall.terms import Turn
from yimen.rules.hours import DayKind

MONDAY = date(2026, 11, 16)
SATURDAY = date(2026, 11, 21)
WEEK = Away(MONDAY, MONDAY + timedelta(days=4))
days = st.integers(0, 91).map(lambda n: date(2026, 10, 1) + timedelta(days=n))


def shift(first: date, last: date | None, **more: object) -> ShiftFact:
    return ShiftFact(Turn.WORKDAY, 510, 1050, first, last, "A01", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (MONDAY, MONDAY, None),
        (MONDAY, MONDAY + timedelta(days=LONGEST - 1), None),
        (MONDAY, MONDAY + timedelta(days=LONGEST), BadLeave),
        (MONDAY, MONDAY - timedelta(days=1), BadLeave),
    ],
)
def test_leave_has_its_days_in_order_and_half_a_year_at_most(
    first: date, last: date, error: type[Exception] | None
) -> None:
    if error is None:
        check_leave(Away(first, last), [], "某")
    else:
        with pytest.raises(error):
            check_leave(Away(first, last), [], "某")


@given(days, days, days, days)
def test_leave_of_the_same_person_never_meets(a: date, b: date, c: date, d: date) -> None:
    held, first, last = Away(min(a, b), max(a, b)), min(c, d), max(c, d)
    shared = any(held.covers(first + timedelta(days=n), 600) for n in range((last - first).days + 1))
    assert held.meets(Away(first, last)) is shared
    if shared:
        with pytest.raises(LeaveTwice):
            check_leave(Away(first, last), [held], "某")
    else:
        check_leave(Away(first, last), [held], "某")


def test_who_is_rostered_goes_once_it_is_said_who_sits_there() -> None:
    worked = [shift(MONDAY, None)]
    with pytest.raises(LeaveOverShift) as refused:
        check_covered(worked, "某", cover="", vacant=False)
    assert refused.value.facts == {"name": "某", "window": "A01"}
    check_covered(worked, "某", cover="0102", vacant=False)
    check_covered(worked, "某", cover="", vacant=True)
    check_covered([], "某", cover="", vacant=False)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (MONDAY, None, False),
        (MONDAY - timedelta(days=100), MONDAY + timedelta(days=100), False),
        (MONDAY, MONDAY, True),
        (MONDAY - timedelta(days=3), MONDAY, True),
        (MONDAY + timedelta(days=4), MONDAY + timedelta(days=9), True),
        (MONDAY + timedelta(days=5), MONDAY + timedelta(days=9), False),
    ],
)
def test_a_shift_for_certain_days_does_not_meet_leave(first: date, last: date | None, refused: bool) -> None:
    if refused:
        with pytest.raises(OnLeave):
            check_not_away(shift(first, last), [WEEK], "某")
    else:
        check_not_away(shift(first, last), [WEEK], "某")


def test_a_standing_shift_rests_during_leave() -> None:
    one = shift(date(2026, 1, 1), None, away=(Away(MONDAY, MONDAY + timedelta(days=1)),))
    worked = [sits(one, MONDAY + timedelta(days=n), DayKind.WORKDAY) for n in range(-1, 4)]
    assert worked == [True, False, False, True, True]


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=CHINA)


def test_nobody_sits_there_on_a_day_of_leave() -> None:
    with pytest.raises(OnLeave):
        check_here(at(MONDAY), [WEEK], "某")
    check_here(at(SATURDAY), [WEEK], "某")
    check_here(at(MONDAY), [], "某")


@pytest.mark.parametrize(
    ("worked", "rest", "left"),
    [
        ([SATURDAY], [], [SATURDAY]),
        ([SATURDAY], [SATURDAY - timedelta(days=BEFORE)], []),
        ([SATURDAY], [SATURDAY - timedelta(days=BEFORE + 1)], [SATURDAY]),
        ([SATURDAY], [SATURDAY + timedelta(days=AFTER)], []),
        ([SATURDAY], [SATURDAY + timedelta(days=AFTER + 1)], [SATURDAY]),
        ([SATURDAY, SATURDAY + timedelta(days=7)], [SATURDAY + timedelta(days=2)],
         [SATURDAY + timedelta(days=7)]),
    ],
)  # fmt: skip
def test_a_weekend_day_worked_is_owed_a_rest_day(
    worked: list[date], rest: list[date], left: list[date]
) -> None:
    assert owed(worked, rest) == left


@given(st.lists(days, max_size=8), st.lists(days, max_size=8))
def test_one_rest_day_pays_one_day_worked(worked: list[date], rest: list[date]) -> None:
    left = owed(worked, rest)
    assert set(left) <= set(worked)
    assert len(set(worked)) - len(left) <= len(set(rest))
    assert len(owed(worked, [*rest, SATURDAY])) <= len(left)


held_places = st.lists(
    st.tuples(st.sampled_from([510, 540, 570]), st.integers(0, 500)), max_size=12
).map(
    lambda found: [
        HeldPlace(f"Y{n:03d}", start, datetime(2026, 11, 1, tzinfo=CHINA) + timedelta(minutes=at))
        for n, (start, at) in enumerate(found)
    ]
)  # fmt: skip


@given(held_places, st.dictionaries(st.sampled_from([510, 540, 570]), st.integers(0, 6)))
def test_who_booked_first_keeps_the_place(held: list[HeldPlace], places: dict[int, int]) -> None:
    late = set(unfit(held, places))
    for start in (510, 540, 570):
        kept = [one for one in held if one.start == start and one.number not in late]
        gone = [one for one in held if one.start == start and one.number in late]
        assert len(kept) == min(places.get(start, 0), len(kept) + len(gone))
        assert all(a.made_at <= b.made_at for a in kept for b in gone)


MORNINGS, AFTERNOONS = (
    Away(MONDAY, MONDAY + timedelta(days=1), part) for part in (Part.MORNING, Part.AFTERNOON)
)
HALF = [
    # leave, shift from, to, what is left of it, what somebody else stands in for
    (MORNINGS, 510, 1050, [(NOON, 1050)], (510, NOON)),
    (AFTERNOONS, 510, 1050, [(510, NOON)], (NOON, 1050)),
    (MORNINGS, 510, 720, [], (510, 720)),
    (MORNINGS, 840, 1050, [(840, 1050)], None),
    (AFTERNOONS, 510, 720, [(510, 720)], None),
    (AFTERNOONS, 690, 840, [(690, NOON)], (NOON, 840)),
    (Away(MONDAY, MONDAY), 510, 1050, [], (510, 1050)),
]


@pytest.mark.parametrize(("away", "starts", "ends", "left", "cover"), HALF)
def test_half_a_day_takes_the_half_of_a_shift(
    away: Away, starts: int, ends: int, left: list[tuple[int, int]], cover: tuple[int, int] | None
) -> None:
    one = ShiftFact(Turn.WORKDAY, starts, ends, date(2026, 1, 1), None, "A01", (away,))
    assert worked(one, MONDAY, DayKind.WORKDAY) == left
    assert sits(one, MONDAY, DayKind.WORKDAY) is bool(left)
    assert worked(one, MONDAY + timedelta(days=2), DayKind.WORKDAY) == [(starts, ends)]
    assert away.touches(starts, ends) is (cover is not None)
    if cover is not None:
        made = stand_in(one, away)
        assert (made.starts, made.ends, made.first, made.last) == (*cover, away.first, away.last)


def test_both_halves_are_a_day_and_no_half_is_taken_twice() -> None:
    one = shift(date(2026, 1, 1), None, away=(MORNINGS, AFTERNOONS))
    assert worked(one, MONDAY, DayKind.WORKDAY) == []
    check_leave(AFTERNOONS, [MORNINGS], "某")
    for asked in (MORNINGS, Away(MONDAY, MONDAY)):
        with pytest.raises(LeaveTwice):
            check_leave(asked, [MORNINGS], "某")


def test_who_is_away_in_the_morning_is_there_in_the_afternoon() -> None:
    with pytest.raises(OnLeave):
        check_here(at(MONDAY, 11), [MORNINGS], "某")
    check_here(at(MONDAY, 12), [MORNINGS], "某")
    with pytest.raises(OnLeave):
        check_here(at(MONDAY, 12), [AFTERNOONS], "某")
    check_not_away(ShiftFact(Turn.WORKDAY, 840, 1050, MONDAY, MONDAY), [MORNINGS], "某")
    with pytest.raises(OnLeave):
        check_not_away(ShiftFact(Turn.WORKDAY, 510, 1050, MONDAY, MONDAY), [MORNINGS], "某")


def test_two_halves_in_lieu_make_a_rest_day() -> None:
    friday = MONDAY + timedelta(days=4)
    assert rest_days([Away(friday, friday)]) == [friday]
    assert rest_days([Away(MONDAY, MONDAY, Part.MORNING)]) == []
    assert rest_days([Away(friday, friday, Part.MORNING), Away(MONDAY, MONDAY, Part.AFTERNOON)]) == [friday]
    assert rest_days([MORNINGS]) == [MONDAY + timedelta(days=1)]
