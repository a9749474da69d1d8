"""专家评审 and 听证: they stop the clock of their case by its own act and go on by it, with the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases.queries import Subject
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.tasks import experts as expert_rules
from yimen.rules.tasks import hearings
from yimen.rules.tasks.papers import CALLED_OFF
from yimen.rules.tasks.terms import PersonRole, Signed, TaskAct, TaskKind, TaskPaper
from yimen.rules.tasks.visits import clock_words, require_times
from yimen.rules.terms import Procedure, State
from yimen.trail.usecase import use_case

from ..models import Expert, Person, TaskFile
from ..queries.facts import expert_fact
from ._work import TaskDone, Work, decide, issue, load, record
from .appointing import told
from .finishing import finish
from .planning import Ask, Plan, begin, planned, subject_of
from .recording import StaffUnknown, add_file

_PROCEDURE = {TaskKind.HEARING: Procedure.HEARING, TaskKind.EXPERTS: Procedure.EXPERT_REVIEW}
_MINUTES = {TaskKind.HEARING: TaskPaper.HEARING_MINUTES, TaskKind.EXPERTS: TaskPaper.EXPERT_OPINION}


@use_case(TaskDone)
def plan_hearing(
    actor: Actor, number: str, *, lead: str, told_on: date, asked_on: date, by: str, at: datetime,
    place: str, host: str, recorder: str, people: Sequence[tuple[str, str]], now: datetime, once: str = "",
) -> TaskDone:  # fmt: skip
    """听证: `told_on`, `asked_on`: when the right to it was told and used; `by`: who asked for it; `people`:
    (role, name) of parties and witnesses. The notice goes out today; the clock of the case stops.

    Raises AskedTooLate, HeldTooLate, NoticeTooShort, DatesBackwards, PeopleMissing, HostUnfit, StaffUnknown.
    """
    subject, calendar, today = subject_of(number), bureau.work_calendar(), china_date(now)
    hearings.require_dates(calendar, told=told_on, asked=asked_on, notice=today, day=china_date(at))
    hearings.require_people(host, recorder, subject.examiners)
    facts = {"told": told_on.isoformat(), "asked_on": asked_on.isoformat(), "by": by.strip()}
    work = _begin(actor, TaskKind.HEARING, subject, lead, place, at, facts, now=now)
    _staff(work, PersonRole.HOST, host)
    _staff(work, PersonRole.RECORDER, recorder)
    for role, name in people:
        Person.objects.create(task=work.task, role=PersonRole(role), name=name.strip()[:80])
    issue(work, TaskPaper.HEARING_NOTICE, told(work, _notice(work, at)))
    return _pause(work, subject, china_date(at))


@use_case(TaskDone)
def plan_experts(
    actor: Actor, number: str, *, lead: str, at: datetime, place: str, experts: Sequence[int],
    now: datetime, once: str = "",
) -> TaskDone:  # fmt: skip
    """专家评审: three experts or more without an interest; the clock of the case stops.

    Raises TooFewExperts, ExpertInterested, ExpertAway, NotAWorkingDay.
    """
    subject = subject_of(number)
    require_times(bureau.work_calendar(), [at], now)
    chosen = list(Expert.objects.filter(pk__in=list(experts)).order_by("pk"))
    expert_rules.require_panel([expert_fact(one) for one in chosen], subject.concerned)
    work = _begin(actor, TaskKind.EXPERTS, subject, lead, place, at, {}, now=now)
    for one in chosen:
        Person.objects.create(
            task=work.task, role=PersonRole.EXPERT, name=one.name, organ=one.organ, expert=one
        )
    return _pause(work, subject, china_date(at))


def _begin(
    actor: Actor, kind: TaskKind, subject: Subject, lead: str, place: str, at: datetime,
    facts: dict[str, str], *, now: datetime,
) -> Work:  # fmt: skip
    plan = Plan(kind, lead, (Ask(lead, 1),), case=subject, place=place.strip())
    work = begin(actor, plan, facts, now=now, least=1)
    work.task.appointed_at = at
    return work


def _pause(work: Work, subject: Subject, day: date) -> TaskDone:
    until = hearings.planned_end(work.calendar, day)
    reason = f"{work.kind.label} {work.number}，{clock_words(work.task.appointed_at or work.now)}"
    cases.pause_within(
        work.actor, subject.number, kind=str(_PROCEDURE[work.kind]), reason=reason, planned_end=until,
        now=work.now,
    )  # fmt: skip
    return planned(work)


def _staff(work: Work, role: PersonRole, number: str) -> None:
    found = bureau.staff_by_number(number)
    if found is None:
        raise StaffUnknown(number=number)
    Person.objects.create(
        task=work.task, role=role, name=found.name, organ=found.department.short_name, staff=found.number
    )


def _notice(work: Work, at: datetime) -> list[tuple[str, str]]:
    names = {PersonRole(p.role): f"{p.name}（{p.organ}）" for p in work.task.people.order_by("pk")}
    return [
        ("时间", clock_words(at)), ("地点", work.task.place), ("听证申请人", work.task.facts["by"]),
        ("主持人", names.get(PersonRole.HOST, "")), ("记录员", names.get(PersonRole.RECORDER, "")),
    ]  # fmt: skip


@use_case(TaskDone)
def hold(
    actor: Actor, task: int, *, minutes: str, files: Sequence[str], refused: Sequence[int], now: datetime,
    rev: int | None = None, once: str = "",
) -> TaskDone:  # fmt: skip
    """记笔录: what was said, with the signed file (digests); `refused`: people who would not sign.

    Raises NotHeldYet, SignedMinutesMissing.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.HOLD)
    held = china_date(work.task.appointed_at or now)
    hearings.require_minutes(minutes, len(files), held_on=held, today=china_date(now))
    work.task.facts = {**work.task.facts, "minutes": minutes.strip()[:8000]}
    for digest in files:
        add_file(work, TaskFile.MINUTES, digest)
    work.task.people.exclude(pk__in=list(refused)).update(signed=Signed.SIGNED)
    work.task.people.filter(pk__in=list(refused)).update(signed=Signed.REFUSED)
    issue(work, _MINUTES[work.kind], told(work, _held(work), signers=_signers(work)))
    return record(work, {"files": len(files)})


def _held(work: Work) -> list[tuple[str, str]]:
    at = work.task.appointed_at
    return [
        ("时间", clock_words(at) if at else ""), ("地点", work.task.place),
        ("笔录", work.task.facts["minutes"]),
    ]  # fmt: skip


def _signers(work: Work) -> list[tuple[str, str]]:
    return [
        (PersonRole(p.role).label, f"{p.name} {Signed(p.signed).label}")
        for p in work.task.people.order_by("pk")
    ]


@use_case(TaskDone)
def end_procedure(
    actor: Actor, task: int, *, text: str, now: datetime, rev: int | None = None, once: str = ""
) -> TaskDone:
    """作出结论: the result of the procedure, taken from its minutes; the clock of the case goes on.

    Raises ConclusionMissing.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.CONCLUDE)
    work.task.conclusion = hearings.require_result(text)[:4000]
    _resume(work, work.task.conclusion)
    record(work)
    return finish(work)


@use_case(TaskDone)
def call_off(
    actor: Actor, task: int, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> TaskDone:
    """取消: the hearing or review is not held; the clock of the case goes on."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.CANCEL, reason)
    if work.kind in _PROCEDURE:
        _resume(work, CALLED_OFF.format(reason=work.reason))
    return record(work)


def _resume(work: Work, result: str) -> None:
    """End the pause, unless its planned end did so already."""
    if work.task.case is not None and work.task.case.state == State.SUSPENDED:
        said = f"{work.kind.label} {work.number}：{result}"
        cases.resume_within(work.actor, work.task.case.number, now=work.now, result=said)
