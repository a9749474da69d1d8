"""Agreeing on one time for all: offered by the lead, chosen by the applicant, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.tasks import papers, visits
from yimen.rules.tasks.terms import TaskAct, TaskPaper
from yimen.trail.usecase import use_case

from ._work import TaskDone, Work, decide, issue, load, record


def offered(work: Work) -> list[datetime]:
    """The times that were offered."""
    return [datetime.fromisoformat(one) for one in work.task.facts.get("times", [])]


@use_case(TaskDone)
def propose(
    actor: Actor,
    task: int,
    *,
    times: Sequence[datetime],
    prepare: str,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> TaskDone:
    """Other times are offered: the applicant asked for that, or the officials cannot come."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.PROPOSE)
    _offer(work, times, prepare)
    return record(work)


def _offer(work: Work, times: Sequence[datetime], prepare: str) -> None:
    visits.require_times(work.calendar, times, work.now)
    work.task.facts = {
        **work.task.facts, "times": [one.isoformat() for one in times],
        "prepare": prepare.strip() or work.task.facts.get("prepare", ""), "asked": "",
    }  # fmt: skip
    work.task.appointed_at = None


@use_case(TaskDone)
def choose(
    actor: Actor, task: int, *, time: datetime, now: datetime, rev: int | None = None, once: str = ""
) -> TaskDone:
    """The applicant takes one of the times. Raises NotOffered."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.CHOOSE)
    return _appoint(work, visits.chosen(offered(work), time), "")


@use_case(TaskDone)
def appoint(
    actor: Actor,
    task: int,
    *,
    time: datetime,
    reason: str,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> TaskDone:
    """The lead notes what was agreed by telephone, with whom. Raises NotOffered, TaskReasonMissing."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.APPOINT, reason)
    return _appoint(work, visits.chosen(offered(work), time), reason)


def _appoint(work: Work, time: datetime, by: str) -> TaskDone:
    work.task.appointed_at = time
    who = "、".join(one.department.short_name for one in work.parts)
    rows = [
        ("时间", visits.clock_words(time)), ("地点", work.task.place), ("到场部门", who),
        ("请准备", work.task.facts.get("prepare", "")), ("怎么约定的", by.strip()),
    ]  # fmt: skip
    issue(work, TaskPaper.APPOINTMENT, told(work, rows))
    return record(work, {"time": time.isoformat()})


def told(
    work: Work, rows: Sequence[tuple[str, str]], lines: Sequence[tuple[str, str]] = (),
    signers: Sequence[tuple[str, str]] = (), drawn: Sequence[tuple[str, str]] = (),
) -> papers.Told:  # fmt: skip
    """What a paper of the task in hand tells."""
    task = work.task
    return papers.Told(task.title, task.party.name, task.lead.name, rows, lines, signers, drawn)


@use_case(TaskDone)
def ask_other(
    actor: Actor, task: int, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> TaskDone:
    """The applicant cannot come at these times and says when they can."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.ASK_OTHER, reason)
    work.task.facts = {**work.task.facts, "asked": work.reason[:500]}
    work.task.appointed_at = None
    return record(work)


@use_case(TaskDone)
def revisit(
    actor: Actor, task: int, *, reason: str, times: Sequence[datetime], prepare: str, now: datetime,
    rev: int | None = None, once: str = "",
) -> TaskDone:  # fmt: skip
    """再约现场: only where somebody asks for it; the list of what is to be mended goes on."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.REVISIT, reason)
    _offer(work, times, prepare)
    for part in work.parts:
        part.saying, part.silent, part.overdue = "", False, False
        part.save(update_fields=["saying", "silent", "overdue"])
    return record(work)
