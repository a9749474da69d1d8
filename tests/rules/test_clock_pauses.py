"""Pauses: what stops which clock, overlaps united, holidays inside, notice in writing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA, WorkCalendar
from yimen.rules.clock import Facts, read
from yimen.rules.deadlines import due
from yimen.rules.item import Limit
from yimen.rules.pauses import (
    Pause,
    PauseAlreadyEnded,
    PauseEndsBeforeStart,
    PauseWithoutNotice,
    begin,
    counted,
    finish,
    spans_of,
    unite,
)
from yimen.rules.terms import EXCLUDED_BY_LAW, Procedure, Unit

LOW = date(2025, 8, 1).toordinal()
SPANS = st.lists(
    st.tuples(st.integers(0, 150), st.integers(-2, 25)).map(lambda p: (LOW + p[0], LOW + p[0] + p[1])),
    max_size=6,
)
START = date(2025, 9, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def pause(start: str, end: str | None, *, planned: date | None = None, legal: bool = True) -> Pause:
    kind = Procedure.EXPERT_REVIEW if legal else Procedure.SITE_VISIT
    return Pause(kind, at(start), planned, at(end) if end else None, legal)


def days_of(spans: tuple[tuple[int, int], ...]) -> set[int]:
    return {day for low, high in spans for day in range(low, high + 1)}


def shown(china: WorkCalendar, *pauses: Pause, now: str = "2025-12-01 09:00") -> tuple[date, date]:
    """(legal, promise) due dates of a case accepted on 1 September 2025, 20 and 10 working days."""
    facts = Facts(accepted_on=START, legal=Limit(20), promise=Limit(10), pauses=pauses)
    reading = read(china, facts, at(now))
    assert reading.legal_due is not None
    assert reading.promise_due is not None
    return reading.legal_due.date, reading.promise_due.date


def test_without_a_pause(china: WorkCalendar) -> None:
    assert shown(china) == (date(2025, 9, 28), date(2025, 9, 15))


def test_first_and_last_day_of_a_pause_are_not_counted(china: WorkCalendar) -> None:
    review = pause("2025-09-03 10:00", "2025-09-04 15:00")
    assert shown(china, review) == (date(2025, 9, 30), date(2025, 9, 17))


def test_a_local_procedure_moves_the_promise_and_never_the_law(china: WorkCalendar) -> None:
    local = pause("2025-09-03 10:00", "2025-09-04 15:00", legal=False)
    assert shown(china, local) == (date(2025, 9, 28), date(2025, 9, 17))


def test_local_pauses_cannot_carry_the_promise_past_the_law(china: WorkCalendar) -> None:
    local = pause("2025-09-03 10:00", "2025-11-04 15:00", legal=False)
    assert shown(china, local) == (date(2025, 9, 28), date(2025, 9, 28))


def test_two_overlapping_pauses_are_united_not_added(china: WorkCalendar) -> None:
    one = pause("2025-09-03 10:00", "2025-09-05 15:00")
    two = pause("2025-09-04 10:00", "2025-09-08 15:00")
    whole = pause("2025-09-03 10:00", "2025-09-08 15:00")
    assert shown(china, one, two) == shown(china, two, one) == shown(china, whole)
    assert shown(china, whole)[1] == date(2025, 9, 19)


def test_a_special_procedure_across_a_holiday_takes_out_working_days_only(china: WorkCalendar) -> None:
    facts = Facts(
        accepted_on=date(2025, 9, 26),
        legal=Limit(20),
        promise=Limit(5),
        pauses=(pause("2025-09-30 09:00", "2025-10-10 17:00"),),
    )
    reading = read(china, facts, at("2025-10-11 09:00"))
    # 28 and 29 are used, 30, 9 and 10 are out, the 调休 Saturday 11 is day 3, then Monday and Tuesday.
    assert reading.promise_due is not None
    assert reading.promise_due.date == date(2025, 10, 14)
    assert (reading.used, reading.left, reading.paused) == (3, 2, 3)


def test_a_pause_on_the_day_of_acceptance_changes_nothing(china: WorkCalendar) -> None:
    assert shown(china, pause("2025-09-01 10:00", "2025-09-01 15:00")) == shown(china)


def test_a_pause_after_the_deadline_does_not_heal_it(china: WorkCalendar) -> None:
    late = pause("2025-09-15 18:00", "2025-09-22 15:00")
    assert shown(china, late)[1] == date(2025, 9, 15)
    in_time = pause("2025-09-15 17:00", "2025-09-22 15:00")
    assert shown(china, in_time)[1] == date(2025, 9, 23)


def test_an_open_pause_runs_to_today_when_it_has_no_plan(china: WorkCalendar) -> None:
    going = pause("2025-09-03 10:00", None)
    assert shown(china, going, now="2025-09-04 09:00")[1] == date(2025, 9, 17)
    assert shown(china, going, now="2025-09-05 09:00")[1] == date(2025, 9, 18)


def test_an_open_pause_runs_to_its_plan_and_beyond_when_it_overruns(china: WorkCalendar) -> None:
    going = pause("2025-09-03 10:00", None, planned=date(2025, 9, 5))
    facts = Facts(accepted_on=START, promise=Limit(10), pauses=(going,))
    planned = read(china, facts, at("2025-09-03 11:00"))
    late = read(china, facts, at("2025-09-08 11:00"))
    assert planned.promise_due is not None
    assert late.promise_due is not None
    assert (planned.promise_due.date, planned.open, planned.overrun) == (date(2025, 9, 18), True, False)
    assert (late.promise_due.date, late.open, late.overrun) == (date(2025, 9, 19), True, True)


def test_a_pause_planned_for_tomorrow_takes_nothing_out_yet(china: WorkCalendar) -> None:
    ahead = pause("2025-09-03 10:00", None, planned=date(2025, 9, 5))
    assert shown(china, ahead, now="2025-09-02 09:00") == shown(china)
    assert shown(china, ahead, now="2025-09-03 11:00") != shown(china)


@pytest.mark.parametrize("kind", sorted(EXCLUDED_BY_LAW))
def test_the_eight_procedures_need_a_notice_in_writing(kind: Procedure) -> None:
    start = at("2025-09-03 10:00")
    with pytest.raises(PauseWithoutNotice) as refused:
        begin(kind, start, planned_end=None, told_in_writing=False)
    assert kind.label in refused.value.words
    assert refused.value.basis == "行政许可法 45"
    assert begin(kind, start, planned_end=None, told_in_writing=True).counted_out_of_legal


@pytest.mark.parametrize("kind", [None, *sorted(set(Procedure) - EXCLUDED_BY_LAW)])
def test_other_procedures_stop_the_legal_clock_only_under_a_named_law(kind: Procedure | None) -> None:
    start = at("2025-09-03 10:00")
    assert not begin(kind, start, planned_end=None, told_in_writing=False).counted_out_of_legal
    law = begin(kind, start, planned_end=None, told_in_writing=True, law="某条例 12")
    assert law.counted_out_of_legal
    with pytest.raises(PauseWithoutNotice):
        begin(kind, start, planned_end=None, told_in_writing=False, law="某条例 12")


def test_a_pause_cannot_end_before_it_starts_nor_twice() -> None:
    start = at("2025-09-03 10:00")
    with pytest.raises(PauseEndsBeforeStart):
        begin(Procedure.HEARING, start, planned_end=date(2025, 9, 2), told_in_writing=True)
    begun = begin(Procedure.HEARING, start, planned_end=date(2025, 9, 3), told_in_writing=True)
    with pytest.raises(PauseEndsBeforeStart):
        finish(begun, start - timedelta(minutes=1))
    ended = finish(begun, start + timedelta(days=1))
    with pytest.raises(PauseAlreadyEnded):
        finish(ended, start + timedelta(days=2))


@settings(max_examples=100, deadline=None)
@given(spans=SPANS, order=st.randoms(use_true_random=False))
def test_union_is_order_free_idempotent_and_keeps_every_day(
    spans: list[tuple[int, int]], order: object
) -> None:
    shuffled = list(spans)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    united = unite(spans)
    assert unite(shuffled) == united == unite(united) == unite([*spans, *spans])
    assert days_of(united) == days_of(tuple(spans))
    assert all(a[1] + 1 < b[0] for a, b in pairwise(united))


@settings(max_examples=150, deadline=None)
@given(
    spans=SPANS,
    more=SPANS,
    start=st.dates(date(2025, 8, 1), date(2025, 12, 1)),
    days=st.integers(0, 40),
    unit=st.sampled_from(Unit),
)
def test_pausing_never_shortens_and_never_ends_on_a_day_off_or_paused(
    china: WorkCalendar,
    spans: list[tuple[int, int]],
    more: list[tuple[int, int]],
    start: date,
    days: int,
    unit: Unit,
) -> None:
    limit, some, all_of = Limit(days, unit), unite(spans), unite([*spans, *more])
    plain, once, twice = (due(china, start, limit, taken).date for taken in ((), some, all_of))
    assert plain <= once <= twice
    assert china.is_working(twice)
    assert twice.toordinal() not in days_of(all_of)


@settings(max_examples=150, deadline=None)
@given(spans=SPANS, start=st.dates(date(2025, 8, 1), date(2025, 12, 1)), days=st.integers(1, 40))
def test_a_paused_limit_has_exactly_its_days_counted_on_the_fingers(
    china: WorkCalendar, spans: list[tuple[int, int]], start: date, days: int
) -> None:
    united = unite(spans)
    taken, day, left = days_of(united), start, days
    while left:
        day += timedelta(days=1)
        left -= china.is_working(day) and day.toordinal() not in taken
    assert due(china, start, Limit(days), united).date == day
    a, b = start.toordinal(), day.toordinal()
    assert counted(china, a, b, Unit.WORKING, united) == days == -counted(china, b, a, Unit.WORKING, united)


def test_spans_of_a_pause_ended_on_the_evening_it_began_are_empty(china: WorkCalendar) -> None:
    evening = pause("2025-09-03 18:00", "2025-09-03 19:00")
    assert spans_of(china, [evening], at("2025-09-10 09:00")) == ()
