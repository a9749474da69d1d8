"""办件: where a case can get to. Nothing is stuck, nothing leaves the end, nothing is out of reach."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.lifecycle import ENDED, FINAL, OPEN, TABLE, NotHere, acts_from, step
from yimen.rules.terms import Act, Capacity, ClockEffect, State

from . import law_of_cases as law

EVERYBODY = frozenset(Capacity)
OFFICIALS = EVERYBODY - {Capacity.ADMINISTRATOR}


def _next(state: State, who: frozenset[Capacity] = EVERYBODY) -> set[State]:
    return {step(state, act, who, reason="有理由").after for act in acts_from(state, who)}


def _reach(start: State, who: frozenset[Capacity] = EVERYBODY) -> set[State]:
    seen, todo = {start}, [start]
    while todo:
        fresh = _next(todo.pop(), who) - seen
        seen |= fresh
        todo.extend(fresh)
    return seen


def test_every_state_is_reached_from_a_draft() -> None:
    assert _reach(State.DRAFT) == set(State)


def test_once_handed_in_every_state_but_void_is_reached_without_an_administrator() -> None:
    born = {State.DRAFT, State.WAITING}  # a member of a bundle begins by waiting
    assert _reach(State.SUBMITTED, OFFICIALS) == set(State) - born - {State.VOIDED}
    assert _next(State.DRAFT, OFFICIALS) == {State.DRAFT, State.WAITING, State.SUBMITTED, State.VOIDED}


def test_only_an_administrator_voids_what_was_handed_in() -> None:
    for state in set(State) - {State.DRAFT}:
        assert Act.VOID not in acts_from(state, OFFICIALS)


def test_a_draft_is_dropped_by_who_wrote_it_or_an_administrator() -> None:
    may = {one for one in Capacity if Act.VOID in acts_from(State.DRAFT, [one])}
    # The system drops it when nobody touched it for half a year (rules/retention).
    assert may == {Capacity.APPLICANT, Capacity.ACCEPTOR, Capacity.ADMINISTRATOR, Capacity.SYSTEM}


@pytest.mark.parametrize("state", sorted(FINAL))
def test_no_act_leaves_a_final_state(state: State) -> None:
    assert acts_from(state, EVERYBODY) == ()
    for act in Act:
        with pytest.raises(NotHere):
            step(state, act, EVERYBODY, reason="有理由")


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_every_other_state_can_still_be_filed_away(state: State) -> None:
    """By ordinary work, not only by an administrator who voids it."""
    assert State.ARCHIVED in _reach(state, OFFICIALS)
    assert State.VOIDED in _next(state)


@pytest.mark.parametrize("state", sorted(law.ENDED))
def test_what_has_ended_is_only_archived_or_voided(state: State) -> None:
    assert _next(state) - {state} == {State.ARCHIVED, State.VOIDED}
    told = {Act.CONFIRM} if state is State.DELIVERED else set()
    assert set(acts_from(state, EVERYBODY)) == {Act.ARCHIVE, Act.VOID} | told


def test_the_three_groups_are_those_of_the_law_and_disjoint() -> None:
    assert (OPEN, ENDED) == (law.UNDECIDED, law.ENDED)
    assert not (OPEN & ENDED or OPEN & FINAL or ENDED & FINAL)
    assert set(State) - OPEN - ENDED - FINAL == {State.DRAFT, State.GRANTED, State.REFUSED, State.ISSUED}


def test_one_may_withdraw_before_the_decision_and_never_after() -> None:
    """行政许可法 leaves an application to the applicant until it is decided (domain 3.3)."""
    allowed = {s for s in State if Act.WITHDRAW in acts_from(s, [Capacity.APPLICANT])}
    assert allowed == {
        State.SUBMITTED, State.RECEIVED, State.CORRECTION, State.WAITING, State.REVIEWING, State.SUPPLEMENT,
        State.SUSPENDED,
    }  # fmt: skip
    decided = {State.GRANTED, State.REFUSED, State.FORWARDED, State.NOT_ACCEPTED, State.NOT_REQUIRED}
    for state in decided:
        assert Act.WITHDRAW not in {act for one in _reach(state) for act in acts_from(one, EVERYBODY)}


def test_nobody_withdraws_for_the_applicant() -> None:
    for state in State:
        assert Act.WITHDRAW not in acts_from(state, EVERYBODY - {Capacity.APPLICANT})


def test_a_machine_never_says_no() -> None:
    """Domain 2.6: a refusal needs reasons, remedies and a person. What it may is ask back, once."""
    adverse = {Act.REFUSE, Act.NOT_ACCEPT, Act.NOT_REQUIRED, Act.FORWARD, Act.EXTEND, Act.VOID}
    for state in State:
        # A draft asks for nothing yet: that it lapses after a notice refuses nobody anything.
        lapses = {Act.VOID} if state is State.DRAFT else set()
        assert not (adverse - lapses) & set(acts_from(state, [Capacity.SYSTEM]))


def test_what_a_machine_may_do_at_all() -> None:
    assert {act for s in State for act in acts_from(s, [Capacity.SYSTEM])} == {
        Act.RECEIVE, Act.ASK_CORRECTION,  # 秒批
        Act.SUBMIT,  # of what the organ begins itself: the revocation of a licence
        Act.ACCEPT, Act.DEEM_ACCEPTED, Act.RESUME, Act.GRANT, Act.ISSUE,
        Act.RETURN_UNFINISHED, Act.DEEM_RENEWED, Act.TERMINATE, Act.ARCHIVE, Act.DELIVER_ONLINE,
            Act.VOID,  # of drafts that nobody touched for half a year
        Act.SEND_NOTICE, Act.ASK_ALONG, Act.CLOSE_NOTICE, Act.SUPPLY,  # 联办的一次告知
        Act.TAKE_IN, Act.START, Act.HAND_UP, Act.CONCLUDE, Act.GO_WITH,  # the members of one application
        Act.ALL_DELIVERED,
        Act.SUBMIT,  # what a project begins for an organ
    }  # fmt: skip


def test_only_time_deems_accepted() -> None:
    """行政许可法 32(1)(4): it follows from the days that passed, no official declares it."""
    for state in State:
        assert Act.DEEM_ACCEPTED not in acts_from(state, EVERYBODY - {Capacity.SYSTEM})


def test_only_time_deems_renewed() -> None:
    """行政许可法 50(2): silence until the licence ended renews it, no official declares it."""
    for state in State:
        assert Act.DEEM_RENEWED not in acts_from(state, EVERYBODY - {Capacity.SYSTEM})


def test_an_applicant_never_acts_for_the_organ() -> None:
    assert set(acts_from(State.DRAFT, [Capacity.APPLICANT])) == {
        Act.SAVE, Act.SUBMIT, Act.VOID, Act.CHOOSE_DELIVERY, Act.PROMISE_LATER, Act.PLEDGE,
    }  # fmt: skip
    later = {act for s in set(State) - {State.DRAFT} for act in acts_from(s, [Capacity.APPLICANT])}
    assert later == {
        Act.SAVE, Act.SUPPLY, Act.WITHDRAW, Act.CHOOSE_DELIVERY, Act.ARRIVE, Act.CONFIRM,
        Act.PROMISE_LATER, Act.SUPPLY_LATER, Act.PLEDGE, Act.URGE,
    }  # fmt: skip


def test_the_window_never_decides_and_the_decider_never_accepts() -> None:
    """受审分离 in the table itself."""
    window = {act for s in State for act in acts_from(s, [Capacity.ACCEPTOR])}
    signers = [Capacity.REVIEWER, Capacity.SURVEYOR, Capacity.APPROVER]
    desk = {act for s in State for act in acts_from(s, signers)}
    assert not window & {Act.OPINION, Act.GRANT, Act.REFUSE, Act.FORWARD, Act.EXTEND, Act.PAUSE}
    assert not desk & {Act.RECEIVE, Act.ACCEPT, Act.NOT_ACCEPT, Act.NOT_REQUIRED, Act.DELIVER}


def test_an_administrator_repairs_and_does_not_handle() -> None:
    assert {act for s in State for act in acts_from(s, [Capacity.ADMINISTRATOR])} == {Act.VOID, Act.ARCHIVE}


def test_a_form_is_saved_while_the_applicant_has_it_and_no_case_becomes_a_draft_again() -> None:
    saved = [one for one in TABLE if one.act is Act.SAVE]
    assert {s for one in saved for s in one.sources} == {State.DRAFT, State.CORRECTION, State.SUPPLEMENT}
    assert {one.target for one in saved} == {None}
    assert State.DRAFT not in {one.target for one in TABLE}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_on_any_way_the_clock_makes_sense(data: st.DataObject) -> None:
    """The decision clock starts once, before it pauses, extends or stops; what is paused resumes or stops."""
    state, started, paused, stopped = State.DRAFT, 0, False, False
    for _ in range(25):
        acts = acts_from(state, EVERYBODY)
        if not acts:
            break
        out = step(state, data.draw(st.sampled_from(acts)), EVERYBODY, reason="有理由")
        started += out.clock is ClockEffect.START_DECISION
        if out.clock in {ClockEffect.PAUSE, ClockEffect.RESUME, ClockEffect.EXTEND}:
            assert started == 1
            assert not stopped
            assert paused is (out.clock is ClockEffect.RESUME)
            paused = out.clock is ClockEffect.PAUSE or (paused and out.clock is ClockEffect.EXTEND)
        stopped = stopped or (out.clock is ClockEffect.STOP and out.act is not Act.ASK_CORRECTION)
        assert out.clock is not ClockEffect.START_RECEIVE or not (started or stopped)
        state = out.after
    assert started <= 1


def test_a_decision_is_made_only_while_the_clock_runs() -> None:
    for act in (Act.GRANT, Act.REFUSE, Act.FORWARD, Act.OPINION):
        assert {s for s in State if act in acts_from(s, EVERYBODY)} == {State.REVIEWING}
