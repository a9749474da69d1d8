"""谁可以办: what somebody is to a round besides its open seats: who prepares, who holds the decision."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.test_authority_who_stands_how import CASE, FIRE, NOBODY, OWNER, official, round_at, seat
from yimen.rules.authority import capacities, holds_decision
from yimen.rules.terms import Capacity, Duty, Role


def test_who_prepares_an_opinion_is_a_helper_while_the_seat_is_open() -> None:
    held = replace(seat(0, Duty.REVIEW, Role.HEAD, OWNER, is_open=True), helper="S9")
    assert capacities(official(Role.OFFICER), replace(CASE, seats=(held,))) == {Capacity.HELPER}
    shut = replace(held, opened_at=None)
    assert capacities(official(Role.OFFICER), replace(CASE, seats=(shut,))) == NOBODY
    acceptor = replace(CASE, seats=(held,), accepted_by="S9")
    assert capacities(official(Role.OFFICER), acceptor) == NOBODY


def test_the_decision_is_held_by_post_open_or_not_and_by_the_one_it_was_given_to() -> None:
    director = official(Role.DIRECTOR)
    assert holds_decision(director, round_at(0))
    assert holds_decision(director, round_at(3))
    assert not holds_decision(official(Role.DIRECTOR, FIRE), round_at(3))
    assert not holds_decision(official(Role.HEAD), round_at(3))
    given = (*round_at(3)[:3], replace(round_at(3)[3], staff="S8"))
    assert not holds_decision(director, given)


def test_who_will_sign_first_may_say_something_before_it_starts() -> None:
    soon = replace(CASE, seats=(), expected=(seat(0, Duty.REVIEW, Role.OFFICER, OWNER, is_open=True),))
    assert capacities(official(Role.OFFICER), soon) == {Capacity.EXPECTED}
    assert capacities(official(Role.HEAD), soon) == NOBODY
    assert capacities(official(Role.OFFICER), replace(soon, accepted_by="S9")) == NOBODY
