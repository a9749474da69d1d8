"""联办的进度: what was, what is, what is planned, on the working days of the application."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.bundle.chart import MOST_DAYS, Cell, Course, chart
from yimen.rules.calendar import WorkCalendar
from yimen.rules.terms import State

MONDAY = date(2026, 11, 16)
MARK = {Cell.NONE: ".", Cell.DONE: "#", Cell.RUNNING: "=", Cell.PLANNED: "-"}


def _drawn(calendar: WorkCalendar, courses: list[Course], today: date) -> dict[str, str]:
    made = chart(calendar, MONDAY, courses, today)
    return {item: "".join(MARK[one] for one in cells) for item, cells in made.cells.items()}


def _day(number: int) -> date:
    return date(2026, 11, number)


def test_done_running_and_planned(china: WorkCalendar) -> None:
    """Monday 16 to Thursday 26; today is Thursday 19; Saturday and Sunday have no column."""
    courses = [
        Course("a", State.ISSUED, 1, (), MONDAY, _day(17)),
        Course("b", State.REVIEWING, 5, ("a",), _day(17)),
        Course("c", State.WITHDRAWN, 3, ("a",), _day(17), _day(18)),
        Course("d", State.WAITING, 2, ("b",)),
    ]
    assert _drawn(china, courses, _day(19)) == {
        "a": "##.......", "b": ".===---..", "c": ".........", "d": "......---",
    }  # fmt: skip
    assert chart(china, MONDAY, courses, _day(19)).ends == _day(26)


def test_what_is_late_runs_on_and_moves_who_waits(china: WorkCalendar) -> None:
    courses = [Course("a", State.REVIEWING, 1, (), MONDAY), Course("b", State.WAITING, 1, ("a",))]
    assert _drawn(china, courses, _day(19)) == {"a": "====.", "b": "...--"}


def test_on_the_spot_takes_its_day(china: WorkCalendar) -> None:
    assert _drawn(china, [Course("a", State.ISSUED, 0, (), MONDAY, MONDAY)], MONDAY) == {"a": "#"}


def test_accepted_on_a_day_off_it_begins_with_the_next_working_day(china: WorkCalendar) -> None:
    sunday = date(2026, 11, 15)
    made = chart(china, sunday, [Course("a", State.REVIEWING, 2, (), sunday)], sunday)
    assert made.days == (MONDAY, _day(17))


def test_of_a_long_way_the_days_around_today(china: WorkCalendar) -> None:
    made = chart(
        china, date(2026, 3, 2), [Course("a", State.REVIEWING, 60, (), date(2026, 3, 2))], date(2026, 4, 15)
    )
    assert len(made.days) == MOST_DAYS and date(2026, 4, 15) in made.days


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 25))
def test_who_waits_never_starts_before(first: int, second: int, past: int) -> None:
    calendar = WorkCalendar.of(holidays=[], makeup=[], published=(2026,))
    today = calendar.add_working_days(MONDAY, past)
    courses = [Course("a", State.REVIEWING, first, (), MONDAY), Course("b", State.WAITING, second, ("a",))]
    made = chart(calendar, MONDAY, courses, today)
    running = [day for day, one in zip(made.days, made.cells["a"], strict=True) if one is not Cell.NONE]
    planned = [day for day, one in zip(made.days, made.cells["b"], strict=True) if one is not Cell.NONE]
    assert not planned or not running or planned[0] >= running[-1]
    assert all(one is not Cell.RUNNING for one in made.cells["b"])
