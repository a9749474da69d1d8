"""号票: ONE table (state, act) → state, whose, event. `step` reads it and nothing else.

A visitor is never lost: from every open state an act leads on, and the end of the day closes what nobody
called. A call that was a mistake is put back without losing its place. Who comes next is told by `order`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..authority import SYSTEM
from ..errors import Kind, RuleBroken
from .terms import TicketAct, TicketEvent, TicketSource, TicketState

#: So often a number is called before it may be passed over (`domain.md` §6).
CALLS_BEFORE_MISS = 3
#: In the trail: somebody in a hall whom nobody knows.
VISITOR = "visitor"


class TicketNotHere(RuleBroken):
    """The act does not exist in the state the ticket is in."""

    code = "ticket.not_here"
    text = "{number} 号现在是“{state}”，不能{act}"
    kind = Kind.CONFLICT


class CallAgainFirst(RuleBroken):
    """A number is passed over only after it was called three times: people are slow on stairs."""

    code = "ticket.call_again_first"
    text = "{number} 号才叫了 {calls} 次，叫满 {most} 次才能过号"
    kind = Kind.CONFLICT


class OtherWindow(RuleBroken):
    """The visitor stands at another window: only that one goes on with them."""

    code = "ticket.other_window"
    text = "{number} 号在 {window} 窗口"
    kind = Kind.FORBIDDEN


class WindowBusy(RuleBroken):
    """One window, one visitor: the one who is there is finished, passed over or put on hold first."""

    code = "window.busy"
    text = "窗口还有 {number} 号，先办完、过号或暂离再叫下一位"
    kind = Kind.CONFLICT


class WindowNotOpen(RuleBroken):
    """A window that is not open calls nobody; what it began it may finish."""

    code = "window.not_open"
    text = "{window} 窗口没有开，先开窗口再叫号"
    kind = Kind.CONFLICT


class VisitNotOver(RuleBroken):
    """Only visits that are over are taken in: who still waits is called by the acts of the hall."""

    code = "history.not_over"
    text = "{number} 号还没有办完，不能作为历史记录接收"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Arrow:
    """One row of the table. `at_window`: only the window that has the visitor may do it."""

    act: TicketAct
    sources: frozenset[TicketState]
    target: TicketState
    event: TicketEvent
    at_window: bool = False


_S, _A, _E = TicketState, TicketAct, TicketEvent
#: Nothing leaves these.
OVER = frozenset({_S.DONE, _S.LEFT, _S.CLOSED})
OPEN = frozenset(TicketState) - OVER
#: The visitor stands at a window, or is on the way to it.
AT_WINDOW = frozenset({_S.CALLED, _S.SERVING})


def _arrow(
    act: TicketAct, sources: set[TicketState], target: TicketState, event: TicketEvent, *, here: bool = False
) -> Arrow:
    return Arrow(act, frozenset(sources), target, event, here)


TABLE: tuple[Arrow, ...] = (
    _arrow(_A.CALL, {_S.WAITING}, _S.CALLED, _E.CALLED),
    _arrow(_A.RECALL, {_S.CALLED}, _S.CALLED, _E.RECALLED, here=True),
    _arrow(_A.START, {_S.CALLED}, _S.SERVING, _E.STARTED, here=True),
    _arrow(_A.MISS, {_S.CALLED}, _S.MISSED, _E.MISSED, here=True),
    _arrow(_A.REQUEUE, {_S.MISSED}, _S.WAITING, _E.REQUEUED),
    _arrow(_A.HOLD, {_S.SERVING}, _S.HELD, _E.HELD, here=True),
    _arrow(_A.RESUME, {_S.HELD}, _S.SERVING, _E.RESUMED),
    _arrow(_A.TRANSFER, {_S.CALLED, _S.SERVING}, _S.WAITING, _E.TRANSFERRED, here=True),
    _arrow(_A.TRANSFER, {_S.WAITING, _S.HELD, _S.MISSED}, _S.WAITING, _E.TRANSFERRED),
    _arrow(_A.PUT_BACK, {_S.CALLED}, _S.WAITING, _E.PUT_BACK, here=True),
    _arrow(_A.FINISH, {_S.SERVING}, _S.DONE, _E.FINISHED, here=True),
    _arrow(_A.LEAVE, {_S.WAITING, _S.HELD, _S.MISSED}, _S.LEFT, _E.LEFT),
    _arrow(_A.CLOSE, {_S.WAITING, _S.CALLED, _S.HELD, _S.MISSED}, _S.CLOSED, _E.CLOSED),
)

_BY_PLACE = {(state, row.act): row for row in TABLE for state in row.sources}


@dataclass(frozen=True)
class Standing:
    """What a step needs of one ticket: its number, state, window ("" where none) and how often called."""

    number: str
    state: TicketState
    window: str = ""
    calls: int = 0


def step(ticket: Standing, act: TicketAct, window: str = "") -> Arrow:
    """The arrow that this act takes. `window`: who acts, "" for the visitor, the floor and the system.

    Raises TicketNotHere, OtherWindow, CallAgainFirst.
    """
    found = _BY_PLACE.get((ticket.state, act))
    if found is None:
        raise TicketNotHere(number=ticket.number, state=ticket.state.label, act=act.label)
    if found.at_window and window and window != ticket.window:
        raise OtherWindow(number=ticket.number, window=ticket.window)
    if act is TicketAct.MISS and ticket.calls < CALLS_BEFORE_MISS:
        raise CallAgainFirst(number=ticket.number, calls=ticket.calls, most=CALLS_BEFORE_MISS)
    return found


def acts_from(state: TicketState) -> tuple[TicketAct, ...]:
    """The acts that exist in a state, in the table's order."""
    return tuple(dict.fromkeys(row.act for row in TABLE if state in row.sources))


def require_free(window: str, *, is_open: bool, busy_with: str) -> None:
    """A window may call when it is open and has nobody. Raises WindowNotOpen, WindowBusy."""
    if not is_open:
        raise WindowNotOpen(window=window)
    if busy_with:
        raise WindowBusy(number=busy_with)


def written_by(actor: str, source: TicketSource, event: TicketEvent) -> str:
    """As whom an act stands in the trail. `actor`: the label of who acts; who took a number without signing
    in, and who left so, is a visitor by where the number came from, and not the system by itself."""
    anonymous = actor == SYSTEM.label and event in {TicketEvent.TAKEN, TicketEvent.LEFT}
    return f"{VISITOR}:{source}" if anonymous else actor


def require_over(number: str, state: TicketState) -> None:
    """Raise VisitNotOver where a visit that is handed over as history is not at its end."""
    if state not in OVER:
        raise VisitNotOver(number=number)


def number_of(letter: str, count: int) -> str:
    """The number on a ticket: the letter of its class and at least three digits ("A007", "A1203")."""
    return f"{letter}{count:03d}"
