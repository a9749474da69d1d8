"""What the actions share: the locked row, the hold that stands, a move written with its event."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from yimen.rules import retention
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.retention import ArchiveNotFound, Holding, Move, Stage
from yimen.rules.term import Happened
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.outage import outage_of
from yimen.vault import queries as vault

from ..models import Archive, Hold

log = logging.getLogger(__name__)


def stream(case: str) -> str:
    """Where the events of a record stand: the chain of the case itself is closed with the case."""
    return f"archive:{case}"


def note(case: str, kind: Happened, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    """Write an event of a record."""
    trail.append(stream(case), kind, actor.label, now, data)


def locked(case: str) -> Archive:
    """The record of a case, locked for this transaction. Raises ArchiveNotFound."""
    found = Archive.objects.select_for_update(of=("self",)).select_related("case").filter(case__number=case)
    row = found.first()
    if row is None:
        raise ArchiveNotFound()
    return row


def held(case: int) -> Holding | None:
    """The hold that stands on a case, the oldest of several."""
    one = Hold.objects.filter(case=case, lifted_at__isnull=True).order_by("pk").first()
    return Holding(one.name, one.document) if one else None


def roles_of(actor: Actor) -> frozenset[Role]:
    """The posts of an actor."""
    return frozenset(post.role for post in actor.posts)


def move(row: Archive, act: Move, actor: Actor, now: datetime, data: dict[str, Any], **changed: Any) -> None:
    """One move of a locked record by the table, with what it changes and its event.

    Raises NotInThisStage, NotYourMove, UnderHold.
    """
    arrow = retention.step(
        Stage(row.stage), act, roles_of(actor), system=actor.is_system, held=held(row.case_id)
    )
    row.stage = arrow.target
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=["stage", *changed])
    note(row.case.number, arrow.event, actor, now, {"archive": row.number, **data})


def standing_licences(case: str, now: datetime) -> list[str]:
    """The licences that a case gave and that still stand."""
    return [one.number for one in vault.of_case(case, now) if one.holds]


def each(numbers: Iterable[str], act: Callable[[str], object], what: str) -> int:
    """Do something with each record; one that cannot be done is logged and does not stop the others."""
    done = 0
    for number in numbers:
        try:
            done += bool(act(number))
        except Exception as error:
            if outage_of(error) is not None:
                raise
            log.exception("%s of the record of case %s failed", what, number)
    return done


__all__ = [
    "SYSTEM",
    "each",
    "held",
    "locked",
    "log",
    "move",
    "note",
    "roles_of",
    "standing_licences",
    "stream",
]
