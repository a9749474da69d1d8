"""Planning a joint task: who goes, who is asked what until when, and the times offered to the applicant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.bureau import queries as bureau
from yimen.bureau.models import Department
from yimen.cases import queries as cases
from yimen.cases.queries import Subject
from yimen.parties import queries as parties
from yimen.rules.authority import Actor, NotVisible
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks import lifecycle, standing, visits
from yimen.rules.tasks.events import TaskEvent
from yimen.rules.tasks.terms import Standing, TaskKind, TaskState
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Part, SilenceRule, Task
from ..queries.facts import stand_of
from ._work import TaskDone, Work, done, keep, run_deadlines, write_event


class ParticipantUnknown(RuleBroken):
    """A participant is a department of the county."""

    code = "task.department_unknown"
    text = "没有这个部门，请重新选"
    kind = Kind.INVALID


class NotAccepted(RuleBroken):
    """Departments act together on a case that was accepted and is not decided."""

    code = "task.case_not_open"
    text = "这个办件现在没有在审查，不能安排联合任务"


class PlanMissing(RuleBroken):
    """Supervision says whom, where and why."""

    code = "task.plan_missing"
    text = "请写明{what}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Ask:
    """One participant: credit code, working days, what it is to say."""

    department: str
    days: int
    ask: str = ""


@dataclass(frozen=True)
class Plan:
    """What a new task is about: a case or a party, led by whom, with whom."""

    kind: TaskKind
    lead: str
    asks: tuple[Ask, ...]
    case: Subject | None = None
    party: int = 0
    title: str = ""
    place: str = ""


@use_case(TaskDone)
def plan_visit(
    actor: Actor, number: str, *, lead: str, asks: Sequence[tuple[str, int, str]], place: str,
    times: Sequence[datetime], prepare: str, now: datetime, once: str = "",
) -> TaskDone:  # fmt: skip
    """联合踏勘: one appointment for all departments; the applicant hears once who comes and when they may.

    `asks`: (credit code, working days, words) of each participant. Raises what `rules.tasks` says.
    """
    visits.require_times(bureau.work_calendar(), times, now)
    _require(place, "地点")
    plan = Plan(TaskKind.VISIT, lead, _asks(asks), case=subject_of(number), place=place.strip())
    facts = {"times": [one.isoformat() for one in times], "prepare": prepare.strip()}
    work = begin(actor, plan, facts, now=now)
    return planned(work)


@use_case(TaskDone)
def plan_review(
    actor: Actor, number: str, *, kind: str, lead: str, asks: Sequence[tuple[str, int, str]], now: datetime,
    once: str = "",
) -> TaskDone:  # fmt: skip
    """联合审图, 联合验收: each participant has its own deadline from today, the lead concludes."""
    plan = Plan(TaskKind(kind), lead, _asks(asks), case=subject_of(number))
    work = begin(actor, plan, {}, now=now)
    run_deadlines(work, work.parts)
    return planned(work)


@use_case(TaskDone)
def plan_supervision(
    actor: Actor, party: int, *, lead: str, asks: Sequence[tuple[str, int, str]], title: str, place: str,
    day: datetime, plan: str, now: datetime, once: str = "",
) -> TaskDone:  # fmt: skip
    """联合监管: several departments go to one party on one day, by a plan; no case is needed.

    Raises PlanMissing, NotAWorkingDay and what `rules.tasks.standing` says.
    """
    for given, what in ((title, "检查什么"), (place, "地点"), (plan, "按哪个计划")):
        _require(given, what)
    visits.require_times(bureau.work_calendar(), [day], now)
    if parties.party(party) is None:
        raise PlanMissing(what="检查对象")
    made = Plan(
        TaskKind.SUPERVISION, lead, _asks(asks), party=party, title=title.strip(), place=place.strip()
    )
    work = begin(actor, made, {"plan": plan.strip()}, now=now)
    work.task.appointed_at = day
    return planned(work)


def _require(given: str, what: str) -> None:
    if not given.strip():
        raise PlanMissing(what=what)


def _asks(asks: Sequence[tuple[str, int, str]]) -> tuple[Ask, ...]:
    return tuple(Ask(code, days, words.strip()[:300]) for code, days, words in asks)


def subject_of(number: str) -> Subject:
    """The case, held for the task. Raises NotVisible, NotAccepted."""
    found = cases.subject(number)
    if found is None:
        raise NotVisible()
    if not found.accepted:
        raise NotAccepted()
    return found


def begin(actor: Actor, plan: Plan, facts: dict[str, Any], *, now: datetime, least: int = 2) -> Work:
    """The rows of a new task, in the caller's transaction; its first event is `planned`.

    Raises NotPermitted, LeadUnfit, NoParticipants, BadDays, ParticipantUnknown, AlreadyPlanned.
    """
    trail.require_transaction()
    standing.require_lead(actor, plan.lead, plan.case.involved if plan.case else None)
    offices = _offices([plan.lead, *(one.department for one in plan.asks)])
    asked = [(one.department, offices[one.department].short_name, one.days) for one in plan.asks]
    standing.require_parts(asked, least=least)
    _require_alone(plan)
    rule = SilenceRule.objects.filter(kind=plan.kind, counts=True).first()
    task = Task.objects.create(
        kind=plan.kind, state=lifecycle.FIRST[plan.kind], lead=offices[plan.lead],
        title=(plan.title or (plan.case.title if plan.case else ""))[:300],
        case_id=plan.case.id if plan.case else None,
        party_id=plan.case.party_id if plan.case else plan.party,
        place=plan.place, facts=facts, silence=rule.basis if rule else "", created_at=now,
        created_by=actor.label,
    )  # fmt: skip
    parts = [
        Part.objects.create(task=task, department=offices[one.department], days=one.days, ask=one.ask)
        for one in plan.asks
    ]
    stand = stand_of(task, parts)
    lead = frozenset({Standing.LEAD})
    return Work(task, actor, now, stand, lead, parts, [], bureau.work_calendar())


def _require_alone(plan: Plan) -> None:
    if plan.case is None:
        return
    open_now = Task.objects.filter(case=plan.case.id, kind=plan.kind)
    if open_now.exclude(state__in=[str(one) for one in lifecycle.OVER]).exists():
        raise visits.AlreadyPlanned(kind=plan.kind.label)


def _offices(codes: Collection[str]) -> dict[str, Department]:
    found = {code: bureau.department(code) for code in dict.fromkeys(codes)}
    if any(one is None for one in found.values()):
        raise ParticipantUnknown()
    return {code: one for code, one in found.items() if one is not None}


def planned(work: Work) -> TaskDone:
    """Write the first event of a new task."""
    task = work.task
    data = {
        "kind": str(task.kind), "lead": work.stand.lead, "departments": sorted(work.stand.participants),
        "case": task.case.number if task.case else "", "to": str(TaskState(task.state)),
        **({"document": work.issued[-1]} if work.issued else {}),
    }  # fmt: skip
    write_event(work, TaskEvent.PLANNED, data)
    keep(work)
    return done(work)
