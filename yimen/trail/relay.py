"""Handing events on: workers claim due rows under a lease and run the reactions wired in `config`.

At least once, and once as far as anyone can see: each reaction of each event runs in its own transaction
together with a `Done` row, so a second delivery finds it done. A failure is retried with back-off; after
`TRIES` it becomes a dead letter, which the administrator sees and may put back in line.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from yimen.rules.masking import mask_text

from .models import Done, Event
from .queries import Row, row_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outside:
    """A reaction that speaks to the outside world: `ask` runs without a transaction, so that no writer waits
    for a slow answer; `keep` writes the answer in one, and says False where it must be asked again later.
    Only events that `when` wants concern it."""

    ask: Callable[[Row, datetime], Any]
    keep: Callable[[Row, Any, datetime], bool]
    name: str
    when: Callable[[Row], bool] = lambda row: True


class NotYet(Exception):
    """The outside did not answer: the event is tried again with back-off."""


Reaction = Callable[[Row, datetime], None] | Outside
Wiring = Mapping[str, Sequence[Reaction]]

#: How long a claimed row stays with its worker before another may take it.
LEASE = timedelta(seconds=60)
#: Nothing is ever due later than this from now: what is, was written by a clock that has been set back since.
LONGEST = timedelta(hours=1)
#: After so many failed tries a row is a dead letter.
TRIES = 8
#: What a dead letter says whose worker never came back to say more.
KILLED = "the worker ended in the middle of this event, every time"


def back_off(attempts: int) -> timedelta:
    """The wait before the next try: 2, 4, 8 … seconds, at most one hour."""
    return timedelta(seconds=min(2**attempts, LONGEST.total_seconds()))


def _due(now: datetime) -> Q:
    return Q(due_at__lte=now) | Q(due_at__gt=now + LONGEST + LEASE)


def claim(now: datetime, most: int) -> list[Row]:
    """Take up to `most` due rows and lease them to this worker."""
    with transaction.atomic():
        due = Event.objects.filter(_due(now)).order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due[:most])
        deadly = [r.pk for r in rows if r.attempts >= TRIES]
        Event.objects.filter(pk__in=deadly).update(due_at=None, dead_at=now, error=KILLED)
        kept = [r for r in rows if r.pk not in set(deadly)]
        # The try counts from the claim on: a row that kills its worker each time must not go on for ever.
        Event.objects.filter(pk__in=[r.pk for r in kept]).update(
            due_at=now + LEASE, attempts=F("attempts") + 1
        )
    return [row_of(r) for r in sorted(kept, key=lambda r: r.pk)]


def name_of(reaction: Reaction) -> str:
    """The name under which a reaction is marked as done."""
    if isinstance(reaction, Outside):
        return reaction.name[-80:]
    return f"{reaction.__module__}.{reaction.__qualname__}"[-80:]


def _consult(row: Row, reaction: Outside, now: datetime) -> None:
    name = name_of(reaction)
    if Done.objects.filter(event_id=row.id, reaction=name).exists():
        return
    answer = reaction.ask(row, now)
    with transaction.atomic():
        final = reaction.keep(row, answer, now)
        if final:
            Done.objects.get_or_create(event_id=row.id, reaction=name, defaults={"at": now})
    if not final:
        raise NotYet(name)


def _react(row: Row, reaction: Reaction, now: datetime) -> None:
    if isinstance(reaction, Outside):
        _consult(row, reaction, now)
        return
    with transaction.atomic():
        _, fresh = Done.objects.get_or_create(
            event_id=row.id, reaction=name_of(reaction), defaults={"at": now}
        )
        if fresh:
            reaction(row, now)


def _failed(row: Row, now: datetime, error: str, *, waits: bool = False) -> None:
    attempts = Event.objects.values_list("attempts", flat=True).get(pk=row.id)
    dead = attempts >= TRIES
    Event.objects.filter(pk=row.id).update(
        error=mask_text(error)[-4000:],
        due_at=None if dead else now + back_off(attempts),
        dead_at=now if dead else None,
    )
    # That the outside is slow to answer is no fault of ours, until it is given up.
    level = logging.INFO if waits and not dead else logging.ERROR
    log.log(level, "event %s %s failed, try %s of %s", row.id, row.kind, attempts, TRIES)


def _reactions(row: Row, wiring: Wiring) -> list[Reaction]:
    """The reactions that this event concerns."""
    return [r for r in wiring.get(row.kind, ()) if not isinstance(r, Outside) or r.when(row)]


def handle(row: Row, wiring: Wiring, now: datetime) -> bool:
    """Run all reactions of one event. True when all are done."""
    try:
        for reaction in _reactions(row, wiring):
            _react(row, reaction, now)
    except Exception as error:  # a reaction may fail in any way: it is kept, shown and tried again
        _failed(row, now, traceback.format_exc(), waits=isinstance(error, NotYet))
        return False
    Event.objects.filter(pk=row.id).update(due_at=None, error="")
    return True


def run_due(wiring: Wiring, now: datetime, *, most: int = 100) -> int:
    """Claim and handle due rows once; the number handled. Rows without reactions are closed in one stroke."""
    if not Event.objects.filter(_due(now)).exists():
        return 0  # an idle look takes no write lock
    rows = claim(now, most)
    wanted = [r for r in rows if _reactions(r, wiring)]
    idle = [r.id for r in rows if r not in wanted]
    if idle:
        Event.objects.filter(pk__in=idle).update(due_at=None)
    return len(idle) + sum(handle(r, wiring, now) for r in wanted)


def without(wiring: Wiring, reaction: Reaction) -> Wiring:
    """The same wiring but for one reaction, which is then owed."""
    return {kind: [one for one in reactions if one != reaction] for kind, reactions in wiring.items()}


def owe(wiring: Wiring, reaction: Reaction, now: datetime, pace: timedelta) -> int:
    """Put the events in line again that one reaction has not seen, the newest first, one every `pace`.

    For what was left out (`without`) or is wired anew: the pace lets newer events pass. How many there are.
    """
    kinds = [kind for kind, reactions in wiring.items() if reaction in reactions]
    seen = Done.objects.filter(reaction=name_of(reaction)).values("event_id")
    found = Event.objects.filter(kind__in=kinds, dead_at__isnull=True).exclude(pk__in=seen)
    owed = list(found.order_by("-id").only("pk"))
    for place, row in enumerate(owed):
        row.due_at, row.attempts = now + min(place * pace, LONGEST), 0
    with transaction.atomic():
        Event.objects.bulk_update(owed, ["due_at", "attempts"], batch_size=500)
    return len(owed)
