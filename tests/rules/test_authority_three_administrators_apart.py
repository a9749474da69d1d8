"""三员分立: nobody is two of the three administrators, nobody gives a post to themselves."""

from __future__ import annotations

import itertools

import pytest

from yimen.rules.authority import (
    SYSTEM,
    THREE,
    Actor,
    OwnRights,
    Post,
    RolesApart,
    Stand,
    capacities,
    may_see,
    require_apart,
    require_other,
)
from yimen.rules.terms import Role

OFFICE = "11439926MB0000001"
CASE = Stand(party=7, agent=None, department=OFFICE, region="439926000000")


@pytest.mark.parametrize(("wanted", "held"), list(itertools.permutations(THREE, 2)))
def test_no_two_of_the_three(wanted: Role, held: Role) -> None:
    with pytest.raises(RolesApart) as told:
        require_apart(wanted, [Role.CLERK, held])
    assert str(held.label) in told.value.words


def test_the_same_again_and_all_other_posts_go_together() -> None:
    for role in THREE:
        require_apart(role, [role, Role.CLERK, Role.SUPERVISOR])
        require_apart(Role.OFFICER, [role])
    require_apart(Role.HEAD, THREE)


def test_nobody_gives_posts_to_themselves() -> None:
    with pytest.raises(OwnRights):
        require_other(Actor(1, "安", staff="0904"), "0904")
    require_other(Actor(1, "安", staff="0904"), "0905")
    require_other(SYSTEM, "0904")


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT])
def test_who_keeps_rights_or_logs_sees_no_case_even_of_the_own_department(role: Role) -> None:
    actor = Actor(1, "安", staff="0904", posts=(Post(role, OFFICE, "439926000000"),))
    assert not may_see(actor, CASE) and capacities(actor, CASE) == frozenset()
