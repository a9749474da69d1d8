"""Deadlines: domain §11 one by one, natural days, the receive clock, 即办件, steps, the honest clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA, WorkCalendar, china_date
from yimen.rules.deadlines import (
    DELIVERY_LIMIT,
    JOINT_LIMIT,
    LICENCE_LIMIT,
    MOST_DAYS,
    BadLimit,
    EndsBeforeStart,
    Honest,
    deemed,
    deemed_accepted_on,
    due,
    honest,
    instant_due,
    instant_due_at,
    receive_due,
    step_due,
)
from yimen.rules.item import Limit
from yimen.rules.pauses import Pause
from yimen.rules.terms import Procedure, Unit

DAYS = st.dates(date(2024, 12, 1), date(2027, 2, 28))
UNITS = st.sampled_from(Unit)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2025, 9, 26), 3, date(2025, 9, 30)),  # Friday before 国庆: the 调休 Sunday 28 counts
        (date(2025, 9, 30), 3, date(2025, 10, 11)),  # last day before the holiday: 9, 10, 调休 Saturday 11
        (date(2025, 10, 10), 1, date(2025, 10, 11)),  # the 调休 Saturday is the day itself
        (date(2025, 10, 11), 1, date(2025, 10, 13)),  # accepted on it: day 1 is Monday
        (date(2025, 10, 1), 1, date(2025, 10, 9)),  # accepted on a holiday
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # 春节: Saturday 14 is made up, then nine days off
    ],
)
def test_working_days_around_holidays(china: WorkCalendar, start: date, days: int, expected: date) -> None:
    found = due(china, start, Limit(days))
    assert found.date == expected
    assert found.at == datetime.combine(expected, china.hours.closes, CHINA)
    assert not found.provisional


def test_a_joint_case_has_45_working_days(china: WorkCalendar) -> None:
    found = due(china, date(2026, 3, 2), JOINT_LIMIT)
    assert found.date == date(2026, 5, 8)
    assert china.working_days_between(date(2026, 3, 2), found.date) == 45


def test_a_licence_is_decided_in_20_and_delivered_in_10_working_days(china: WorkCalendar) -> None:
    assert due(china, date(2025, 9, 1), LICENCE_LIMIT).date == date(2025, 9, 28)
    assert due(china, date(2025, 9, 1), DELIVERY_LIMIT).date == date(2025, 9, 15)


def test_natural_days_run_through_holidays_and_a_last_day_off_moves_on(china: WorkCalendar) -> None:
    assert due(china, date(2025, 9, 8), Limit(20, Unit.NATURAL)).date == date(2025, 9, 28)  # 调休 Sunday
    assert due(china, date(2025, 9, 14), Limit(20, Unit.NATURAL)).date == date(2025, 10, 9)
    assert due(china, date(2025, 9, 1), Limit(10, Unit.NATURAL)).date == date(2025, 9, 11)


def test_a_deadline_in_an_unpublished_year_is_provisional_until_it_is_published(china: WorkCalendar) -> None:
    start = date(2026, 12, 28)
    before = due(china, start, Limit(5))
    assert before.provisional
    assert before.date == date(2027, 1, 4)
    assert not due(china, start, Limit(3)).provisional
    published = china.with_year(2027, holidays=[date(2027, 1, 1)], makeup=[date(2027, 1, 2)])
    after = due(published, start, Limit(4))
    assert not after.provisional
    assert after.date == date(2027, 1, 2)
    moved = china.with_year(2027, holidays=[date(2027, 1, 1), date(2027, 1, 4)], makeup=[])
    assert due(moved, start, Limit(5)).date == date(2027, 1, 6)


def test_a_limit_that_only_passes_through_an_unpublished_year_is_provisional_too() -> None:
    gap = WorkCalendar.of(published=[2025, 2027])
    assert due(gap, date(2025, 12, 31), Limit(300)).provisional
    assert not due(gap, date(2026, 12, 31), Limit(3)).provisional  # every counted day is in 2027


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1])
def test_a_senseless_limit_is_refused(china: WorkCalendar, days: int) -> None:
    with pytest.raises(BadLimit, match=str(days)):
        due(china, date(2025, 1, 2), Limit(days))


@settings(max_examples=200, deadline=None)
@given(start=DAYS, days=st.integers(0, 200), unit=UNITS)
def test_a_due_day_is_always_a_working_day_not_before_its_start(
    china: WorkCalendar, start: date, days: int, unit: Unit
) -> None:
    found = due(china, start, Limit(days, unit)).date
    assert china.is_working(found)
    assert found >= start + timedelta(days=days)


@settings(max_examples=200, deadline=None)
@given(start=DAYS, days=st.integers(1, 200))
def test_a_limit_of_n_working_days_has_n_of_them(china: WorkCalendar, start: date, days: int) -> None:
    assert china.working_days_between(start, due(china, start, Limit(days)).date) == days


@settings(max_examples=100, deadline=None)
@given(start=DAYS, days=st.integers(0, 60), unit=UNITS)
def test_a_later_start_or_a_longer_limit_never_ends_earlier(
    china: WorkCalendar, start: date, days: int, unit: Unit
) -> None:
    base = due(china, start, Limit(days, unit)).date
    assert due(china, start + timedelta(days=1), Limit(days, unit)).date >= base
    assert due(china, start, Limit(days + 1, unit)).date >= base


def test_silence_for_five_working_days_is_acceptance_from_the_day_of_receipt(china: WorkCalendar) -> None:
    received = date(2025, 9, 26)
    limit = receive_due(china, received)
    assert limit.date == date(2025, 10, 10)  # 28, 29, 30, then 9 and 10
    assert not deemed(china, received, limit.at)
    assert deemed(china, received, limit.at + timedelta(seconds=1))
    assert deemed_accepted_on(received) == received


def test_a_notice_in_time_stops_deemed_acceptance_and_a_late_one_does_not(china: WorkCalendar) -> None:
    received, later = date(2025, 9, 26), at("2025-10-20 09:00")
    assert not deemed(china, received, later, told_at=at("2025-10-10 17:30"))
    assert deemed(china, received, later, told_at=at("2025-10-10 17:31"))


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("2025-09-30 17:25", "2025-09-30 17:30"),
        ("2025-09-30 07:00", "2025-09-30 17:30"),
        ("2025-09-30 12:30", "2025-09-30 17:30"),
        ("2025-09-30 17:30", "2025-10-09 17:30"),
        ("2025-10-04 10:00", "2025-10-09 17:30"),
        ("2025-10-11 10:00", "2025-10-11 17:30"),
    ],
)
def test_an_instant_item_is_due_at_the_end_of_the_same_business_day(
    china: WorkCalendar, accepted: str, expected: str
) -> None:
    assert instant_due(china, at(accepted)).at == at(expected)


def test_an_instant_item_is_dated_in_china_not_in_utc(china: WorkCalendar) -> None:
    accepted = datetime(2025, 9, 29, 23, 30, tzinfo=UTC)  # 30 September 7:30 in China
    assert instant_due(china, accepted).date == date(2025, 9, 30)


def test_the_target_of_an_instant_item_runs_in_business_minutes(china: WorkCalendar) -> None:
    assert instant_due_at(china, at("2025-09-29 09:00"), 30) == at("2025-09-29 09:30")
    assert instant_due_at(china, at("2025-09-29 11:50"), 30) == at("2025-09-29 14:20")
    assert instant_due_at(china, at("2025-09-30 17:00"), 30) == at("2025-09-30 17:30")
    assert instant_due_at(china, at("2025-09-30 17:25"), 30) == at("2025-10-09 08:55")


def test_a_step_has_its_own_deadline_without_the_pauses(china: WorkCalendar) -> None:
    pause = Pause(Procedure.SITE_VISIT, at("2025-09-02 09:00"), None, at("2025-09-03 12:00"))
    now = at("2025-09-05 09:00")
    assert step_due(china, date(2025, 9, 1), 3, now=now).date == date(2025, 9, 4)
    assert step_due(china, date(2025, 9, 1), 3, [pause], now=now).date == date(2025, 9, 8)


def test_the_honest_clock_counts_from_first_contact_to_result_in_hand(china: WorkCalendar) -> None:
    assert honest(china, at("2025-09-26 16:00"), at("2025-10-09 09:00")) == Honest(13, 4)
    assert honest(china, at("2025-09-26 09:00"), at("2025-09-26 09:20")) == Honest(0, 0)
    with pytest.raises(EndsBeforeStart):
        honest(china, at("2025-09-26 09:00"), at("2025-09-25 09:00"))


@settings(max_examples=100, deadline=None)
@given(
    first=st.datetimes(datetime(2025, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    hours=st.integers(0, 4000),
)
def test_the_honest_clock_never_shows_more_working_than_natural_days(
    china: WorkCalendar, first: datetime, hours: int
) -> None:
    until = first + timedelta(hours=hours)
    lived = honest(china, first, until)
    assert 0 <= lived.working_days <= lived.natural_days == (china_date(until) - china_date(first)).days
