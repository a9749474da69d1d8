"""A histogram of times: the mean is exact, a quantile lies in the class of the exact one, parts add up."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.measures.spread import CLASSES, EDGES, Spread, added, class_of, spread

TIMES = st.lists(st.integers(0, 20_000), min_size=1, max_size=40)
PARTS = st.sampled_from([0.01, 0.1, 0.5, 0.75, 0.9, 0.99, 1.0])


@pytest.mark.parametrize(
    ("seconds", "place"),
    [(0, 0), (14, 0), (15, 1), (60, 2), (299, 3), (300, 4), (3599, 9), (3600, 10), (90_000, 10)],
)
def test_a_class_begins_where_the_one_before_ends(seconds, place):
    assert class_of(seconds) == place and CLASSES == 11


def test_nothing_has_no_figures():
    assert (Spread().mean, Spread().median, Spread().p90, Spread().count) == (None, None, None, 0)
    assert added([]) == Spread()


def test_an_ordinary_day():
    told = spread([30, 30, 90, 240, 1000])
    assert told.mean == 278 and told.median == 180 and told.p90 == 1000 and told.count == 5


@given(TIMES, PARTS)
def test_a_quantile_lies_in_the_class_of_the_exact_one(times, part):
    told, exact = spread(times), sorted(times)[math.ceil(part * len(times)) - 1]
    found = told.quantile(part)
    place = class_of(exact)
    low = EDGES[place - 1] if place else 0
    high = min(EDGES[place], max(times)) if place < len(EDGES) else max(times)
    assert found is not None and low <= found <= max(low, high)
    assert told.mean == sum(times) / len(times)


@given(TIMES)
def test_quantiles_rise_and_end_at_the_longest(times):
    told = spread(times)
    found = [told.quantile(part) for part in (0.1, 0.5, 0.9, 1.0)]
    assert found == sorted(found)
    assert found[-1] == max(times) if times else True


@given(st.lists(TIMES, max_size=5))
def test_parts_add_up(parts):
    assert added(spread(one) for one in parts) == spread([time for one in parts for time in one])
