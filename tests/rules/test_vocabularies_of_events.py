"""Each noun says what happened in words of its own; a code stands in one vocabulary only."""

from __future__ import annotations

import pytest

from yimen.rules.events import Kind
from yimen.rules.tasks.events import TaskEvent
from yimen.rules.term import Happened
from yimen.rules.vocabulary import EVENTS, VOCABULARIES, choices, event_of, label_of


def test_every_vocabulary_is_known() -> None:
    assert set(Happened.__subclasses__()) == set(VOCABULARIES)


def test_no_code_stands_twice() -> None:
    assert len(EVENTS) == sum(len(vocabulary) for vocabulary in VOCABULARIES)


def test_an_event_is_found_by_its_code_whoever_wrote_it() -> None:
    assert event_of("case.accepted") is Kind.CASE_ACCEPTED
    assert event_of("task.planned") is TaskEvent.PLANNED
    assert label_of("task.planned") == TaskEvent.PLANNED.label
    assert dict(choices())["archive.filed"] == label_of("archive.filed")


def test_a_code_that_nobody_knows_stays_as_it_is_but_is_no_event() -> None:
    assert label_of("moon.rose") == "moon.rose"
    with pytest.raises(ValueError, match=r"moon\.rose"):
        event_of("moon.rose")
