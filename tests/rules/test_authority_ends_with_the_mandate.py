"""代理: what an agent may see and do begins and ends with the mandate; 回避 outlives it."""

from __future__ import annotations

import pytest

from yimen.rules.authority import (
    Actor,
    NotVisible,
    OwnCase,
    Post,
    Stand,
    capacities,
    is_involved,
    may_see,
    require_fit,
    require_visible,
)
from yimen.rules.terms import Capacity, Role

OFFICE, COUNTY = "11430000MB0000001A", "450721000000"
PARTY, AGENT, ITEM = 10, 20, "A1"
CASE = Stand(party=PARTY, agent=AGENT, department=OFFICE, region=COUNTY, item=ITEM)


def agent(*mandates: tuple[int, str], posts: tuple[Post, ...] = ()) -> Actor:
    staff = "S9" if posts else ""
    return Actor(account=6, name="某", party=AGENT, acts_for=frozenset(mandates), staff=staff, posts=posts)


def test_with_the_mandate_the_agent_stands_as_the_applicant() -> None:
    held = agent((PARTY, ITEM))
    require_visible(held, CASE)
    assert capacities(held, CASE) == {Capacity.APPLICANT}


def test_an_expired_mandate_leaves_no_access() -> None:
    """民法典 173: with the mandate ends what the agent may do, and so what they may read."""
    ended = agent()
    with pytest.raises(NotVisible):
        require_visible(ended, CASE)
    assert capacities(ended, CASE) == frozenset()
    assert is_involved(ended, CASE)


def test_an_official_who_was_the_agent_sees_by_post_and_may_not_act() -> None:
    was = agent(posts=(Post(Role.CLERK, OFFICE, COUNTY),))
    require_visible(was, CASE)
    assert capacities(was, CASE) == frozenset()
    with pytest.raises(OwnCase):
        require_fit(was, CASE, Capacity.ACCEPTOR)


def test_an_official_who_was_the_agent_does_not_see_what_the_post_does_not_show() -> None:
    assert not may_see(agent(posts=(Post(Role.CLERK, OFFICE, "450722000000"),)), CASE)
    assert not may_see(agent(posts=(Post(Role.KEEPER, OFFICE, COUNTY),)), CASE)


def test_an_official_with_the_mandate_is_the_applicant_and_nothing_else() -> None:
    both = agent((PARTY, ""), posts=(Post(Role.CLERK, OFFICE, COUNTY), Post(Role.ADMIN, OFFICE)))
    assert capacities(both, CASE) == {Capacity.APPLICANT}
    with pytest.raises(OwnCase):
        require_fit(both, CASE, Capacity.ACCEPTOR)


def test_two_unknown_persons_are_not_the_same_agent() -> None:
    nobody = Stand(party=PARTY, agent=None, department=OFFICE, region=COUNTY, item=ITEM)
    clerk = Actor(account=7, name="某", staff="S8", posts=(Post(Role.CLERK, OFFICE, COUNTY),))
    assert not is_involved(clerk, nobody)
    assert capacities(clerk, nobody) == {Capacity.ACCEPTOR}
