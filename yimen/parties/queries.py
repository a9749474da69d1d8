"""Reading parties and mandates."""

from __future__ import annotations

from datetime import date

from .models import Mandate, Party


def party(party_id: int) -> Party | None:
    """One party by id."""
    return Party.objects.filter(pk=party_id).first()


def by_id_number(id_number: str) -> Party | None:
    """One party by identity number or credit code."""
    return Party.objects.filter(id_number=id_number).first()


def mandates_of(agent_id: int, today: date) -> frozenset[tuple[int, str]]:
    """Mandates the agent holds today: (principal's id, item code), "" for all items."""
    held = Mandate.objects.filter(
        agent_id=agent_id, revoked_at__isnull=True, from_day__lte=today, to_day__gte=today
    ).values_list("principal_id", "items")
    return frozenset((principal, code) for principal, items in held for code in (items or [""]))
