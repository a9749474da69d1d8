"""Which window of a queue is opened first when one more is needed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from yimen.rules.queueing.floor import first_to_open
from yimen.rules.queueing.terms import PostState

OPEN, PAUSED, CLOSED = PostState.OPEN, PostState.PAUSED, PostState.CLOSED


@dataclass(frozen=True)
class Seat:
    number: str
    state: PostState
    free: bool


@pytest.mark.parametrize(
    ("windows", "first"),
    [
        ([], None),
        ([("A1", OPEN, True), ("A2", OPEN, False)], None),
        ([("A1", CLOSED, False)], "A1"),
        ([("A1", CLOSED, False), ("A2", CLOSED, True)], "A2"),
        ([("A1", CLOSED, True), ("A2", PAUSED, False)], "A2"),
        ([("A3", CLOSED, True), ("A2", CLOSED, True), ("A1", CLOSED, False)], "A2"),
        ([("A2", PAUSED, False), ("A1", PAUSED, True), ("A0", OPEN, True)], "A1"),
    ],
)
def test_one_that_pauses_then_one_whose_person_is_free_then_any(
    windows: list[tuple[str, PostState, bool]], first: str | None
) -> None:
    found = first_to_open(Seat(*one) for one in windows)
    assert (found.number if found else None) == first
