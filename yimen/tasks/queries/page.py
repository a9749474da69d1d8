"""One joint task in full, for those for whom it exists; the applicant sees what is theirs to know."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.cases.models import Case
from yimen.cases.queries.inbox import masked_party
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.papers import read_code
from yimen.rules.tasks import lifecycle, standing, waiting
from yimen.rules.tasks.standing import TaskNotVisible
from yimen.rules.tasks.terms import (
    FindingState,
    Saying,
    Signed,
    Standing,
    TaskAct,
    TaskKind,
    TaskPaper,
    TaskState,
)
from yimen.rules.tasks.terms import (
    PersonRole as Role,
)
from yimen.rules.tasks.visits import clock_words
from yimen.trail import queries as trail
from yimen.trail.queries import Row

from ..models import Finding, Paper, Part, Person, Task, TaskFile
from .facts import stand_of


@dataclass(frozen=True)
class PartRow:
    """One department: what it was asked, until when, what it said. `mine`: it is the reader's."""

    id: int
    code: str
    department: str
    ask: str
    days: int
    due_at: datetime | None
    saying: Saying | None
    text: str
    said_at: datetime | None
    silent: bool
    overdue: bool
    met: str
    mine: bool
    earlier: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class FileRow:
    """One photo, drawing or signed paper."""

    id: int
    key: str
    name: str
    kind: str
    round: int
    finding: int | None
    added_at: datetime


@dataclass(frozen=True)
class FindingRow:
    """One finding with its answer, its check and its photos. `mine`: the reader's department found it."""

    id: int
    department: str
    text: str
    days: int
    due_at: datetime | None
    state: FindingState
    overdue: bool
    answer: str
    words: str
    mine: bool
    files: tuple[FileRow, ...] = ()

    @property
    def slug(self) -> str:
        """Its id as a part of the names of boxes."""
        return str(self.id)


@dataclass(frozen=True)
class PersonRow:
    """Somebody who was there, or is to be."""

    id: int
    role: Role
    name: str
    organ: str
    signed: Signed
    words: str


@dataclass(frozen=True)
class PaperRow:
    """One paper that was handed out."""

    kind: TaskPaper
    number: str
    issued_at: datetime


@dataclass(frozen=True)
class TaskPage:
    """Everything a page of one task shows. `acts`: what this reader may do now."""

    task: Task
    number: str
    kind: TaskKind
    state: TaskState
    case: str
    party: str
    lead: str
    standings: frozenset[Standing]
    acts: tuple[TaskAct, ...]
    times: tuple[datetime, ...]
    prepare: str
    asked: str
    parts: tuple[PartRow, ...]
    findings: tuple[FindingRow, ...]
    files: tuple[FileRow, ...]
    people: tuple[PersonRow, ...]
    papers: tuple[PaperRow, ...]
    history: tuple[Row, ...]

    @property
    def mine(self) -> PartRow | None:
        """The part of the reader's department."""
        return next((one for one in self.parts if one.mine), None)

    @property
    def is_applicant(self) -> bool:
        """Whether the reader is the one concerned."""
        return Standing.APPLICANT in self.standings


def task_page(actor: Actor, pk: int) -> TaskPage:
    """One task as the reader may see it. Raises TaskNotVisible (also where there is none).

    The applicant sees times, who comes, the list of what is to be mended and the papers; what departments
    wrote to each other only as the papers tell it.
    """
    task = Task.objects.select_related("lead", "party", "case__item").filter(pk=pk).first()
    if task is None:
        raise TaskNotVisible()
    parts = list(task.parts.select_related("department").prefetch_related("earlier").order_by("pk"))
    standings = standing.require_visible(actor, stand_of(task, parts))
    mine, own = standing.departments(actor), Standing.APPLICANT in standings
    files = tuple(_file(one) for one in task.files.select_related("stored").order_by("pk"))
    kind, state = TaskKind(task.kind), TaskState(task.state)
    facts = task.facts
    return TaskPage(
        task=task, number=waiting.number(china_date(task.created_at), task.pk), kind=kind, state=state,
        case=task.case.number if task.case else "", party=masked_party(task.party.kind, task.party.name),
        lead=task.lead.short_name, standings=standings, acts=lifecycle.acts_from(kind, state, standings),
        times=tuple(datetime.fromisoformat(one) for one in facts.get("times", [])),
        prepare=facts.get("prepare", ""), asked=facts.get("asked", ""),
        parts=tuple(_part(one, mine, bare=own) for one in parts),
        findings=_findings(task, mine, files, own=own),
        files=() if own else tuple(one for one in files if one.finding is None),
        people=() if own else tuple(_person(one) for one in task.people.order_by("pk")),
        papers=tuple(
            PaperRow(TaskPaper(p.kind), p.number, p.issued_at) for p in task.papers.order_by("pk") if p.data
        ),
        history=() if own else tuple(trail.history(f"task:{task.pk}")),
    )  # fmt: skip


def _part(row: Part, mine: Iterable[str], *, bare: bool) -> PartRow:
    code = row.department.credit_code
    saying = Saying(row.saying) if row.saying and not bare else None
    earlier = () if bare else tuple((one.round, one.saying, one.text) for one in row.earlier.all())
    return PartRow(
        row.pk, code, row.department.short_name, row.ask, row.days, row.due_at, saying,
        "" if bare else row.text, None if bare else row.said_at, row.silent, row.overdue,
        "" if bare else row.met, code in set(mine), earlier,
    )  # fmt: skip


def _file(row: TaskFile) -> FileRow:
    return FileRow(row.pk, row.stored.key, row.stored.name, row.kind, row.round, row.finding_id, row.added_at)


def _findings(
    task: Task, mine: Iterable[str], files: Iterable[FileRow], *, own: bool
) -> tuple[FindingRow, ...]:
    """What was found; the applicant reads it once the record is signed."""
    if own and task.state not in {TaskState.MENDING, TaskState.CLOSED, TaskState.PROPOSED}:
        return ()
    held, listed = set(mine), list(files)
    rows = task.findings.select_related("part__department").order_by("pk")
    return tuple(
        _finding(row, held, tuple(one for one in listed if one.finding == row.pk))
        for row in rows
        if not own or row.state != FindingState.NOTED
    )


def _finding(row: Finding, mine: set[str], files: tuple[FileRow, ...]) -> FindingRow:
    office = row.part.department
    return FindingRow(
        row.pk, office.short_name, row.text, row.days, row.due_at, FindingState(row.state), row.overdue,
        row.answer, row.words, office.credit_code in mine, files,
    )  # fmt: skip


def _person(row: Person) -> PersonRow:
    return PersonRow(row.pk, Role(row.role), row.name, row.organ, Signed(row.signed), row.words)


def may_open_file(actor: Actor, key: str) -> bool:
    """Whether a stored file belongs to a task that this reader sees; the applicant opens photos of findings
    and the papers."""
    row = TaskFile.objects.select_related("task__lead", "task__case__item").filter(stored__key=key).first()
    task = row.task if row else None
    if task is None:
        paper = Paper.objects.select_related("task__lead", "task__case__item").filter(pdf__key=key).first()
        task = paper.task if paper else None
    if task is None:
        return False
    found = standing.standings(actor, stand_of(task, task.parts.select_related("department")))
    hidden = row is not None and row.finding_id is None and row.kind != TaskFile.DRAWING
    return bool(found) and not (hidden and found == {Standing.APPLICANT})


def paper(actor: Actor, pk: int, number: str) -> dict[str, Any]:
    """One paper's frozen contents with kind, number and date. Raises TaskNotVisible."""
    page = task_page(actor, pk)
    row = page.task.papers.filter(number=number).first()
    if row is None or not row.data:
        raise TaskNotVisible()
    return {**row.data, "kind": TaskPaper(row.kind), "number": row.number, "issued_at": row.issued_at}


@dataclass(frozen=True)
class CheckedTaskPaper:
    """What anybody who holds a paper of a task may learn of it."""

    number: str
    kind: TaskPaper
    title: str
    party: str
    department: str
    issued_at: datetime


def paper_by_check(number: str, code: str) -> CheckedTaskPaper | None:
    """The paper with this number and check code; None for a wrong pair, as for none at all."""
    typed = read_code(code)
    row = Paper.objects.select_related("task__party", "task__lead").filter(number=number.strip()).first()
    if row is None or not typed or not hmac.compare_digest(row.code, typed):
        return None
    return _checked(row)


def paper_by_digest(digest: str) -> CheckedTaskPaper | None:
    """The paper whose file has this content (SM3), None where there is none."""
    row = Paper.objects.select_related("task__party", "task__lead").filter(pdf__digest=digest).first()
    return _checked(row) if row else None


def _checked(row: Paper) -> CheckedTaskPaper:
    task = row.task
    return CheckedTaskPaper(
        row.number, TaskPaper(row.kind), task.title, masked_party(task.party.kind, task.party.name),
        task.lead.name, row.issued_at,
    )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a message about a task is made of."""

    case: Case
    parties: tuple[int, ...]
    title: str
    kind: str
    departments: int
    day: str


def told(stream: str) -> Told | None:
    """The task of a stream for its messages; None where it is about no case."""
    task = Task.objects.select_related("case").filter(pk=int(stream.partition(":")[2])).first()
    if task is None or task.case is None:
        return None
    parties = tuple(p for p in dict.fromkeys((task.case.party_id, task.case.agent_id)) if p is not None)
    day = clock_words(task.appointed_at) if task.appointed_at else ""
    return Told(task.case, parties, task.title, TaskKind(task.kind).label, task.parts.count(), day)
