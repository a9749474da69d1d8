"""A link for a telephone: to which cases it opens anything, and how much it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from yimen.rules import sending as rules
from yimen.rules.terms import State


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("lasts", [True, False])
def test_only_to_a_draft_of_ones_own_while_the_session_lasts(
    state: State | None, own: bool, lasts: bool
) -> None:
    if state is State.DRAFT and own and lasts:
        rules.require_open(state, own, lasts)
        return
    with pytest.raises(rules.SendingOver):
        rules.require_open(state, own, lasts)


def test_for_a_quarter_of_an_hour() -> None:
    made, tick = datetime(2026, 11, 27, 2, tzinfo=UTC), timedelta(microseconds=1)
    moments = (made - tick, made, made + rules.LINK_FOR - tick, made + rules.LINK_FOR)
    assert [rules.is_fresh(made, at) for at in moments] == [False, True, True, False]


@pytest.mark.parametrize(
    ("files", "more", "good"),
    [(0, 1, True), (0, rules.MOST, True), (rules.MOST - 1, 1, True), (rules.MOST, 1, False), (29, 2, False)],
)
def test_how_many_files_a_material_takes(files: int, more: int, good: bool) -> None:
    if good:
        rules.require_room(files, more)
        return
    with pytest.raises(rules.SentEnough):
        rules.require_room(files, more)
