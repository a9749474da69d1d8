"""Messages to applicants: left by a reaction, once per event; marked read by their reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yimen.rules.authority import Actor
from yimen.rules.calendar import midnight
from yimen.trail.actions import require_transaction

from ..models import Case, Message


def leave_message(
    case: Case | None, party_id: int, event: int, text: str, facts: Mapping[str, Any], at: datetime
) -> bool:
    """Leave one message for one event; False when it was there. Runs in the reaction's transaction.

    `case`: None for what is about no case; then `facts` names where it leads (`web.citizen.mine.PLACES`).
    """
    require_transaction()
    _, fresh = Message.objects.get_or_create(
        party_id=party_id, event=event, defaults={"case": case, "text": text, "facts": dict(facts), "at": at}
    )
    return fresh


def read_messages(actor: Actor, *, now: datetime) -> int:
    """Mark the actor's own messages read; how many were new."""
    if actor.party is None:
        return 0
    with transaction.atomic(durable=True):
        return Message.objects.filter(party_id=actor.party, read_at__isnull=True).update(read_at=now)


def forget_messages(first: date, most: int) -> int:
    """Messages about no case from before `first` go; how many. Those of a case go with its record.

    In the caller's transaction.
    """
    require_transaction()
    old = Message.objects.filter(case__isnull=True, at__lt=midnight(first)).order_by("pk")
    return Message.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()[0]
