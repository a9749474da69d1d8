"""过期清除: what `rules.forgetting` lists goes when its time is over, some rows at a time.

May be killed anywhere: each turn is a transaction with its own line in the trail, the next look goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from yimen.cases import actions as cases
from yimen.hall import actions as hall
from yimen.helping import actions as helping
from yimen.parties.actions import forgetting as parties
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.forgetting import LIVES, ForgettingEvent, Held, Life, kept_from
from yimen.trail import actions as trail

#: Rows of one transaction.
BATCH = 500
#: Who forgets what: takes the first day that is kept and how many rows at most, says how many went.
_ROOMS: dict[Held, Callable[[date, int], int]] = {
    Held.MESSAGE: cases.forget_messages,
    Held.TICKET: hall.forget_visitors,
    Held.BOOKING: hall.forget_bookings,
    Held.VISIT: helping.forget_visits,
    Held.REQUEST: parties.forget_requests,
    Held.MANDATE: parties.forget_mandates,
}


def forget_due(now: datetime, *, batch: int = BATCH) -> int:
    """Everything whose time is over on this day; how many rows."""
    return sum(_forget(life, now, batch) for life in LIVES)


def _forget(life: Life, now: datetime, batch: int) -> int:
    total, first = 0, kept_from(life, china_date(now))
    while gone := _turn(life, first, now, batch):
        total += gone
    return total


def _turn(life: Life, first: date, now: datetime, batch: int) -> int:
    with transaction.atomic(durable=True):
        gone = _ROOMS[life.what](first, batch)
        if gone:
            data = {"what": str(life.what), "before": first.isoformat(), "count": gone}
            trail.append(f"forgotten:{life.what}", ForgettingEvent.FORGOTTEN, SYSTEM.label, now, data)
    return gone
