"""The day strip of the progress page: which days were used, which not counted, which are still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from .calendar import WorkCalendar, china_date
from .clock import Facts, Run, runs
from .terms import Unit

#: What fits in one line of the page at 1280 px (design: case page).
MOST = 14


class Mark(Enum):
    """How one day is drawn."""

    USED = "used"
    PAUSED = "paused"  # counted out: a special procedure
    OFF = "off"  # no working day, in a clock of working days
    TODAY = "today"
    AHEAD = "ahead"
    LAST = "last"  # the deadline, still ahead
    OVER = "over"  # after the deadline


@dataclass(frozen=True)
class Day:
    """One day. `today` and `last` hold beside the mark (today may be off, or the last); `gap`: days are left
    out before this one."""

    date: date
    mark: Mark
    today: bool = False
    last: bool = False
    gap: bool = False


def day_strip(calendar: WorkCalendar, facts: Facts, now: datetime, most: int = MOST) -> list[Day]:
    """The days of the clock shown to people, from day 1 to the deadline (or to today or closing, if later).

    At most `most` (3 or more) days: a window around today, and always the deadline. Empty when no clock runs.
    """
    _, run = runs(calendar, facts, now)
    if run is None:
        return []
    reached = now if facts.closed_at is None else min(now, facts.closed_at)
    today, last = china_date(reached).toordinal(), run.due.date.toordinal()
    first = min(run.start + 1, last)
    chosen = _window(first, max(last, today), today, last, most)
    days: list[Day] = []
    for before, ordinal in zip([first - 1, *chosen], chosen, strict=False):
        is_today = ordinal == today and facts.closed_at is None
        mark = _mark(calendar, run, ordinal, today, is_today)
        days.append(Day(date.fromordinal(ordinal), mark, is_today, ordinal == last, gap=ordinal > before + 1))
    return days


def _window(first: int, end: int, today: int, last: int, most: int) -> list[int]:
    """At most `most` ordinals of first..end: those around today, and `last`."""
    most = max(3, most)
    if end - first < most:
        return list(range(first, end + 1))
    start = max(first, min(today - (most - 1) // 2, end - most + 1))
    window = list(range(start, start + most))
    if last in window:
        return window
    # The deadline replaces the day of the window that is farthest from today on its side.
    return [*window[:-1], last] if last > window[-1] else [last, *window[1:]]


def _mark(calendar: WorkCalendar, run: Run, ordinal: int, today: int, is_today: bool) -> Mark:
    last = run.due.date.toordinal()
    if run.unit is Unit.WORKING and not calendar.is_working(date.fromordinal(ordinal)):
        return Mark.OFF
    if any(low <= ordinal <= high for low, high in run.spans):
        return Mark.PAUSED
    if is_today:
        return Mark.TODAY
    if ordinal > last:
        return Mark.OVER
    if ordinal <= today:
        return Mark.USED
    return Mark.LAST if ordinal == last else Mark.AHEAD
