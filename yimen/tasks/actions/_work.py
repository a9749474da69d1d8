"""The frame of every act on a joint task: load with a lock → decide by rules → record rows and event.

The row of the task is the lock: two departments that act at once come one after the other. Cases are locked
after it, never before.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yimen.bureau import queries as bureau
from yimen.rules.authority import Actor
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.papers import CODE_LENGTH, CODE_LETTERS
from yimen.rules.tasks import lifecycle, papers, standing, waiting
from yimen.rules.tasks.lifecycle import Row
from yimen.rules.tasks.papers import Told
from yimen.rules.tasks.standing import TaskStand
from yimen.rules.tasks.terms import Standing, TaskAct, TaskKind, TaskPaper, TaskState
from yimen.rules.term import Happened
from yimen.trail import actions as trail

from ..models import Finding, Paper, Part, Task
from ..queries.facts import finding_fact, part_fact, stand_of


class TaskChanged(RuleBroken):
    """The task has changed since the page was opened."""

    code = "task.changed"
    text = "您打开以后，这个联合任务有变化。请看过再办"
    kind = Kind.CONFLICT


@dataclass(frozen=True)
class TaskDone:
    """The answer of an act: the task, its number, where it stands now and its revision."""

    id: int
    number: str
    state: str
    rev: int
    paper: str = ""


@dataclass
class Work:
    """One task in hands: what was loaded, who acts, what the rules said."""

    task: Task
    actor: Actor
    now: datetime
    stand: TaskStand
    standings: frozenset[Standing]
    parts: list[Part]
    findings: list[Finding]
    calendar: WorkCalendar
    row: Row | None = None
    reason: str = ""
    issued: list[str] = field(default_factory=list)

    @property
    def kind(self) -> TaskKind:
        """Which kind of task it is."""
        return TaskKind(self.task.kind)

    @property
    def number(self) -> str:
        """The number of the task."""
        return number_of(self.task)

    def my_part(self) -> Part | None:
        """The part of the actor's department, the first where they have several."""
        mine = standing.departments(self.actor)
        return next((one for one in self.parts if one.department.credit_code in mine), None)

    def findings_of(self, part: Part) -> list[Finding]:
        """What this department found."""
        return [one for one in self.findings if one.part_id == part.pk]


def number_of(task: Task) -> str:
    """The number of a task."""
    return waiting.number(china_date(task.created_at), task.pk)


def stream_of(task: Task) -> str:
    """The chain of a task's events."""
    return f"task:{task.pk}"


def load(actor: Actor, pk: int, *, now: datetime, rev: int | None = None) -> Work:
    """Lock one task and all an act needs. Raises TaskNotVisible (also where there is none), TaskChanged."""
    trail.require_transaction()
    rows = Task.objects.select_for_update(of=("self",)).select_related("lead", "party", "case__item")
    task = rows.filter(pk=pk).first()
    if task is None:
        raise standing.TaskNotVisible()
    parts = list(task.parts.select_related("department").order_by("pk"))
    stand = stand_of(task, parts)
    standings = standing.require_visible(actor, stand)
    if rev is not None and rev != task.rev:
        raise TaskChanged()
    findings = list(task.findings.select_related("part__department").order_by("pk"))
    return Work(task, actor, now, stand, standings, parts, findings, bureau.work_calendar())


def decide(work: Work, act: TaskAct, reason: str = "") -> Work:
    """Ask the table. Raises TaskNotHere, TaskNotYours, TaskReasonMissing."""
    work.row = lifecycle.step(work.kind, TaskState(work.task.state), act, work.standings, reason=reason)
    work.reason = reason.strip()
    return work


def record(work: Work, data: dict[str, Any] | None = None) -> TaskDone:
    """Write the task in its new state with its event; return the answer."""
    if work.row is None:
        raise RuntimeError("record() before decide()")
    before = work.task.state
    work.task.state = work.row.target or before
    facts = {
        **(data or {}), "from": str(before), "to": str(work.task.state),
        **({"reason": work.reason} if work.reason else {}),
        **({"document": work.issued[-1]} if work.issued else {}),
    }  # fmt: skip
    write_event(work, work.row.event, facts)
    keep(work)
    return done(work)


def done(work: Work) -> TaskDone:
    """The answer of an act on the task in hand."""
    task = work.task
    return TaskDone(task.pk, work.number, str(task.state), task.rev, work.issued[-1] if work.issued else "")


def on(work: Work, act: TaskAct) -> Work:
    """Go on to what the system does next with the same task in hand."""
    work.issued = []
    work.row = lifecycle.step(work.kind, TaskState(work.task.state), act, {Standing.SYSTEM})
    work.reason = ""
    return work


def write_event(work: Work, kind: Happened, data: dict[str, Any]) -> None:
    """Append one event to the task's chain; the head is kept on the locked row."""
    task = work.task
    before = trail.Head(task.rev, task.head_hash, task.head_at) if task.rev else trail.Head()
    head = trail.append(stream_of(task), kind, work.actor.label, work.now, data, head=before)
    task.rev, task.head_hash, task.head_at = head.seq, head.hash, head.at


def keep(work: Work) -> None:
    """Write the row with the next moment that matters."""
    task, parts = work.task, [part_fact(one) for one in work.parts]
    findings = [finding_fact(one) for one in work.findings]
    state = TaskState(task.state)
    task.next_at = waiting.next_moment(state, parts, findings)
    task.overdue = waiting.is_overdue(state, parts, findings)
    if state in lifecycle.OVER:
        task.closed_at = work.now
    task.save()


def issue(work: Work, kind: TaskPaper, told: Told) -> str:
    """Leave one paper of the act in hand, frozen; its number goes with the event."""
    task = work.task
    ordinal = task.papers.count() + 1
    made = Paper.objects.create(
        task=task, kind=kind, number=papers.number(kind, work.number, ordinal), issued_at=work.now,
        issued_by=work.actor.name, data=papers.contents(kind, told), code=check_code(),
    )  # fmt: skip
    work.issued.append(made.number)
    return made.number


def check_code() -> str:
    """A fresh 验真码."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def run_deadlines(work: Work, parts: Iterable[Part]) -> None:
    """From now on the days of these departments run."""
    for one in parts:
        one.due_at = work.calendar.end_of_business(
            work.calendar.add_working_days(china_date(work.now), one.days)
        )
        one.save(update_fields=["due_at"])
