"""专家名录 and the rules on silence: kept by administrators; each change on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.rules.authority import Actor, require_role
from yimen.rules.tasks import experts as rules
from yimen.rules.tasks import opinions
from yimen.rules.tasks.events import TaskEvent
from yimen.rules.tasks.terms import TaskKind
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Expert, SilenceRule

#: Who keeps the list: the administrator, and heads of departments.
KEEPERS = (Role.ADMIN, Role.HEAD, Role.DIRECTOR)


@dataclass(frozen=True)
class Listed:
    """One entry of the list of experts."""

    id: int
    active: bool


@dataclass(frozen=True)
class Ruled:
    """Whether silence agrees in tasks of this kind."""

    kind: str
    counts: bool


@use_case(Listed)
def list_expert(
    actor: Actor, *, name: str, subject: str, organ: str, now: datetime, rank: str = "", phone: str = "",
    interests: str = "", once: str = "",
) -> Listed:  # fmt: skip
    """专家入名录. `interests`: names with which they have to do, one a line. Raises NotPermitted,
    ExpertIncomplete."""
    require_role(actor, *KEEPERS)
    rules.require_entry(name, subject, organ)
    made = Expert.objects.create(
        name=name.strip()[:80], subject=subject.strip()[:100], organ=organ.strip()[:100],
        rank=rank.strip()[:60], phone=phone.strip()[:30], interests=interests.strip()[:2000],
        by=actor.label, at=now,
    )  # fmt: skip
    trail.append(f"expert:{made.pk}", TaskEvent.EXPERT_LISTED, actor.label, now, {"subject": made.subject})
    return Listed(made.pk, True)


@use_case(Listed)
def unlist_expert(actor: Actor, expert: int, *, reason: str, now: datetime, once: str = "") -> Listed:
    """专家退出名录: asked no more; past reviews stay. Raises NotPermitted, ExpertIncomplete."""
    require_role(actor, *KEEPERS)
    found = Expert.objects.select_for_update().filter(pk=expert).first()
    if found is None:
        raise rules.ExpertAway(name="")
    if not reason.strip():
        raise rules.ExpertIncomplete(what="理由")
    found.active = False
    found.save(update_fields=["active"])
    data = {"reason": reason.strip()[:300]}
    trail.append(f"expert:{found.pk}", TaskEvent.EXPERT_UNLISTED, actor.label, now, data)
    return Listed(found.pk, False)


@use_case(Ruled)
def rule_silence(
    actor: Actor, kind: str, *, counts: bool, basis: str, now: datetime, once: str = ""
) -> Ruled:
    """Whether silence counts as agreement in tasks of a kind that begin from now on, and by which rule.

    Raises NotPermitted, NoBasis.
    """
    require_role(actor, Role.ADMIN)
    words = opinions.require_basis(counts, basis)[:300]
    facts = {"counts": counts, "basis": words, "by": actor.label, "at": now}
    SilenceRule.objects.update_or_create(kind=TaskKind(kind), defaults=facts)
    trail.append(
        f"silence:{kind}", TaskEvent.SILENCE_RULED, actor.label, now, {"counts": counts, "basis": words}
    )
    return Ruled(kind, counts)
