"""How much shorter the promises are than the law."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.item import Limit
from yimen.rules.measures import compression
from yimen.rules.terms import Unit

WORKING, NATURAL = Unit.WORKING, Unit.NATURAL


def test_the_share_is_of_the_sums_not_the_mean_of_shares() -> None:
    found = compression([(Limit(1), Limit(20)), (Limit(5), Limit(5))])
    assert (found.pairs, found.promised, found.legal, found.percent) == (2, 6, 25, 76)


def test_pairs_that_cannot_be_compared_are_left_out() -> None:
    found = compression([(Limit(1), None), (None, Limit(20)), (Limit(3, NATURAL), Limit(20)), (None, None)])
    assert (found.pairs, found.percent) == (0, None)


def test_on_the_spot_counts_as_zero_days() -> None:
    assert compression([(Limit(0), Limit(10))]).percent == 100


def test_nothing_is_rounded_up() -> None:
    assert compression([(Limit(1), Limit(300))]).percent == 99


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 90)), min_size=1))
def test_keeping_every_promise_within_the_law_never_gives_a_negative_share(
    days: list[tuple[int, int]],
) -> None:
    found = compression((Limit(min(p, law)), Limit(law)) for p, law in days)
    assert found.percent is not None and 0 <= found.percent <= 100
