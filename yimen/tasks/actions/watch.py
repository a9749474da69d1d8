"""What time does to joint tasks by itself: silence that agrees, deadlines that were let pass."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.tasks import mending, opinions
from yimen.rules.tasks.terms import Saying, TaskAct, TaskState
from yimen.trail.outage import outage_of
from yimen.trail.usecase import use_case

from ..models import Task
from ..queries.facts import finding_fact, part_fact
from ._work import TaskDone, Work, decide, done, keep, load, record
from .saying import ready

log = logging.getLogger(__name__)
#: When a task whose moment could not be attended to is looked at again.
LATER = timedelta(minutes=10)
_WATCHED = (TaskState.GATHERING, TaskState.MENDING)


def alarms(now: datetime, *, most: int = 200) -> int:
    """Attend to every task whose next moment has come; the number attended to."""
    due = Task.objects.filter(next_at__lte=now).order_by("next_at", "id")
    ids = list(due.values_list("pk", flat=True)[:most])
    for pk in ids:
        try:
            alarm(SYSTEM, pk, now=now)
        except Exception as error:
            if outage_of(error) is not None:
                raise
            log.exception("the alarm of task %s failed, next look at it in %s", pk, LATER)
            with transaction.atomic(durable=True):
                Task.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + LATER)
    return len(ids)


@use_case(TaskDone)
def alarm(actor: Actor, task: int, *, now: datetime) -> TaskDone:
    """The next moment of one task has come: who said nothing agrees where a rule says so, else is overdue."""
    work = load(actor, task, now=now)
    if work.task.state not in _WATCHED:
        work.task.next_at = None
        work.task.save(update_fields=["next_at"])
        return done(work)
    decide(work, TaskAct.LAPSE)
    (silent, late), old = _lapse_parts(work), _lapse_findings(work)
    late = late + old
    if not silent and not late:
        keep(work)
        return done(work)
    record(work, {"silent": silent, "late": late, "basis": work.task.silence if silent else ""})
    return ready(work)


def _lapse_parts(work: Work) -> tuple[list[str], list[str]]:
    """Departments whose time ran out, by name: who agrees by silence, who is overdue."""
    agreed: list[str] = []
    late: list[str] = []
    for one in work.parts:
        if work.task.state != TaskState.GATHERING or not opinions.is_late(part_fact(one), work.now):
            continue
        one.overdue = True
        if work.task.silence:
            one.saying, one.silent, one.said_at, one.said_by = Saying.AGREE, True, work.now, SYSTEM.label
        (agreed if work.task.silence else late).append(one.department.short_name)
        one.save()
    return agreed, late


def _lapse_findings(work: Work) -> list[str]:
    """Findings whose time ran out without an answer, by id."""
    late: list[str] = []
    for one in work.findings:
        if work.task.state == TaskState.MENDING and mending.is_late(finding_fact(one), work.now):
            one.overdue = True
            one.save(update_fields=["overdue"])
            late.append(str(one.pk))
    return late
