"""A list of destruction is proposed, approved and witnessed by three people."""

from __future__ import annotations

from itertools import product

import pytest

from yimen.rules import destruction
from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.destruction import ListMove, ListState
from yimen.rules.terms import Role

ALLOWED = {
    (ListState.PROPOSED, ListMove.APPROVE): (ListState.APPROVED, {Role.SUPERVISOR}),
    (ListState.APPROVED, ListMove.WITNESS): (ListState.SIGNED, {Role.AUDIT}),
    (ListState.PROPOSED, ListMove.REJECT): (ListState.REJECTED, {Role.SUPERVISOR, Role.AUDIT}),
    (ListState.APPROVED, ListMove.REJECT): (ListState.REJECTED, {Role.SUPERVISOR, Role.AUDIT}),
    (ListState.SIGNED, ListMove.FINISH): (ListState.DONE, set()),
}


def staff(number: str, *roles: Role) -> Actor:
    return Actor(1, "员", staff=number, posts=tuple(Post(role, "D") for role in roles))


@pytest.mark.parametrize(("state", "move"), list(product(ListState, ListMove)))
def test_every_place_of_the_table(state: ListState, move: ListMove) -> None:
    if (state, move) not in ALLOWED:
        with pytest.raises(destruction.ListNotHere):
            destruction.step(state, move, SYSTEM, ())
        return
    target, who = ALLOWED[state, move]
    assert destruction.step(state, move, SYSTEM, ()).target is target
    for role in Role:
        if role in who:
            assert destruction.step(state, move, staff("1", role), ("9",)).target is target
        else:
            with pytest.raises(destruction.ListNotYours):
                destruction.step(state, move, staff("1", role), ("9",))


@pytest.mark.parametrize(
    ("state", "move"), [(ListState.PROPOSED, ListMove.APPROVE), (ListState.APPROVED, ListMove.WITNESS)]
)
def test_nobody_signs_twice_whatever_posts_they_hold(state: ListState, move: ListMove) -> None:
    everything = staff("7", *Role)
    with pytest.raises(destruction.SignedBefore):
        destruction.step(state, move, everything, ("7",))
    assert move not in destruction.moves_of(state, everything, ("7",))
    assert move in destruction.moves_of(state, everything, ("8",))
    assert ListMove.REJECT in destruction.moves_of(state, everything, ("7",)), (
        "who signed may still think better of it"
    )


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (500, True), (501, False)])
def test_a_list_is_as_long_as_people_can_read(count: int, fits: bool) -> None:
    if fits:
        destruction.require_some(count)
        return
    with pytest.raises(destruction.NothingListed):
        destruction.require_some(count)
