"""Results that are ready for who applied: to be fetched, on their way, or there already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yimen.rules.authority import Actor
from yimen.rules.delivery import Choice, chosen
from yimen.rules.terms import State

from ..models import Case
from .lists import _mine

#: So many stand on one page of a kiosk; who has more finds them among their cases.
MOST = 12


@dataclass(frozen=True)
class Ready:
    """A case whose result waits. `region`: of the hall that hands it out (12 digits), where it is fetched."""

    number: str
    title: str
    item: str
    choice: Choice
    region: str


def ready_for(actor: Actor, limit: int = MOST) -> list[Ready]:
    """The actor's own cases whose result is there and not yet handed out, the newest first."""
    if actor.party is None:
        return []
    rows = Case.objects.filter(_mine(actor), state=State.ISSUED, parent__isnull=True)
    found = rows.select_related("item").order_by("-pk")[:limit]
    return [_ready(one, one.delivery) for one in found]


def _ready(one: Case, kept: Mapping[str, Any]) -> Ready:
    choice = chosen(kept)
    return Ready(one.number, one.title, one.item.code, choice, choice.hall or one.region)
