"""Working days: 放假, 调休, 暂定, business hours and China's date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.calendar import (
    CHINA,
    BadHours,
    CalendarConflict,
    Hours,
    WorkCalendar,
    add_business_minutes,
    business_minutes_between,
    china_date,
)

DAYS = st.dates(date(2024, 12, 1), date(2027, 2, 28))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def test_every_day_of_two_published_years_agrees_with_the_published_tables(china: WorkCalendar) -> None:
    days = every_day(date(2025, 1, 1), date(2026, 12, 31))
    assert [china.is_working(day) for day in days] == [is_workday(day) for day in days]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 10, 8), False),  # 国庆、中秋 together: a Wednesday off
        (date(2025, 10, 11), True),  # 调休 Saturday
        (date(2025, 9, 28), True),  # 调休 Sunday
        (date(2025, 10, 12), False),
        (date(2025, 10, 9), True),
    ],
)
def test_a_makeup_saturday_works_and_a_holiday_wednesday_does_not(
    china: WorkCalendar, day: date, working: bool
) -> None:
    assert china.is_working(day) is working


def test_a_year_without_a_published_calendar_is_provisional_and_goes_by_weekdays(china: WorkCalendar) -> None:
    assert china.is_provisional(date(2027, 10, 1))
    assert china.is_working(date(2027, 10, 1))  # a Friday; the notice is not out yet
    assert not china.is_provisional(date(2026, 10, 1))


def test_publishing_a_year_replaces_its_own_days_only(china: WorkCalendar) -> None:
    first = china.with_year(2027, holidays=[date(2027, 10, 1)], makeup=[])
    again = first.with_year(2027, holidays=[date(2027, 10, 4)], makeup=[date(2027, 10, 9)])
    assert not first.is_working(date(2027, 10, 1))
    assert again.is_working(date(2027, 10, 1))
    assert not again.is_working(date(2027, 10, 4))
    assert again.is_working(date(2027, 10, 9))
    assert not again.is_provisional(date(2027, 1, 1))
    assert not again.is_working(date(2026, 10, 1))


def test_one_date_cannot_be_off_and_made_up(china: WorkCalendar) -> None:
    with pytest.raises(CalendarConflict, match="2027-10-09"):
        china.with_year(2027, holidays=[date(2027, 10, 9)], makeup=[date(2027, 10, 9)])


def test_equal_calendars_are_one_key() -> None:
    one = WorkCalendar.of(holidays=[date(2025, 10, 1)], published=[2025])
    two = WorkCalendar.of(holidays={date(2025, 10, 1)}, published=(2025,))
    assert {one: "x"}[two] == "x"
    assert one != WorkCalendar.of(published=[2025])


def test_a_holiday_entered_on_a_sunday_takes_no_working_day_away() -> None:
    plain = WorkCalendar.of()
    marked = WorkCalendar.of(holidays=[date(2025, 10, 5)], makeup=[date(2025, 10, 9)])
    start = date(2025, 9, 30)
    assert marked.add_working_days(start, 20) == plain.add_working_days(start, 20)


@settings(max_examples=200, deadline=None)
@given(start=DAYS, n=st.integers(0, 80))
def test_adding_days_is_what_counting_on_the_fingers_gives(china: WorkCalendar, start: date, n: int) -> None:
    day, left = start, n
    while left:
        day += timedelta(days=1)
        off = day in china.holidays or (day.weekday() >= 5 and day not in china.makeup)
        left -= not off
    assert china.add_working_days(start, n) == day


@settings(max_examples=200, deadline=None)
@given(start=DAYS, n=st.integers(1, 400))
def test_adding_n_then_counting_gives_n_and_ends_on_a_working_day(
    china: WorkCalendar, start: date, n: int
) -> None:
    end = china.add_working_days(start, n)
    assert china.is_working(end)
    assert china.working_days_between(start, end) == n
    assert china.working_days_between(end, start) == -n


def test_working_days_are_never_taken_away(china: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="never"):
        china.add_working_days(date(2025, 1, 2), -1)


def test_the_date_in_china_is_not_the_date_in_utc() -> None:
    assert china_date(datetime(2025, 9, 30, 16, 0, tzinfo=UTC)) == date(2025, 10, 1)
    assert china_date(datetime(2025, 9, 30, 15, 59, 59, tzinfo=UTC)) == date(2025, 9, 30)


def test_a_naive_moment_has_no_date() -> None:
    with pytest.raises(ValueError, match="naive"):
        china_date(datetime(2025, 1, 1))  # noqa: DTZ001


def test_end_of_business_is_half_past_five_in_china(china: WorkCalendar) -> None:
    assert china.end_of_business(date(2025, 9, 30)) == datetime(2025, 9, 30, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        ((time(12), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
        ((time(14), time(17)), (time(8), time(12))),
    ],
)
def test_hours_out_of_order_are_refused(sessions: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(BadHours):
        Hours(sessions)


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("2025-09-30 09:00", "2025-09-30 09:25", 25),
        ("2025-09-30 11:50", "2025-09-30 14:10", 20),  # lunch does not count
        ("2025-09-30 17:25", "2025-10-09 08:55", 30),  # nor do eight days of holiday
        ("2025-09-30 07:00", "2025-09-30 23:00", 420),
        ("2025-10-01 09:00", "2025-10-08 12:00", 0),
        ("2025-09-30 09:25", "2025-09-30 09:00", 0),
    ],
)
def test_business_minutes_run_only_in_hours_on_working_days(
    china: WorkCalendar, a: str, b: str, minutes: int
) -> None:
    assert business_minutes_between(china, china.hours, at(a), at(b)) == minutes


@settings(max_examples=100, deadline=None)
@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30)),  # noqa: DTZ001
    minutes=st.integers(1, 3000),
)
def test_adding_business_minutes_then_counting_gives_them_back(
    china: WorkCalendar, start: datetime, minutes: int
) -> None:
    begun = start.replace(tzinfo=CHINA, microsecond=0)
    end = add_business_minutes(china, china.hours, begun, minutes)
    assert business_minutes_between(china, china.hours, begun, end) == minutes
    assert china.is_working(end.date())
    earlier = end - timedelta(seconds=1)
    assert business_minutes_between(china, china.hours, begun, earlier) == minutes - 1
