"""Joined conditions say the same in fewer words, whatever the answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.bundles import ANSWERS, POOL, leaf, trees
from yimen.rules.bundle.trees import any_of, both, denied, guarded, simple
from yimen.rules.conditions import holds, parse

TODAY = date(2026, 11, 26)
A, B, C = leaf("q1", True), leaf("q2", "x"), leaf("n1", 10, "gt")


def _holds(tree: Any, answers: dict[str, Any]) -> bool:
    return holds(parse(tree, {use.key: use for use in POOL}), answers, TODAY)


@pytest.mark.parametrize(
    ("tree", "short"),
    [
        ({"any": [A, {"all": [A, B]}]}, A),
        ({"all": [A, {"any": [A, B]}]}, A),
        ({"all": [A, {"all": [B, A]}]}, {"all": [A, B]}),
        ({"any": [B, {"any": [A]}, A]}, {"any": [A, B]}),
        ({"not": {"not": A}}, A),
        ({"any": [{"all": [A, B]}, {"all": [B, A]}]}, {"all": [A, B]}),
        ({"any": [{"all": [A, B]}, {"all": [B, C]}]}, {"any": [{"all": [A, B]}, {"all": [B, C]}]}),
    ],
)
def test_shorter(tree: dict[str, Any], short: dict[str, Any]) -> None:
    def bag(one: Any) -> Any:
        for word in ("all", "any"):
            if word in one:
                return word, frozenset(map(bag, one[word]))
        return tuple(one.items())

    assert bag(simple(tree)) == bag(short)


def test_what_nothing_limits_is_always() -> None:
    assert both(None, None) is None
    assert both(None, A) == A
    assert any_of([A, None]) is None
    assert any_of([]) is None


@settings(max_examples=300, deadline=None)
@given(trees(), ANSWERS)
def test_it_holds_on_the_same_answers_and_is_done_once(tree: dict[str, Any], answers: dict[str, Any]) -> None:
    short = simple(tree)
    assert _holds(short, answers) == _holds(tree, answers)
    assert simple(short) == short


@settings(max_examples=200, deadline=None)
@given(st.lists(trees(), min_size=1, max_size=4), ANSWERS, st.randoms())
def test_joining_is_and_or_and_not_in_any_order(
    many: list[dict[str, Any]], answers: dict[str, Any], chance: Any
) -> None:
    each = [_holds(one, answers) for one in many]
    other = list(many)
    chance.shuffle(other)
    all_, any_ = both(*many), any_of(many)
    assert all_ is not None and any_ is not None
    assert (_holds(all_, answers), _holds(any_, answers)) == (all(each), any(each))
    assert (both(*other), any_of(other)) == (all_, any_)
    assert _holds(denied(many[0]), answers) is not each[0]


@pytest.mark.parametrize("op", ["eq", "ne", "empty", "filled"])
@pytest.mark.parametrize("shown", [True, False])
def test_what_the_member_would_not_ask_reads_as_no_answer(op: str, shown: bool) -> None:
    tree = {"field": "q2", "op": op} | ({} if op in {"empty", "filled"} else {"value": "x"})
    answers: dict[str, Any] = {"q1": shown, "q2": "x"}
    alone = answers if shown else {**answers, "q2": None}
    assert _holds(guarded(tree, {"q2": A}), answers) == _holds(tree, alone)
