"""The end of a task: when nothing is left to mend it is closed by itself, once."""

from __future__ import annotations

from yimen.rules.tasks import mending
from yimen.rules.tasks.terms import TaskAct, TaskState

from ..queries.facts import finding_fact
from ._work import TaskDone, Work, done, on, record


def finish(work: Work) -> TaskDone:
    """Close the task in hand where it only waited for what was to be mended."""
    open_now = [finding_fact(one) for one in work.findings]
    if work.task.state != TaskState.MENDING or not mending.settled(open_now):
        return done(work)
    left = list(work.issued)
    closed = record(on(work, TaskAct.FINISH))
    return TaskDone(closed.id, closed.number, closed.state, closed.rev, left[-1] if left else "")
