"""重复申请: what is the same matter, and that nobody goes on without a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import county as counties
from yimen.rules.applying import (
    MOST_AGAIN,
    AlreadyApplied,
    Beside,
    require_reason_again,
    same_matter,
    telling,
)
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import FieldType

SPEC = next(one for one in counties.specs() if one.code == counties.LICENCE)
KIND = FieldUse(
    "kind", "哪一种", FieldType.CHOICE, options=(("a", "甲"), ("b", "乙")), question=True, why="不同"
)
ASKS = replace(SPEC, form=(*SPEC.form, KIND))


def _other(**answers: object) -> Beside:
    return Beside("439926202611230001X", "食品经营许可", answers)


def test_questions_and_what_conditions_look_at_tell_situations_apart() -> None:
    assert telling(SPEC) == {"area"}
    assert telling(ASKS) == {"area", "kind"}
    who = {"field": "shop_name", "op": "filled"}
    assert telling(replace(SPEC, eligibility=who, eligibility_words="要有店名")) == {"area", "shop_name"}


@pytest.mark.parametrize(
    ("mine", "other", "same"),
    [
        ({"area": "120", "kind": "a"}, {"area": "120", "kind": "a"}, True),
        ({"area": "120", "kind": "a"}, {"area": "120", "kind": "b"}, False),
        ({"area": "120", "kind": "a"}, {"area": "80", "kind": "a"}, False),
        (
            {"area": "120", "kind": "a", "shop_name": "甲店"},
            {"area": "120", "kind": "a", "shop_name": "乙"},
            True,
        ),
        ({"area": "120"}, {"area": "120", "kind": "a"}, False),
    ],
)
def test_the_same_matter(mine: dict[str, str], other: dict[str, str], same: bool) -> None:
    assert (same_matter(ASKS, mine, [_other(**other)]) is not None) is same


def test_the_newest_of_several_is_told() -> None:
    first, second = _other(area="120"), replace(_other(area="120"), number="second")
    assert same_matter(SPEC, {"area": "120"}, [_other(area="9"), second, first]) == second
    assert same_matter(SPEC, {"area": "120"}, []) is None


@given(st.text(alphabet=" \t\n　", max_size=9))
def test_blanks_are_no_reason(blank: str) -> None:
    with pytest.raises(AlreadyApplied) as refused:
        require_reason_again(_other(), blank)
    assert refused.value.code == "apply.already"
    assert refused.value.facts["number"] == _other().number


@given(st.text(min_size=1, max_size=3 * MOST_AGAIN).filter(lambda text: text.strip()))
def test_a_reason_is_kept_within_its_length(words: str) -> None:
    kept = require_reason_again(_other(), words)
    assert kept == words.strip()[:MOST_AGAIN] and kept


def test_an_item_that_asks_nothing_is_one_matter() -> None:
    plain = ItemSpec(code="x", name="查询", department="d")
    assert telling(plain) == frozenset()
    assert same_matter(plain, {"a": 1}, [_other(a=2)]) is not None
