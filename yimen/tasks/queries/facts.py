"""Rows of tasks as the rules know them."""

from __future__ import annotations

from collections.abc import Iterable

from yimen.rules.tasks import experts, mending, opinions
from yimen.rules.tasks.standing import TaskStand
from yimen.rules.tasks.terms import FindingState, Saying

from ..models import Expert, Finding, Part, Task


def stand_of(task: Task, parts: Iterable[Part]) -> TaskStand:
    """What of a task decides who may act."""
    case = task.case
    return TaskStand(
        lead=task.lead.credit_code, participants=frozenset(p.department.credit_code for p in parts),
        party=task.party_id, agent=case.agent_id if case else None, item=case.item.code if case else "",
        helper=case.helper if case else "",
    )  # fmt: skip


def part_fact(row: Part) -> opinions.Part:
    """One department as the rules know it."""
    return opinions.Part(
        department=row.department.credit_code, name=row.department.short_name, due=row.due_at,
        saying=Saying(row.saying) if row.saying else None, silent=row.silent, overdue=row.overdue,
    )  # fmt: skip


def finding_fact(row: Finding) -> mending.Finding:
    """One finding as the rules know it."""
    office = row.part.department
    return mending.Finding(
        department=office.credit_code, name=office.short_name, state=FindingState(row.state), due=row.due_at,
        overdue=row.overdue,
    )  # fmt: skip


def expert_fact(row: Expert) -> experts.Expert:
    """One expert as the rules know them."""
    lines = frozenset(line.strip() for line in row.interests.splitlines() if line.strip())
    return experts.Expert(row.pk, row.name, row.organ, lines, row.active)
