"""谁可以办: a hall serves its region and what lies in it, cut at the levels of the region code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.authority import Post, region_prefix, serves
from yimen.rules.terms import Role

#: code, its own digits. Many names end in 0: the first town of every county is 100, 廊坊 is 10 of 13.
PREFIXES = [
    ("450000000000", "45"),
    ("450700000000", "4507"),
    ("131000000000", "1310"),
    ("450721000000", "450721"),
    ("450720000000", "450720"),
    ("450721100000", "450721100"),
    ("450721110000", "450721110"),
    ("450721100200", "450721100200"),
    ("450721100210", "450721100210"),
    ("000000000000", ""),
    ("450721", "450721"),
]


@pytest.mark.parametrize(("code", "own"), PREFIXES)
def test_the_digits_that_name_a_region(code: str, own: str) -> None:
    assert region_prefix(code) == own


SERVED = [
    ("450721000000", "450721000000", True),
    ("450721000000", "450721100000", True),
    ("450721000000", "450721100201", True),
    ("450721000000", "450722000000", False),
    ("450700000000", "450721000000", True),
    ("450721100000", "450721000000", False),
    ("450721100000", "450721100201", True),
    ("450721100000", "450721101000", False),
    ("450721100000", "450721110000", False),
    ("450720000000", "450721000000", False),
    ("131000000000", "131100000000", False),
    ("131000000000", "131002000000", True),
    ("000000000000", "450721000000", True),
    ("", "450721000000", False),
    ("", "", False),
    ("450721000000", "", False),
]


@pytest.mark.parametrize(("post", "case", "expected"), SERVED)
def test_which_cases_a_hall_serves(post: str, case: str, expected: bool) -> None:
    assert serves(Post(Role.CLERK, "x", post), case) is expected


_digits = st.text("0123456789", min_size=12, max_size=12)


def _at(code: str, level: int) -> str:
    return code[:level].ljust(12, "0")


@given(_digits, st.sampled_from([2, 4, 6, 9, 12]))
@settings(max_examples=200, deadline=None)
def test_every_place_is_served_by_all_above_it(village: str, level: int) -> None:
    assert serves(Post(Role.CLERK, "x", _at(village, level)), village)


@given(_digits, _digits, st.sampled_from([6, 9, 12]))
@settings(max_examples=300, deadline=None)
def test_two_places_of_one_level_never_serve_each_other(one: str, other: str, level: int) -> None:
    """Both are real places of their level: their last group of digits is not all zeros."""
    group = {6: slice(4, 6), 9: slice(6, 9), 12: slice(9, 12)}[level]
    same_above = one[: group.start] + other[group.start :]
    if one[group].strip("0") and same_above[group].strip("0") and one[group] != same_above[group]:
        assert not serves(Post(Role.CLERK, "x", _at(one, level)), _at(same_above, level))
