"""The table of tickets: nobody is lost, nobody is served twice, a mistaken call can be put back."""

from __future__ import annotations

import pytest

from yimen.rules.queueing.spans import AFTER
from yimen.rules.queueing.terms import TicketAct, TicketEvent, TicketSource, TicketState
from yimen.rules.queueing.tickets import (
    CALLS_BEFORE_MISS,
    OPEN,
    OVER,
    TABLE,
    CallAgainFirst,
    OtherWindow,
    Standing,
    TicketNotHere,
    WindowBusy,
    WindowNotOpen,
    acts_from,
    number_of,
    require_free,
    step,
    written_by,
)

_S, _A = TicketState, TicketAct


def at(state: TicketState, *, window: str = "3", calls: int = 1) -> Standing:
    return Standing("A001", state, window, calls)


def test_from_every_open_state_an_end_is_reached() -> None:
    reach = {state: {row.target for row in TABLE if state in row.sources} for state in TicketState}
    for state in OPEN:
        seen, todo = {state}, [state]
        while todo:
            todo += (fresh := reach[todo.pop()] - seen)
            seen |= fresh
        assert seen & OVER


def test_nothing_leaves_an_end() -> None:
    assert [row.act for row in TABLE if row.sources & OVER] == []


def test_every_act_and_every_event_has_its_arrow() -> None:
    assert {row.act for row in TABLE} == set(TicketAct)
    assert {row.event for row in TABLE} | {TicketEvent.TAKEN} == set(TicketEvent)


def test_what_follows_an_event_is_the_target_of_its_arrow() -> None:
    assert {row.event: row.target for row in TABLE} | {TicketEvent.TAKEN: _S.WAITING} == AFTER


@pytest.mark.parametrize("state", sorted(OVER))
def test_who_is_done_is_not_called_again(state: TicketState) -> None:
    with pytest.raises(TicketNotHere):
        step(at(state), _A.CALL, "3")


@pytest.mark.parametrize("act", [_A.START, _A.RECALL, _A.PUT_BACK, _A.TRANSFER])
def test_only_the_window_that_called_goes_on(act: TicketAct) -> None:
    assert step(at(_S.CALLED), act, "3").target in TicketState
    with pytest.raises(OtherWindow):
        step(at(_S.CALLED), act, "4")


@pytest.mark.parametrize("calls", range(1, CALLS_BEFORE_MISS + 1))
def test_a_number_is_passed_over_after_three_calls(calls: int) -> None:
    ticket = at(_S.CALLED, calls=calls)
    if calls < CALLS_BEFORE_MISS:
        with pytest.raises(CallAgainFirst):
            step(ticket, _A.MISS, "3")
    else:
        assert step(ticket, _A.MISS, "3").target is _S.MISSED


def test_the_visitor_who_went_for_a_copy_may_come_back_to_any_window() -> None:
    assert step(at(_S.HELD), _A.RESUME, "9").target is _S.SERVING


def test_who_is_being_served_is_not_closed_at_the_end_of_the_day() -> None:
    assert _A.CLOSE not in acts_from(_S.SERVING)
    assert all(_A.CLOSE in acts_from(state) for state in OPEN - {_S.SERVING})


def test_a_window_that_is_busy_or_not_open_calls_nobody() -> None:
    require_free("3", is_open=True, busy_with="")
    with pytest.raises(WindowBusy):
        require_free("3", is_open=True, busy_with="A001")
    with pytest.raises(WindowNotOpen):
        require_free("3", is_open=False, busy_with="")


def test_numbers_have_three_digits_and_grow_when_they_must() -> None:
    assert [number_of("A", n) for n in (1, 42, 999, 1000)] == ["A001", "A042", "A999", "A1000"]


def test_only_an_unknown_visitor_stands_apart_from_the_system() -> None:
    for source in TicketSource:
        for event in TicketEvent:
            wanted = f"visitor:{source}" if event in {TicketEvent.TAKEN, TicketEvent.LEFT} else "system"
            assert written_by("system", source, event) == wanted
            assert written_by("staff:0101", source, event) == "staff:0101"
            assert written_by("account:7", source, event) == "account:7"
