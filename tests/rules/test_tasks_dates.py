"""联合任务: days of hearings, times of visits, deadlines and the next moment that matters."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA, WorkCalendar
from yimen.rules.errors import RuleBroken
from yimen.rules.tasks import hearings, ical, visits, waiting
from yimen.rules.tasks.mending import Finding
from yimen.rules.tasks.opinions import Part, due_of
from yimen.rules.tasks.terms import FindingState, Saying, TaskState

CALENDAR = WorkCalendar.of(holidays=[date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5)])
DAYS = st.dates(date(2026, 1, 5), date(2026, 12, 20))


@given(DAYS, st.integers(0, 5), st.integers(0, 5), st.integers(7, 15))
def test_a_hearing_within_its_days_is_allowed(told: date, ask: int, wait: int, notice: int) -> None:
    asked = CALENDAR.add_working_days(told, ask) if ask else told
    sent = CALENDAR.add_working_days(asked, wait) if wait else asked
    day = CALENDAR.add_working_days(sent, notice)
    hearings.require_dates(CALENDAR, told=told, asked=asked, notice=sent, day=day)


@given(DAYS, st.integers(1, 9), st.integers(0, 25), st.integers(0, 30))
def test_no_day_outside_the_law_is_ever_allowed(told: date, ask: int, wait: int, notice: int) -> None:
    asked, sent = told + timedelta(days=ask), told + timedelta(days=ask + wait)
    day = sent + timedelta(days=notice)
    try:
        hearings.require_dates(CALENDAR, told=told, asked=asked, notice=sent, day=day)
    except RuleBroken:
        return
    assert CALENDAR.working_days_between(told, asked) <= 5
    assert CALENDAR.working_days_between(sent, day) >= 7
    assert CALENDAR.working_days_between(asked, day) <= 20


def test_the_pause_lasts_longer_than_the_day() -> None:
    assert hearings.planned_end(CALENDAR, date(2026, 9, 29)) == date(2026, 10, 7)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("time", "refusal"),
    [
        ("2026-09-29 09:30", None), ("2026-09-29 17:59", None), ("2026-09-28 15:00", visits.TimeTooSoon),
        ("2026-10-01 09:30", visits.NotAWorkingDay), ("2026-09-29 07:59", visits.NotAWorkingDay),
        ("2026-09-29 18:00", visits.NotAWorkingDay),
    ],
)  # fmt: skip
def test_times_that_may_be_offered(time: str, refusal: type[RuleBroken] | None) -> None:
    now = _at("2026-09-28 10:00")
    if refusal is None:
        visits.require_times(CALENDAR, [_at(time)], now)
    else:
        with pytest.raises(refusal):
            visits.require_times(CALENDAR, [_at(time)], now)


def test_a_deadline_is_the_end_of_business_of_its_day() -> None:
    assert due_of(CALENDAR, _at("2026-09-30 10:00"), 1) == _at("2026-10-06 17:30")


def test_the_next_moment_is_the_first_that_somebody_may_miss() -> None:
    one, two = _at("2026-09-29 17:30"), _at("2026-09-30 17:30")
    parts = [
        Part("A", "甲", two), Part("B", "乙", one, saying=Saying.AGREE), Part("C", "丙", one, overdue=True),
    ]  # fmt: skip
    findings = [Finding("A", "甲", FindingState.OPEN, one), Finding("A", "甲", FindingState.DONE, two)]
    tick = timedelta(seconds=1)
    assert waiting.next_moment(TaskState.GATHERING, parts, findings) == two + tick
    assert waiting.next_moment(TaskState.MENDING, parts, findings) == one + tick
    assert waiting.next_moment(TaskState.CLOSED, parts, findings) is None
    assert waiting.is_overdue(TaskState.GATHERING, parts, findings)
    assert not waiting.is_overdue(TaskState.MENDING, parts, findings)
    assert waiting.number(date(2026, 11, 27), 12) == "RW20261127-000012"


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_calendar_file_has_no_line_too_long_and_nothing_breaks_out(title: str, place: str) -> None:
    made = ical.event(
        uid="1@x", start=_at("2026-09-29 09:30"), end=_at("2026-09-29 11:00"), title=title, place=place,
        words="带证", made=_at("2026-09-28 10:00"),
    )  # fmt: skip
    lines = made.encode("utf-8", "replace").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    whole = made.replace("\r\n ", "")
    assert whole.count("\r\nEND:VEVENT") == 1 and "DTSTART:20260929T013000Z" in whole
