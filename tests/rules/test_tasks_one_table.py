"""联合任务: one table; nothing is stuck, nothing leaves the end, every act belongs to somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.tasks.lifecycle import (
    FIRST,
    OVER,
    SPECIAL,
    TABLE,
    TaskNotHere,
    TaskNotYours,
    TaskReasonMissing,
    acts_from,
    step,
)
from yimen.rules.tasks.terms import Standing, TaskAct, TaskKind, TaskState

EVERYBODY = frozenset(Standing)


def _reach(kind: TaskKind) -> set[TaskState]:
    seen, todo = {FIRST[kind]}, [FIRST[kind]]
    while todo:
        state = todo.pop()
        fresh = {
            step(kind, state, act, EVERYBODY, reason="有").target or state
            for act in acts_from(kind, state, EVERYBODY)
        } - seen
        seen |= fresh
        todo.extend(fresh)
    return seen


@pytest.mark.parametrize("kind", list(TaskKind))
def test_every_kind_gets_to_its_end_from_wherever_it_can_be(kind: TaskKind) -> None:
    places = _reach(kind)
    assert {TaskState.CLOSED, TaskState.CANCELLED} <= places
    for state in places - OVER:
        assert acts_from(kind, state, EVERYBODY), (kind, state)
    for state in OVER:
        assert acts_from(kind, state, EVERYBODY) == ()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.act))
def test_the_row_holds(row) -> None:
    for kind in row.kinds:
        for state in row.sources:
            assert step(kind, state, row.act, row.who, reason="有").event is row.event
            with pytest.raises(TaskNotYours):
                step(kind, state, row.act, EVERYBODY - row.who, reason="有")
            if row.reason:
                with pytest.raises(TaskReasonMissing):
                    step(kind, state, row.act, row.who, reason="  ")


@given(st.sampled_from(TaskKind), st.sampled_from(TaskState), st.sampled_from(TaskAct))
def test_what_is_not_offered_is_refused(kind: TaskKind, state: TaskState, act: TaskAct) -> None:
    if act not in acts_from(kind, state, EVERYBODY):
        with pytest.raises(TaskNotHere):
            step(kind, state, act, EVERYBODY, reason="有")


def test_watching_is_no_act_and_the_applicant_decides_nothing() -> None:
    assert not [row for row in TABLE if Standing.WATCH in row.who]
    own = {row.act for row in TABLE if Standing.APPLICANT in row.who}
    assert own == {TaskAct.CHOOSE, TaskAct.ASK_OTHER, TaskAct.ANSWER, TaskAct.DRAW}


def test_only_hearings_and_expert_reviews_keep_minutes() -> None:
    assert {kind for row in TABLE if row.act is TaskAct.HOLD for kind in row.kinds} == SPECIAL
