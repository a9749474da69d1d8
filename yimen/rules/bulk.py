"""Many due dates at once: a prefix table over a range of days, equal to `deadlines.due`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from operator import add

from .calendar import WorkCalendar
from .errors import Kind, RuleBroken


class OutOfTable(RuleBroken):
    """A start or a due date lies outside the days of this table, or a number of days is negative."""

    code = "clock.out_of_table"
    text = "日期超出日历表的范围（{first} 至 {last}）"
    kind = Kind.INVALID


class DueTable:
    """Prefix table of `calendar` from `first` to `last`: one look-up gives the rank, another the day.

    Building costs a pass over the range (years: milliseconds); keep one per calendar.  All dates are ordinals
    (`date.toordinal()`).
    """

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self.first, self.last = first, last
        low, high = first.toordinal(), last.toordinal()
        base = calendar.rank(low - 1)
        ranks = [calendar.rank(day) - base for day in range(low - 1, high + 1)]
        # Padded so that an ordinal is its own index; None makes a start before the range fail loudly.
        self._rank: list[int | None] = [None] * low
        self._rank.extend(ranks[1:])
        # days[k] is the k-th working day of the range; days[0] is never a due date.
        self._days: list[int] = [0]
        self._days.extend(day for day, (before, here) in enumerate(pairwise(ranks), low) if here > before)
        # 0 days: the start itself if it is a working day, else the next one.
        self._same: list[int | None] = [None] * low
        self._same.extend(before + 1 for before in ranks[:-1])

    def due_ordinals(self, starts: Sequence[int], days: Sequence[int]) -> array[int]:
        """Ordinals of the `days[i]`-th working day after `starts[i]` (0: that day or the next working day).

        Equal to `due(calendar, start, Limit(days))` on each.  Raises OutOfTable; ValueError when the two are
        not of one length.
        """
        if len(starts) != len(days):
            raise ValueError("one number of days for each start")
        if not starts:
            return array("i")
        if min(days) < 0 or min(starts) < 0:
            raise self._out()
        try:
            return self._look_up(starts, days)
        except (IndexError, TypeError) as error:
            raise self._out() from error

    def _look_up(self, starts: Sequence[int], days: Sequence[int]) -> array[int]:
        rank, day = self._rank.__getitem__, self._days.__getitem__
        if 0 not in days:
            # Three maps in C, no Python bytecode per row; a None rank raises TypeError in `add`.
            return array("i", list(map(day, map(add, map(rank, starts), days))))
        same = self._same
        return array(
            "i",
            [
                day(rank(start) + n) if n else day(same[start])  # type: ignore[operator, arg-type]
                for start, n in zip(starts, days, strict=True)
            ],
        )

    def _out(self) -> OutOfTable:
        return OutOfTable(first=self.first.isoformat(), last=self.last.isoformat())
