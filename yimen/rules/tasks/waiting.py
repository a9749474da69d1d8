"""When the watcher looks at a task again, and whether somebody has let a deadline pass."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from .mending import Finding
from .opinions import Part
from .terms import FindingState, TaskState

#: A deadline is kept up to and including its moment: it is missed from one second later on.
_TICK = timedelta(seconds=1)


def next_moment(state: TaskState, parts: Iterable[Part], findings: Iterable[Finding]) -> datetime | None:
    """The next moment at which somebody may have let a deadline pass; None while nothing runs."""
    due: list[datetime] = []
    if state is TaskState.GATHERING:
        due = [one.due for one in parts if one.due and not one.heard and not one.overdue]
    if state is TaskState.MENDING:
        due = [one.due for one in findings if one.due and one.state is FindingState.OPEN and not one.overdue]
    return min(due) + _TICK if due else None


def is_overdue(state: TaskState, parts: Iterable[Part], findings: Iterable[Finding]) -> bool:
    """Whether the task is shown as overdue: somebody is late, and it still matters."""
    if state is TaskState.GATHERING:
        return any(one.overdue and not one.heard for one in parts)
    late = {FindingState.OPEN, FindingState.ANSWERED}
    return state is TaskState.MENDING and any(one.overdue and one.state in late for one in findings)


def number(created: date, ordinal: int) -> str:
    """任务编号: RW, the day, and which one it is: RW20261127-000012."""
    return f"RW{created:%Y%m%d}-{ordinal:06d}"
