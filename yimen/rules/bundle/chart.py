"""联办的进度: each member on the working days of the application, what was and what is planned.

For the table Gantt of the case page. Days are working days; the plan goes on from where things really stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..calendar import WorkCalendar
from ..term import Term
from ..terms import State
from .running import FAILED, MADE

#: More columns fit on no page; of a longer way the days around today are shown.
MOST_DAYS = 30


class Cell(Term):
    """一格: what a member does on one working day."""

    NONE = "none", ""
    DONE = "done", "已办结"
    RUNNING = "running", "办理中"
    PLANNED = "planned", "计划"


@dataclass(frozen=True)
class Course:
    """How a member really goes: `began` when it was accepted, `ended` when its result or end came."""

    item: str
    state: State
    days: int
    after: tuple[str, ...] = ()
    began: date | None = None
    ended: date | None = None


@dataclass(frozen=True)
class Chart:
    """The days of the table, and for each item its cells in their order. `ends`: when all is expected."""

    days: tuple[date, ...]
    cells: Mapping[str, tuple[Cell, ...]]
    ends: date


def chart(calendar: WorkCalendar, accepted: date, courses: Sequence[Course], today: date) -> Chart:
    """`courses` stand in the plan's order: who is waited for comes first."""
    spans: dict[str, tuple[date, date]] = {}
    for one in courses:
        spans[one.item] = _span(calendar, accepted, one, spans, today)
    ends = max([accepted, *(last for _first, last in spans.values())])
    days = _days(calendar, accepted, max(ends, today), today)
    cells = {one.item: tuple(_cell(one, spans[one.item], day, today) for day in days) for one in courses}
    return Chart(days, cells, ends)


def _span(
    calendar: WorkCalendar, accepted: date, one: Course, spans: Mapping[str, tuple[date, date]], today: date
) -> tuple[date, date]:
    """The first and the last day of one member: real where they are known, else planned from there."""
    if one.began is not None:
        planned = calendar.add_working_days(one.began, one.days)
        return one.began, one.ended or max(planned, today)
    if one.ended is not None:
        return one.ended, one.ended
    begins = max([accepted, today, *(spans[item][1] for item in one.after if item in spans)])
    return begins, calendar.add_working_days(begins, one.days)


def _days(calendar: WorkCalendar, first: date, last: date, today: date) -> tuple[date, ...]:
    found = [first] if calendar.is_working(first) else []
    while len(found) <= 4 * MOST_DAYS:
        day = calendar.add_working_days(found[-1] if found else first, 1)
        if day > last:
            break
        found.append(day)
    if len(found) <= MOST_DAYS:
        return tuple(found) or (first,)
    at = sum(1 for day in found if day <= today)
    start = max(0, min(at - MOST_DAYS // 2, len(found) - MOST_DAYS))
    return tuple(found[start : start + MOST_DAYS])


def _cell(one: Course, span: tuple[date, date], day: date, today: date) -> Cell:
    if not span[0] <= day <= span[1]:
        return Cell.NONE
    if one.state in MADE:
        return Cell.DONE
    if one.state in FAILED:
        return Cell.NONE
    return Cell.RUNNING if one.began is not None and day <= today else Cell.PLANNED
