"""The switch of an item, the check of a decision by a person, and the end of what is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.instant import recheck as rules
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Decision, Switch


@dataclass(frozen=True)
class Switched:
    """How the switch of an item stands."""

    code: str
    off: bool


@dataclass(frozen=True)
class Checked:
    """What a person found of one decision."""

    decision: int
    right: bool


@use_case(Switched)
def switch(actor: Actor, code: str, *, off: bool, reason: str, now: datetime, once: str = "") -> Switched:
    """Stop 秒批 of an item at once, or let it go on. KEEPER or ADMIN.

    Raises NotPermitted, SwitchReasonMissing, NotInstant.
    """
    why, item = rules.require_switch(actor, reason), catalogue.item(code)
    if item is None or item.current_id is None or catalogue.spec(item.current_id).instant is None:
        raise rules.NotInstant()
    facts = {"off": off, "why": why, "by": actor.label, "at": now}
    Switch.objects.update_or_create(item_id=item.pk, defaults=facts)
    data = {"off": off, "reason": why}
    trail.append(f"item:{code}", Kind.INSTANT_SWITCHED, actor.label, now, data)
    return Switched(code, off)


@use_case(Checked)
def recheck(
    actor: Actor, decision: int, *, right: bool, words: str, now: datetime, once: str = ""
) -> Checked:
    """抽查: a person of the department says whether the machine decided rightly, and why.

    Raises NotPermitted, NotDrawn, CheckedAlready, CheckWordsMissing.
    """
    mine = rules.departments_of(actor)
    rows = Decision.objects.select_for_update(of=("self",)).select_related("case__department", "item")
    found = rows.filter(pk=decision, case__department__credit_code__in=mine, chosen=True).first()
    said = rules.require_check(found is not None, bool(found and found.checked_at), words)
    if found is None:
        raise rules.NotDrawn()
    found.right, found.words, found.checked_at, found.checked_by = right, said, now, actor.label
    found.save(update_fields=["right", "words", "checked_at", "checked_by"])
    data = {"case": found.case.number, "right": right, "words": said}
    trail.append(f"item:{found.item.code}", Kind.INSTANT_RECHECKED, actor.label, now, data)
    return Checked(decision, right)


def erase(number: str) -> None:
    """Empty what is personal in the decisions on a case. In the caller's transaction."""
    trail.require_transaction()
    Decision.objects.filter(case__number=number).update(checks=[], inputs=[], words="")
