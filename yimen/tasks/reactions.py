"""What follows an event of a joint task, after commit: the applicant is told once, papers are made."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import actions as cases
from yimen.rules.tasks.events import TaskEvent
from yimen.trail.queries import Row

from . import actions, queries

#: Event → what the applicant reads. Of a plan it depends on the kind of task.
NOTES = {
    TaskEvent.PROPOSED: "“{title}”的现场核查提了新的时间，请选一个。",
    TaskEvent.APPOINTED: "“{title}”约好 {day} 现场核查，{n} 个部门一次到齐，请按通知准备。",
    TaskEvent.LISTED: "“{title}”现场核查有 {n} 条要整改，请打开办件逐条答复。",
    TaskEvent.CANCELLED: "“{title}”的{kind}取消了：{reason}",
    TaskEvent.CLOSED: "“{title}”的{kind}办完了。",
}
_PLANNED = {
    "visit": "“{title}”要到现场核查，{n} 个部门一次到齐。请打开办件选一个时间。",
    "hearing": "“{title}”的听证定在 {day}，请看听证公告。",
    "experts": "“{title}”要请专家评审，时间是 {day}。",
}
#: What the applicant reads where what was mended is not enough.
AGAIN = "“{title}”有一条整改没有通过复查，请打开办件看还差什么。"


def tell(row: Row, now: datetime) -> None:
    """Leave the applicant (and the agent) one message for this event, where the task is about a case."""
    told = queries.told(row.stream)
    text = _text(row)
    if told is None or not text:
        return
    facts = {"title": told.title, "n": str(row.data.get("n") or told.departments), "day": told.day,
             "kind": told.kind, "reason": str(row.data.get("reason", ""))}  # fmt: skip
    for party in told.parties:
        cases.leave_message(told.case, party, row.id, text, facts, row.at)


def _text(row: Row) -> str:
    if row.kind == TaskEvent.PLANNED:
        return _PLANNED.get(str(row.data.get("kind", "")), "")
    if row.kind == TaskEvent.CHECKED:
        return "" if row.data["ok"] else AGAIN
    return NOTES.get(TaskEvent(row.kind), "")


def print_paper(row: Row, now: datetime) -> None:
    """The paper that this event left is made into a PDF and kept, once."""
    if number := str(row.data.get("document", "")):
        actions.print_paper(number, now=now)
