"""Waiting and service are sums of intervals between what happened: nobody types a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .terms import TicketEvent, TicketState

_S, _E = TicketState, TicketEvent
#: The state that each event leads to.
AFTER = {
    _E.TAKEN: _S.WAITING, _E.CALLED: _S.CALLED, _E.RECALLED: _S.CALLED, _E.STARTED: _S.SERVING,
    _E.MISSED: _S.MISSED, _E.REQUEUED: _S.WAITING, _E.HELD: _S.HELD, _E.RESUMED: _S.SERVING,
    _E.TRANSFERRED: _S.WAITING, _E.PUT_BACK: _S.WAITING, _E.FINISHED: _S.DONE, _E.LEFT: _S.LEFT,
    _E.CLOSED: _S.CLOSED,
}  # fmt: skip
_NONE = timedelta()


@dataclass(frozen=True)
class Spans:
    """How long a visitor stood in each state from the ticket to the end (or to now)."""

    waiting: timedelta = _NONE
    called: timedelta = _NONE
    serving: timedelta = _NONE
    held: timedelta = _NONE
    missed: timedelta = _NONE

    @property
    def total(self) -> timedelta:
        """From the ticket to the end: the sum of all."""
        return self.waiting + self.called + self.serving + self.held + self.missed

    @property
    def before_call(self) -> timedelta:
        """等候: until called, over all turns (call − take)."""
        return self.waiting


def spans(events: Iterable[tuple[datetime, TicketEvent]], now: datetime) -> Spans:
    """The sums of intervals of one ticket. `events` in the order of the record, the first is TAKEN."""
    sums: dict[str, timedelta] = {}
    state, since = None, now
    for at, event in events:
        if state is not None:
            sums[state] = sums.get(state, _NONE) + (at - since)
        state, since = str(AFTER[event]), at
    if state in {_S.WAITING, _S.CALLED, _S.SERVING, _S.HELD, _S.MISSED}:
        sums[state] = sums.get(state, _NONE) + max(now - since, _NONE)
    return Spans(**{name: value for name, value in sums.items() if name in Spans.__dataclass_fields__})
