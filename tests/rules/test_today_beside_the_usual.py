"""Today's visitors by the hour, beside the mean of the same weekday of the weeks before."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.measures.today import DAYS_BEFORE, Hour, days_like, hours, ninth, usual

FRIDAY = date(2026, 11, 27)


def test_days_like_today_are_of_the_same_weekday() -> None:
    found = days_like(FRIDAY)
    assert len(found) == DAYS_BEFORE and found[0] == date(2026, 11, 20)
    assert {one.weekday() for one in found} == {FRIDAY.weekday()}


@pytest.mark.parametrize(
    ("total", "days", "mean"),
    [(0, 0, None), (0, 4, 0), (4, 4, 1), (5, 2, 3), (9, 4, 2), (10, 4, 3), (7, 1, 7)],
)
def test_the_mean_is_rounded_half_up_and_unknown_without_days(
    total: int, days: int, mean: int | None
) -> None:
    assert usual(total, days) == mean


def test_every_hour_between_the_first_and_the_last_stands_there() -> None:
    like = days_like(FRIDAY)[:2]
    assert hours({9: 3, 11: 1}, {8: 4, 9: 2}, like) == [
        Hour(8, 0, 2), Hour(9, 3, 1), Hour(10, 0, 0), Hour(11, 1, 0),
    ]  # fmt: skip
    assert hours({9: 3}, {}, []) == [Hour(9, 3, None)]
    assert hours({}, {}, like) == [] == hours({9: 0}, {}, like)


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=200))
def test_nine_in_ten_do_not_wait_longer(waits: list[int]) -> None:
    place = ninth(len(waits))
    assert place is not None
    bound = sorted(waits)[place]
    assert sum(one <= bound for one in waits) * 10 >= 9 * len(waits)
    assert sum(one < bound for one in waits) * 10 < 9 * len(waits)


def test_of_nobody_nothing_is_known() -> None:
    assert ninth(0) is None
