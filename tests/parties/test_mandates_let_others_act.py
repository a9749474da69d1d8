"""Mandates: between two people, for items and days, seen masked by both sides, revocable by both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from yimen.parties import actions, queries
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.people import MandateDays, MandateEnded, MandateNotFound, MandateToSelf, PartyNotFound
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
TODAY, END = date(2026, 3, 2), date(2026, 12, 31)


@pytest.fixture
def pair(db: None, id_number: Callable[[int], str], now: datetime) -> tuple[Actor, Actor]:
    """Principal and agent, signed in."""
    one = actions.register_person(SYSTEM, "李小敏", id_number(1), now=now).id
    two = actions.register_person(SYSTEM, "王五", id_number(2), now=now).id
    return Actor(account=1, name="李小敏", party=one), Actor(account=2, name="王五", party=two)


def give(pair: tuple[Actor, Actor], now: datetime, *items: str, end: date = END) -> int:
    principal, agent = pair
    assert principal.party is not None
    assert agent.party is not None
    return actions.give_mandate(principal, principal.party, agent.party, items, TODAY, end, now=now).id


def test_a_mandate_holds_for_its_items_and_days(pair: tuple[Actor, Actor], now: datetime) -> None:
    give(pair, now, "B1", "A1", "A1", "")
    principal, agent = pair[0].party or 0, pair[1].party or 0
    assert queries.mandates_of(agent, END) == {(principal, "A1"), (principal, "B1")}
    assert queries.mandates_of(agent, date(2027, 1, 1)) == frozenset()
    assert queries.mandates_of(agent, date(2026, 3, 1)) == frozenset()


def test_no_items_means_all(pair: tuple[Actor, Actor], now: datetime) -> None:
    give(pair, now)
    assert queries.mandates_of(pair[1].party or 0, TODAY) == {(pair[0].party, "")}


def test_both_sides_see_it_masked(pair: tuple[Actor, Actor], now: datetime) -> None:
    give(pair, now)
    given, held = queries.mandates_given(pair[0].party or 0), queries.mandates_held(pair[1].party or 0)
    assert given[0].other.name == "王*"
    assert held[0].other.name == "李*敏"
    assert given[0].holds(TODAY)
    assert queries.mandates_held(pair[0].party or 0) == []


@pytest.mark.parametrize("side", [0, 1])
def test_either_side_ends_it(pair: tuple[Actor, Actor], now: datetime, side: int) -> None:
    mandate = give(pair, now)
    actions.revoke_mandate(pair[side], mandate, now=now)
    assert queries.mandates_of(pair[1].party or 0, TODAY) == frozenset()
    kinds = [row.kind for row in trail.history(f"party:{pair[0].party}")]
    assert kinds == ["party.registered", "mandate.given", "mandate.revoked"]
    with pytest.raises(MandateEnded):
        actions.revoke_mandate(pair[side], mandate, now=now)


def test_nobody_else_sees_or_ends_it(pair: tuple[Actor, Actor], officer: Actor, now: datetime) -> None:
    mandate = give(pair, now)
    for stranger in (officer, Actor(account=8, name="别人", party=None)):
        with pytest.raises(MandateNotFound):
            actions.revoke_mandate(stranger, mandate, now=now)
    with pytest.raises(MandateNotFound):
        actions.revoke_mandate(pair[0], 999999, now=now)


def test_nobody_gives_a_mandate_for_another(pair: tuple[Actor, Actor], now: datetime) -> None:
    principal, agent = pair
    with pytest.raises(PartyNotFound):
        actions.give_mandate(agent, principal.party or 0, agent.party or 0, [], TODAY, END, now=now)


def test_the_counter_enters_a_written_mandate(pair: tuple[Actor, Actor], clerk: Actor, now: datetime) -> None:
    made = actions.give_mandate(clerk, pair[0].party or 0, pair[1].party or 0, [], TODAY, END, now=now)
    assert queries.mandates_given(pair[0].party or 0)[0].id == made.id


def test_nobody_is_their_own_agent_and_an_agent_exists(pair: tuple[Actor, Actor], now: datetime) -> None:
    own = pair[0].party or 0
    with pytest.raises(MandateToSelf):
        actions.give_mandate(pair[0], own, own, [], TODAY, END, now=now)
    with pytest.raises(PartyNotFound):
        actions.give_mandate(pair[0], own, 999999, [], TODAY, END, now=now)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (END, TODAY, "早于"),
        (date(2025, 1, 1), date(2026, 3, 1), "已经过了"),
        (TODAY, date(2036, 3, 2), "最长 3 年"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    pair: tuple[Actor, Actor], now: datetime, start: date, end: date, words: str
) -> None:
    with pytest.raises(MandateDays, match=words):
        actions.give_mandate(pair[0], pair[0].party or 0, pair[1].party or 0, [], start, end, now=now)
