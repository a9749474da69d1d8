"""Due dates in bulk: one million by the prefix table, checked against the scalar rule."""

from __future__ import annotations

import random
import statistics
import time
from datetime import date

from yimen.rules.bulk import DueTable
from yimen.rules.calendar import WorkCalendar
from yimen.rules.deadlines import due
from yimen.rules.item import Limit

from .place import Place
from .table import Table

ROWS = 1_000_000
CHECKED = 20_000


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """The median of five runs and the number of rows that agree with the scalar rule."""
    golden = [date(2025, 10, day) for day in range(1, 9)]
    calendar = WorkCalendar.of(
        holidays=golden, makeup=[date(2025, 9, 28), date(2025, 10, 11)], published=[2025]
    )
    table = DueTable(calendar, date(2015, 1, 1), date(2035, 12, 31))
    dice, count = random.Random(1), 1000 if quick else ROWS
    low, high = date(2016, 1, 1).toordinal(), date(2034, 12, 31).toordinal()
    starts = [dice.randint(low, high) for _ in range(count)]
    rows = [_row(calendar, table, starts, least, dice) for least in (1, 0)]
    heads = (f"{count:,} due dates", "median of 5, s", "agree with the scalar rule")
    return [Table("Due dates in bulk", heads, tuple(rows))]


def _row(
    calendar: WorkCalendar, table: DueTable, starts: list[int], least: int, dice: random.Random
) -> tuple[str, str, str]:
    days = [dice.randint(least, 60) for _ in starts]
    times = []
    for _ in range(5):
        began = time.perf_counter()
        found = table.due_ordinals(starts, days)
        times.append(time.perf_counter() - began)
    picked = dice.sample(range(len(starts)), min(CHECKED, len(starts)))
    same = sum(
        found[i] == due(calendar, date.fromordinal(starts[i]), Limit(days[i])).date.toordinal()
        for i in picked
    )
    return f"{least} to 60 working days", f"{statistics.median(times):.3f}", f"{same:,} of {len(picked):,}"
