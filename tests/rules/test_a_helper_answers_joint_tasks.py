"""What a joint task wants of the applicant a helper by 代办 answers for the case they began; 帮办 not."""

from __future__ import annotations

import pytest

from yimen.rules.authority import Actor, Post
from yimen.rules.tasks.standing import Standing, TaskStand, standings
from yimen.rules.terms import Role

STAND = TaskStand(lead="L", participants=frozenset({"P"}), party=7, item="x", helper="3001")


def helper(number: str, *helps: tuple[int, str, str], role: Role = Role.HELPER) -> Actor:
    return Actor(account=1, name="林帮", staff=number, posts=(Post(role, "L"),), helps=frozenset(helps))


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (helper("3001", (7, "", "act")), {Standing.APPLICANT}),
        (helper("3001", (7, "x", "act")), {Standing.APPLICANT}),
        (helper("3001", (7, "", "assist")), set()),
        (helper("3001", (7, "y", "act")), set()),
        (helper("3001", (8, "", "act")), set()),
        (helper("3001"), set()),
        (helper("3002", (7, "", "act")), set()),
        # Who helped is no official of the same case, mandate or not.
        (helper("3001", role=Role.OFFICER), set()),
        (helper("0201", role=Role.OFFICER), {Standing.LEAD}),
    ],
)
def test_standing_of_a_helper(who: Actor, found: set[Standing]) -> None:
    assert standings(who, STAND) == found


def test_a_task_without_a_helper_is_no_helpers() -> None:
    nobody = Actor(account=1, name="李敏", party=9)
    assert standings(nobody, TaskStand("L", frozenset(), party=7)) == set()
