"""What a department's word on a signed record is worth for a seat of its own that opens later."""

from __future__ import annotations

import pytest

from yimen.rules.tasks.mending import Finding, word_now
from yimen.rules.tasks.terms import FindingState, Saying, TaskState

OPEN = Finding("A", "甲局", FindingState.OPEN)
DONE = Finding("A", "甲局", FindingState.DONE)


@pytest.mark.parametrize("state", TaskState)
def test_only_a_signed_record_counts(state: TaskState) -> None:
    found = word_now(state, Saying.AGREE, [])
    assert found is (Saying.AGREE if state in {TaskState.MENDING, TaskState.CLOSED} else None)


def test_conditions_agree_when_all_is_mended_and_not_before() -> None:
    assert word_now(TaskState.MENDING, Saying.CONDITIONS, [DONE, OPEN]) is None
    assert word_now(TaskState.MENDING, Saying.CONDITIONS, [DONE]) is Saying.AGREE


def test_a_disagreement_stays_one_whatever_was_mended() -> None:
    assert word_now(TaskState.CLOSED, Saying.DISAGREE, [DONE]) is Saying.DISAGREE
