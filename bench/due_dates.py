"""Due dates in bulk: one million by the prefix table, checked against the scalar rule, with the time taken.

Run: python bench/due_dates.py
"""

from __future__ import annotations

import random
import statistics
import time
from datetime import date

from yimen.rules.bulk import DueTable
from yimen.rules.calendar import WorkCalendar
from yimen.rules.deadlines import due
from yimen.rules.item import Limit

ROWS = 1_000_000
CHECKED = 20_000


def main() -> None:
    """Print the median of five runs and the number of rows that agree with the scalar rule."""
    golden = [date(2025, 10, day) for day in range(1, 9)]
    calendar = WorkCalendar.of(
        holidays=golden, makeup=[date(2025, 9, 28), date(2025, 10, 11)], published=[2025]
    )
    began = time.perf_counter()
    table = DueTable(calendar, date(2015, 1, 1), date(2035, 12, 31))
    built = time.perf_counter() - began
    dice = random.Random(1)
    low, high = date(2016, 1, 1).toordinal(), date(2034, 12, 31).toordinal()
    starts = [dice.randint(low, high) for _ in range(ROWS)]
    print(f"table of 21 years built in {built * 1000:.1f} ms")
    for name, least in (("1 to 60 working days", 1), ("0 to 60 working days", 0)):
        days = [dice.randint(least, 60) for _ in range(ROWS)]
        times = []
        for _ in range(5):
            began = time.perf_counter()
            found = table.due_ordinals(starts, days)
            times.append(time.perf_counter() - began)
        picked = dice.sample(range(ROWS), CHECKED)
        same = sum(
            found[i] == due(calendar, date.fromordinal(starts[i]), Limit(days[i])).date.toordinal()
            for i in picked
        )
        print(f"{ROWS:,} due dates, {name}: median {statistics.median(times):.3f} s; ", end="")
        print(f"{same:,} of {CHECKED:,} checked agree with the scalar rule")


if __name__ == "__main__":
    main()
