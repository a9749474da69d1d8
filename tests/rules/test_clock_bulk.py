"""Due dates in bulk equal the scalar rule on every one, and refuse what lies outside the table."""

from __future__ import annotations

import random
import time
from array import array
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.bulk import DueTable, OutOfTable
from yimen.rules.calendar import WorkCalendar
from yimen.rules.deadlines import due
from yimen.rules.item import Limit

FIRST, LAST = date(2024, 6, 1), date(2027, 12, 31)
STARTS = st.dates(FIRST, date(2027, 3, 31)).map(date.toordinal)


@pytest.fixture(scope="module")
def table(china: WorkCalendar) -> DueTable:
    return DueTable(china, FIRST, LAST)


def scalar(china: WorkCalendar, starts: list[int], days: list[int]) -> list[int]:
    return [
        due(china, date.fromordinal(start), Limit(n)).date.toordinal()
        for start, n in zip(starts, days, strict=True)
    ]


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.tuples(STARTS, st.integers(0, 120)), max_size=40))
def test_bulk_equals_scalar(china: WorkCalendar, table: DueTable, rows: list[tuple[int, int]]) -> None:
    starts, days = [row[0] for row in rows], [row[1] for row in rows]
    assert list(table.due_ordinals(starts, days)) == scalar(china, starts, days)


@pytest.mark.parametrize("days", [0, 1, 7, 45])
def test_bulk_equals_scalar_from_every_day_of_the_table(
    china: WorkCalendar, table: DueTable, days: int
) -> None:
    starts = list(range(FIRST.toordinal(), date(2027, 9, 30).toordinal()))
    found = table.due_ordinals(array("i", starts), array("i", [days]) * len(starts))
    assert list(found) == scalar(china, starts, [days] * len(starts))


def test_nothing_in_nothing_out(table: DueTable) -> None:
    assert list(table.due_ordinals([], [])) == []


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (FIRST.toordinal() - 1, 1),
        (FIRST.toordinal() - 1, 0),
        (LAST.toordinal() + 1, 1),
        (LAST.toordinal(), 1),
        (-1, 1),
        (FIRST.toordinal() + 30, -1),
        (FIRST.toordinal() + 30, 5000),
    ],
)
def test_what_lies_outside_the_table_is_refused_not_guessed(table: DueTable, start: int, days: int) -> None:
    with pytest.raises(OutOfTable, match="2024-06-01 至 2027-12-31"):
        table.due_ordinals([FIRST.toordinal() + 10, start], [1, days])


def test_each_start_has_its_days(table: DueTable) -> None:
    with pytest.raises(ValueError, match="each"):
        table.due_ordinals([FIRST.toordinal()], [1, 2])


@pytest.mark.slow
def test_due_dates_in_bulk_take_a_tenth_of_the_scalar_rules_time(
    china: WorkCalendar, table: DueTable
) -> None:
    dice = random.Random(7)
    low, high = FIRST.toordinal(), date(2027, 6, 30).toordinal()
    starts = [dice.randint(low, high) for _ in range(20_000)]
    days = [dice.randint(1, 60) for _ in range(20_000)]
    ratios = []
    for _ in range(5):  # in turns and as a ratio: other work on the machine slows both
        began = time.process_time()
        table.due_ordinals(starts, days)
        between = time.process_time()
        scalar(china, starts[:2000], days[:2000])
        ratios.append((between - began) / (10 * (time.process_time() - between)))
    assert sorted(ratios)[2] < 0.1
