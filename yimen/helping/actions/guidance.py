"""导办: somebody was shown the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules.authority import Actor, require_role
from yimen.rules.helping import guidance as rules
from yimen.rules.helping.terms import HelpEvent
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Guidance


@dataclass(frozen=True)
class Guided:
    """A guidance that was noted."""

    id: int
    outcome: str


@use_case(Guided)
def note_guidance(
    actor: Actor, item: str, region: str, how: str, outcome: str, why: str = "",
    *, now: datetime, once: str = "",
) -> Guided:  # fmt: skip
    """Note a guidance: the item (code), the place (12 digits), how, what came of it. HELPER, CLERK.

    Raises NotPermitted, GuidanceBlank.
    """
    require_role(actor, *rules.GUIDES)
    way, to = rules.read_how(how), rules.read_to(outcome)
    reason = rules.read_why(to, why)
    known = catalogue.by_codes([item]) if item else []
    rules.require_item(known=bool(known), why=reason)
    if bureau.region(region) is None:
        raise rules.GuidanceBlank(label="在哪里")
    made = Guidance.objects.create(
        staff=actor.staff, item=known[0].code if known else "", region=region, how=str(way), outcome=str(to),
        why=str(reason or ""), at=now,
    )  # fmt: skip
    data = {"item": made.item, "region": region, "how": made.how, "outcome": made.outcome, "why": made.why}
    trail.append(f"helper:{actor.staff}", HelpEvent.GUIDED, actor.label, now, data)
    return Guided(made.pk, made.outcome)
