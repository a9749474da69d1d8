"""联办: who starts, who ends and when it is over follows from the states alone, in any order of news."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.bundle import Policy
from yimen.rules.bundle.running import FAILED, MADE, moves
from yimen.rules.terms import State

#: a → (b ∥ c), b → d.
AFTER = {"a": frozenset[str](), "b": frozenset({"a"}), "c": frozenset({"a"}), "d": frozenset({"b"})}
NAMES = {"a": "甲", "b": "乙", "c": "丙", "d": "丁"}
W, R, G, X, OUT, D = (
    State.WAITING, State.REVIEWING, State.GRANTED, State.REFUSED, State.ISSUED, State.DELIVERED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("states", "policy", "hand_up", "start", "end", "over"),
    [
        ((W, W, W, W), Policy.GO_ON, "", "a", "", False),
        ((R, W, W, W), Policy.GO_ON, "", "", "", False),
        ((G, W, W, W), Policy.GO_ON, "a", "", "", False),
        ((OUT, W, W, W), Policy.GO_ON, "", "bc", "", False),
        ((OUT, R, X, W), Policy.GO_ON, "", "", "", False),
        ((OUT, OUT, X, W), Policy.GO_ON, "", "d", "", False),
        ((OUT, X, R, W), Policy.GO_ON, "", "", "d", False),
        ((X, W, W, W), Policy.GO_ON, "", "", "bcd", True),
        ((OUT, R, X, W), Policy.STOP, "", "", "bd", True),
        ((OUT, State.WITHDRAWN, R, W), Policy.STOP, "", "", "d", False),
        ((OUT, R, State.WITHDRAWN, W), Policy.STOP, "", "", "", False),
        ((OUT, OUT, X, D), Policy.GO_ON, "", "", "", True),
    ],
)
def test_what_follows(
    states: tuple[State, ...], policy: Policy, hand_up: str, start: str, end: str, over: bool
) -> None:
    found = moves(AFTER, dict(zip("abcd", states, strict=True)), NAMES, policy)
    assert ("".join(found.hand_up), "".join(found.start), "".join(found.end), found.over) == (
        hand_up, start, end, over,
    )  # fmt: skip


def test_the_reason_names_what_was_not_granted() -> None:
    found = moves(AFTER, {"a": OUT, "b": X, "c": R, "d": W}, NAMES, Policy.GO_ON)
    assert str(found.end["d"]) == "“乙”没有办成，要用它的结果，这一项办不了"
    found = moves(AFTER, {"a": OUT, "b": X, "c": R, "d": W}, NAMES, Policy.STOP)
    assert str(found.end["c"]) == "“乙”没有办成，按这件事的规定，其他事项一起停下"


def test_where_nothing_came_of_it_there_is_nothing_to_hand_out() -> None:
    gone = dict.fromkeys("abcd", State.WITHDRAWN)
    found = moves(AFTER, gone, NAMES, Policy.GO_ON)
    assert found.over and not found.hands_out
    refused = {**gone, "a": X}
    assert moves(AFTER, refused, NAMES, Policy.GO_ON).hands_out, "a refusal is handed out with its remedies"
    assert not moves({}, {}, {}, Policy.GO_ON).over


ALL = (W, R, State.SUPPLEMENT, G, X, OUT, D, State.WITHDRAWN, State.TERMINATED)


@settings(max_examples=200, deadline=None)
@given(st.tuples(*[st.sampled_from(ALL)] * 4), st.sampled_from(Policy))
def test_done_once_nothing_follows_and_nobody_waits_for_ever(
    states: tuple[State, ...], policy: Policy
) -> None:
    now = dict(zip("abcd", states, strict=True))
    found = moves(AFTER, now, NAMES, policy)
    assert not set(found.start) & set(found.end)
    for item in found.start:
        assert all(now[one] in MADE for one in AFTER[item])
    then = {
        **now, **dict.fromkeys(found.end, State.TERMINATED), **dict.fromkeys(found.start, R),
        **dict.fromkeys(found.hand_up, OUT),
    }  # fmt: skip
    again = moves(AFTER, then, NAMES, policy)
    assert not again.end or (policy is Policy.STOP and found.start == ())
    for item, state in then.items():
        if state is W and not any(then[one] not in MADE | FAILED for one in AFTER[item]):
            assert item in again.start, "who waits for nobody may start"


def test_every_ending_is_reached_from_every_mixture() -> None:
    """Whatever the departments decide: at the end all have ended, in at most as many turns as members."""
    for verdicts in product((True, False), repeat=4):
        says = dict(zip("abcd", verdicts, strict=True))
        now = dict.fromkeys("abcd", W)
        for _ in range(12):
            found = moves(AFTER, now, NAMES, Policy.GO_ON)
            now.update(dict.fromkeys(found.end, State.TERMINATED))
            now.update({item: (G if says[item] else X) for item in found.start})
            now.update(dict.fromkeys(found.hand_up, OUT))
        assert moves(AFTER, now, NAMES, Policy.GO_ON).over
        assert now["a"] is (OUT if says["a"] else X)
        assert (now["d"] in MADE) is (says["a"] and says["b"] and says["d"])
