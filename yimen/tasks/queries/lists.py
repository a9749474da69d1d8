"""Lists of tasks: keyset, newest first, out of an index, without a count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from yimen.cases.queries.inbox import masked_party
from yimen.rules.authority import Actor, holdings_of
from yimen.rules.calendar import china_date
from yimen.rules.tasks import waiting
from yimen.rules.tasks.lifecycle import OVER
from yimen.rules.tasks.standing import departments
from yimen.rules.tasks.terms import FindingState, TaskKind, TaskState

from ..models import Finding, Part, Task

PAGE = 50


@dataclass(frozen=True)
class TaskRow:
    """One line of a list. `to_mend`: the applicant has something to put right (of a case's own tasks)."""

    id: int
    number: str
    kind: TaskKind
    state: TaskState
    title: str
    party: str
    lead: str
    case: str
    appointed_at: datetime | None
    next_at: datetime | None
    overdue: bool
    leads: bool = False
    to_mend: bool = False


def _rows(found: QuerySet[Task], limit: int, mine: Iterable[str] = ()) -> list[TaskRow]:
    held = set(mine)
    rows = found.select_related("lead", "party", "case")[: limit + 1]
    return [_row(one, held) for one in rows]


def _row(one: Task, mine: set[str]) -> TaskRow:
    return TaskRow(
        id=one.pk, number=waiting.number(china_date(one.created_at), one.pk), kind=TaskKind(one.kind),
        state=TaskState(one.state), title=one.title, party=masked_party(one.party.kind, one.party.name),
        lead=one.lead.short_name, case=one.case.number if one.case else "", appointed_at=one.appointed_at,
        next_at=one.next_at, overdue=one.overdue, leads=one.lead.credit_code in mine,
        to_mend=getattr(one, "to_mend", False),
    )  # fmt: skip


def of_department(
    actor: Actor, *, lead: bool = False, over: bool = False, before: int | None = None, limit: int = PAGE
) -> list[TaskRow]:
    """Tasks in which the actor's departments take part, newest first; `lead`: those they lead; `over`: those
    that are finished. One line over `limit` tells of more."""
    mine = sorted(departments(actor))
    if not mine:
        return []
    parts = Part.objects.filter(department__credit_code__in=mine)
    found = Task.objects.filter(lead__credit_code__in=mine) if lead else Task.objects.filter(
        pk__in=parts.values("task")
    )  # fmt: skip
    closed = [str(one) for one in OVER]
    found = found.filter(state__in=closed) if over else found.exclude(state__in=closed)
    if before:
        found = found.filter(pk__lt=before)
    return _rows(found.order_by("-pk"), limit, mine)


def of_party(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[TaskRow]:
    """Tasks that concern the actor, or for whom they hold a mandate for everything; newest first."""
    parties = holdings_of(actor)
    found = Task.objects.filter(party__in=parties)
    if before:
        found = found.filter(pk__lt=before)
    return _rows(found.order_by("-pk"), limit) if parties else []


def of_case(case: int) -> list[TaskRow]:
    """Tasks about this case (row id; of a member that of the whole), newest first. For whoever sees it."""
    wanting = Finding.objects.filter(task=OuterRef("pk"), state=FindingState.OPEN)
    return _rows(Task.objects.filter(case=case).annotate(to_mend=Exists(wanting)).order_by("-pk"), PAGE)


def overdue(before: int | None = None, limit: int = PAGE) -> list[TaskRow]:
    """Tasks in which somebody let a deadline pass, newest first."""
    found = Task.objects.filter(overdue=True)
    if before:
        found = found.filter(pk__lt=before)
    return _rows(found.order_by("-pk"), limit)
