"""The record of a joint visit that a department has already made, for its seat that opens later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.tasks import mending, waiting
from yimen.rules.tasks.lifecycle import RECORDED_IN
from yimen.rules.tasks.papers import BY_RECORD
from yimen.rules.tasks.standing import departments
from yimen.rules.tasks.terms import Saying, TaskKind, TaskPaper, TaskState

from ..models import Part
from .facts import finding_fact


@dataclass(frozen=True)
class Visited:
    """What the reader's department said on the spot: in which task, when, on which record; `words` are what
    its seat says when it is signed by the record."""

    task: int
    at: datetime | None
    saying: Saying
    paper: str
    words: str


def visited(actor: Actor, case: int) -> Visited | None:
    """The last joint visit about this case (row id; of a member that of the whole) on whose signed record a
    department of the actor has given its word; None where it has not, or its conditions are not met."""
    parts = Part.objects.select_related("task").prefetch_related("findings__part__department")
    mine = parts.filter(task__case=case, task__kind=TaskKind.VISIT, task__state__in=RECORDED_IN)
    part = mine.filter(department__credit_code__in=sorted(departments(actor))).order_by("-task").first()
    if part is None or not part.saying:
        return None
    task = part.task
    said = mending.word_now(
        TaskState(task.state), Saying(part.saying), [finding_fact(one) for one in part.findings.all()]
    )
    record = task.papers.filter(kind=TaskPaper.RECORD).order_by("-pk").first()
    if said is None or record is None:
        return None
    number = waiting.number(china_date(task.created_at), task.pk)
    words = BY_RECORD.format(kind=TaskKind.VISIT.label, number=number, saying=said.label, paper=record.number)
    return Visited(task.pk, task.recorded_at, said, record.number, words)
