"""办件: the whole matrix state × act × capacity says what the law says, and nothing more."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import lifecycle
from yimen.rules.lifecycle import TABLE, NotHere, NotYours, ReasonMissing, acts_from, row, step
from yimen.rules.terms import Act, Capacity, State

from .law_of_cases import ARROWS, BY_PLACE

PLACES = list(product(State, Act))


def _verdict(state: State, act: Act, who: set[Capacity], reason: str) -> str:
    try:
        step(state, act, who, reason=reason)
    except (NotHere, NotYours, ReasonMissing) as no:
        return no.code
    return "allowed"


def test_no_place_has_two_arrows() -> None:
    pairs = [(state, one.act) for one in TABLE for state in one.sources]
    assert len(pairs) == len(set(pairs)) == len(ARROWS)


def test_every_act_has_an_arrow_and_every_arrow_somebody() -> None:
    assert {one.act for one in TABLE} == set(Act)
    assert all(one.sources and one.who for one in TABLE)


@pytest.mark.parametrize(("state", "act"), PLACES, ids=[f"{s}-{a}" for s, a in PLACES])
def test_each_capacity_may_what_the_table_says(state: State, act: Act) -> None:
    arrow = BY_PLACE.get((state, act))
    for capacity in Capacity:
        expected = "case.not_here"
        if arrow is not None:
            expected = "allowed" if capacity in arrow.who else "case.not_yours"
        assert _verdict(state, act, {capacity}, "有理由") == expected, capacity
    assert _verdict(state, act, set(), "有理由") == ("case.not_yours" if arrow else "case.not_here")


@pytest.mark.parametrize("arrow", ARROWS, ids=[f"{a.source}-{a.act}" for a in ARROWS])
def test_each_arrow_leads_where_it_should(arrow) -> None:
    out = step(arrow.source, arrow.act, arrow.who, reason="有理由")
    assert (out.act, out.before, out.after) == (arrow.act, arrow.source, arrow.target)
    assert (out.clock, out.document) == (arrow.clock, arrow.document)
    found = row(arrow.source, arrow.act)
    assert found is not None
    assert out.event is found.event


@given(st.sampled_from(State), st.sampled_from(Act), st.sets(st.sampled_from(Capacity)), st.text(max_size=3))
@settings(max_examples=300, deadline=None)
def test_several_capacities_are_the_union_of_each(
    state: State, act: Act, who: set[Capacity], reason: str
) -> None:
    together = _verdict(state, act, who, reason)
    apart = {_verdict(state, act, {one}, reason) for one in who} or {_verdict(state, act, set(), reason)}
    order = ["allowed", "case.reason_missing", "case.not_yours", "case.not_here"]
    assert together == min(apart, key=order.index)


@given(st.sampled_from(State), st.sets(st.sampled_from(Capacity)))
@settings(max_examples=200, deadline=None)
def test_acts_from_equals_trying_every_act(state: State, who: set[Capacity]) -> None:
    tried = [act for act in Act if _verdict(state, act, who, "有理由") == "allowed"]
    offered = acts_from(state, who)
    assert sorted(offered) == sorted(tried)
    assert len(set(offered)) == len(offered)


def test_a_single_capacity_is_offered_exactly_its_acts() -> None:
    for state, capacity in product(State, Capacity):
        expected = {a.act for a in ARROWS if a.source is state and capacity in a.who}
        assert set(acts_from(state, [capacity])) == expected


def test_a_refusal_says_where_and_who() -> None:
    with pytest.raises(NotHere) as here:
        step(State.DRAFT, Act.GRANT, [Capacity.APPROVER])
    assert here.value.words == "办件现在是“暂存”，不能准予"
    with pytest.raises(NotYours) as yours:
        step(State.REVIEWING, Act.REFUSE, [Capacity.ACCEPTOR], reason="不符合")
    assert yours.value.words == "不予许可要由批准来做"
    with pytest.raises(NotYours) as either:
        step(State.DRAFT, Act.SUBMIT, [Capacity.REVIEWER])
    assert either.value.words == "提交申请要由受理或申请人来做"


def test_whose_it_is_comes_before_the_reason() -> None:
    """A stranger is not asked for a reason: they are told that the act is not theirs."""
    with pytest.raises(NotYours):
        step(State.REVIEWING, Act.REFUSE, [Capacity.APPLICANT], reason="")


def test_row_is_the_table() -> None:
    for state, act in PLACES:
        found = row(state, act)
        assert (found is not None) == ((state, act) in BY_PLACE)
        assert found is None or (found.act is act and state in found.sources)
    assert {State.ARCHIVED, State.VOIDED} == lifecycle.FINAL
