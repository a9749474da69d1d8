"""On site: who is there, what was found, and photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yimen.bureau import queries as bureau
from yimen.rules.authority import Actor
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks import mending, opinions, visits
from yimen.rules.tasks.terms import PersonRole, TaskAct
from yimen.trail.usecase import use_case
from yimen.vault import queries as vault

from ..models import Finding, Part, Person, TaskFile
from ..queries.facts import part_fact
from ._work import TaskDone, Work, decide, load, record, run_deadlines


class StaffUnknown(RuleBroken):
    """An official on site is on the staff list."""

    code = "task.staff_unknown"
    text = "没有工号 {number}，请核对"
    kind = Kind.INVALID


class NoPhoto(RuleBroken):
    """A photo is one that this person has just uploaded."""

    code = "task.no_photo"
    text = "照片没有传上来，请再选一次"
    kind = Kind.INVALID


class NotTakingPart(RuleBroken):
    """Only who takes part in the task finds and says something for a department."""

    code = "task.not_taking_part"
    text = "您的部门没有参加这个联合任务"
    kind = Kind.FORBIDDEN


@use_case(TaskDone)
def begin_record(
    actor: Actor,
    task: int,
    *,
    staff: Sequence[str],
    applicant: str,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> TaskDone:
    """开始现场记录: numbers of the officials there (two or more), and who is there for the applicant.

    Raises TwoNeeded, StaffUnknown.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.RECORD)
    visits.require_two(staff)
    work.task.recorded_at = now
    work.task.people.exclude(role__in=[PersonRole.EXPERT]).delete()
    for number in dict.fromkeys(staff):
        _note_staff(work, number)
    if applicant.strip():
        Person.objects.create(task=work.task, role=PersonRole.APPLICANT, name=applicant.strip()[:80])
    run_deadlines(work, work.parts)
    return record(work, {"staff": sorted(set(staff))})


def _note_staff(work: Work, number: str) -> None:
    found = bureau.staff_by_number(number)
    if found is None:
        raise StaffUnknown(number=number)
    Person.objects.create(
        task=work.task, role=PersonRole.STAFF, name=found.name, organ=found.department.short_name,
        staff=found.number,
    )  # fmt: skip


def taking_part(work: Work) -> Part:
    """The actor's department in this task. Raises NotTakingPart."""
    part = work.my_part()
    if part is None:
        raise NotTakingPart()
    return part


@use_case(TaskDone)
def find(
    actor: Actor, task: int, *, text: str, mend: bool, days: int, now: datetime, photo: str = "",
    rev: int | None = None, once: str = "",
) -> TaskDone:  # fmt: skip
    """记发现: what was found, and if it is to be mended within how many working days; with a photo (digest).

    Raises FindingEmpty, BadMendingDays, SaidAlready, NoPhoto.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.FIND)
    part = taking_part(work)
    if part_fact(part).heard:
        raise opinions.SaidAlready()
    state = mending.require_finding(text, mend, days)
    made = Finding.objects.create(
        task=work.task, part=part, text=text.strip()[:2000], days=days if mend else 0, state=state,
        found_at=now, found_by=actor.label,
    )  # fmt: skip
    work.findings.append(made)
    if photo:
        add_file(work, TaskFile.SCENE, photo, made)
    return record(work, {"finding": made.pk, "department": part.department.credit_code, "mend": mend})


@use_case(TaskDone)
def photo(
    actor: Actor,
    task: int,
    *,
    photo: str,
    now: datetime,
    finding: int | None = None,
    rev: int | None = None,
    once: str = "",
) -> TaskDone:
    """加照片: of the place, or of one finding; `photo`: digest of what was just kept. Raises NoPhoto."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.PHOTO)
    taking_part(work)
    found = next((one for one in work.findings if one.pk == finding), None)
    made = add_file(work, TaskFile.SCENE, photo, found)
    return record(work, {"file": made.stored_id})


def add_file(work: Work, kind: str, digest: str, finding: Finding | None = None) -> TaskFile:
    """Link a file that the actor has just uploaded. Raises NoPhoto."""
    kept = vault.own_by_digest(work.actor.label, digest)
    if kept is None:
        raise NoPhoto()
    return TaskFile.objects.create(
        task=work.task, finding=finding, kind=kind, round=work.task.round, stored_id=kept.id,
        added_at=work.now, added_by=work.actor.label,
    )  # fmt: skip
