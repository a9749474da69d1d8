"""The list of experts and the rules on silence."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from yimen.rules.tasks.terms import TaskKind

from ..models import Expert, SilenceRule

PAGE = 50


@dataclass(frozen=True)
class ExpertRow:
    """One expert as the lists show them; who they have to do with is for the rules."""

    id: int
    name: str
    subject: str
    organ: str
    rank: str
    active: bool


def experts(
    text: str = "", *, active: bool = True, after: int | None = None, limit: int = PAGE
) -> list[ExpertRow]:
    """Experts by name, field or organ, keyset; one over `limit` tells of more."""
    found = Expert.objects.filter(active=active) if active else Expert.objects.all()
    if text:
        found = found.filter(Q(name__contains=text) | Q(subject__contains=text) | Q(organ__contains=text))
    rows = found.filter(pk__gt=after or 0).order_by("pk")[: limit + 1]
    return [ExpertRow(r.pk, r.name, r.subject, r.organ, r.rank, r.active) for r in rows]


def silence_rules() -> dict[TaskKind, tuple[bool, str]]:
    """For each kind with a rule: whether silence agrees, and by which rule."""
    return {TaskKind(r.kind): (r.counts, r.basis) for r in SilenceRule.objects.all()}
