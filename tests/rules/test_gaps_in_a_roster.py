"""Where nobody sits while a hall is open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.hall.roster import gap

DAY = ((510, 720), (840, 1050))


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([], (510, 1050)),
        ([(510, 1050)], None),
        ([(510, 720), (840, 1050)], None),
        ([(510, 720)], (840, 1050)),
        ([(840, 1050)], (510, 720)),
        ([(540, 1050)], (510, 540)),
        ([(510, 600), (630, 1050)], (600, 630)),
        ([(510, 600), (540, 720), (840, 1020)], (1020, 1050)),
    ],
)
def test_the_first_gap(spans: list[tuple[int, int]], found: tuple[int, int] | None) -> None:
    assert gap(DAY, spans) == found


def test_where_the_hall_is_shut_nobody_is_lacking() -> None:
    assert gap((), []) is None
    assert gap((), [(510, 720)]) is None


spans = st.tuples(st.integers(480, 1080), st.integers(1, 300)).map(lambda one: (one[0], one[0] + one[1]))


@given(st.lists(spans, min_size=1, max_size=5))
def test_a_gap_is_open_and_empty_and_none_means_manned(held: list[tuple[int, int]]) -> None:
    found = gap(DAY, held)
    manned = {minute for a, b in held for minute in range(a, b)}
    if found is None:
        assert all(minute in manned for a, b in DAY for minute in range(a, b))
    else:
        assert found[0] < found[1]
        assert not manned & set(range(*found))
