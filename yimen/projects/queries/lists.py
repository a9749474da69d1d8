"""Lists of projects, keyset by id, each walking one index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yimen.rules.authority import Actor, holdings_of
from yimen.rules.projects import Lane, ProjectKind

from ..models import Project, StageCase

#: Rows of a page.
PAGE = 30


@dataclass(frozen=True)
class ProjectRow:
    """One project in a list. `owner`: the whole name, doors mask it."""

    id: int
    code: str
    name: str
    kind: ProjectKind
    lane: Lane
    owner: str
    manager: str
    created_at: datetime
    closed_at: datetime | None


def _rows(found: QuerySet[Project], before: int | None, limit: int) -> list[ProjectRow]:
    if before is not None:
        found = found.filter(pk__lt=before)
    ids = found.order_by("-pk").values("pk")[:limit]
    listed = Project.objects.filter(pk__in=ids).select_related("owner", "manager").order_by("-pk")
    return [
        ProjectRow(
            one.pk, one.code, one.name, ProjectKind(one.kind), Lane(one.lane), one.owner.name,
            one.manager.name if one.manager else "", one.created_at, one.closed_at,
        )
        for one in listed
    ]  # fmt: skip


def of_owner(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[ProjectRow]:
    """The projects of the actor and of whom they hold a mandate for everything, newest first."""
    return _rows(Project.objects.filter(owner__in=holdings_of(actor)), before, limit)


def managed(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[ProjectRow]:
    """The projects that this member of staff leads, newest first."""
    if not actor.staff:
        return []
    return _rows(Project.objects.filter(manager__number=actor.staff), before, limit)


def listed(
    *, text: str = "", kind: str = "", open_only: bool = False, before: int | None = None, limit: int = PAGE
) -> list[ProjectRow]:
    """All projects for who watches: by code, by the beginning of the name, by class; newest first."""
    found = Project.objects.all()
    if text.strip():
        found = found.filter(Q(code=text.strip()) | Q(name__startswith=text.strip()))
    if kind:
        found = found.filter(kind=kind)
    if open_only:
        found = found.filter(closed_at__isnull=True)
    return _rows(found, before, limit)


def project_of_case(numbers: list[str]) -> str:
    """The code of the project that one of these cases is an application of, or ""."""
    found = StageCase.objects.filter(case__number__in=numbers).values_list("project__code", flat=True).first()
    return found or ""


def finished(code: str) -> bool:
    """Whether the project's last stage has its result."""
    return Project.objects.filter(code=code, closed_at__isnull=False).exists()
