"""Figures of a hall: shares, trips, the change against a baseline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from yimen.rules.measures import baseline
from yimen.rules.measures.hall import OneWindow, Tally, percent, trips

TODAY = date(2026, 11, 23)


def test_who_left_and_who_was_not_called_were_not_served():
    assert Tally(visits=200, done=190, left=7, closed=3).abandonment == 5.0
    assert Tally(visits=3, booked=1).booked_share == 33.3
    assert Tally().abandonment is None and Tally().booked_share is None


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(1, 3, 33.3), (2, 3, 66.7), (0, 5, 0.0), (5, 5, 100.0), (0, 0, None)]
)
def test_percent(part, whole, told):
    assert percent(part, whole) == told


def test_one_window_by_items_and_by_volume():
    told = OneWindow(items=823, general_items=776, matters=1000, general=870)
    assert (told.by_items, told.by_volume) == (94.3, 87.0)
    assert OneWindow().by_items is None


@pytest.mark.parametrize(("visits", "cases", "told"), [(14, 10, 1.4), (0, 10, 0.0), (3, 0, None)])
def test_trips_count_cases_online_too(visits, cases, told):
    assert trips(visits, cases) == told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [("100", 35, -65), ("3", 2, -33), ("12.5", 4.1, -67), ("2", 3, 50), ("4", 4, 0), ("4", None, None)],
)
def test_a_change_is_never_overstated(before, now, told):
    assert baseline.change(Decimal(before), now) == told


def test_a_baseline_names_its_day_and_source():
    told = baseline.check(Decimal("12.50"), date(2018, 12, 31), "  云政办〔2018〕\n9号 ", TODAY)
    assert told == (Decimal("12.5"), date(2018, 12, 31), "云政办〔2018〕 9号")


@pytest.mark.parametrize(
    ("value", "day", "source"),
    [
        (None, TODAY, "x"), ("1", None, "x"), ("1", TODAY, "  "), ("0", TODAY, "x"), ("-1", TODAY, "x"),
        ("1.25", TODAY, "x"), ("100000", TODAY, "x"), ("NaN", TODAY, "x"), ("Infinity", TODAY, "x"),
        ("1", date(2026, 11, 24), "x"),
    ],
)  # fmt: skip
def test_what_is_no_baseline(value, day, source):
    with pytest.raises(baseline.BadBaseline):
        baseline.check(None if value is None else Decimal(value), day, source, TODAY)
