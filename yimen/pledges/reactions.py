"""What follows a grant that stands on promises, and each step of their checks: the applicant is told."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.rules.events import Kind
from yimen.trail.queries import Row

from . import actions

#: Event → what the applicant reads.
NOTES = {
    Kind.PLEDGE_DUE: "“{title}”准予了。您用承诺代替的“{name}”，{day} 前核查，请留好有关材料。",
    Kind.PLEDGE_REMINDED: "“{title}”：您承诺的“{name}”，{day} 前会核查，请把有关材料备好。",
    Kind.PLEDGE_TRUE: "“{title}”：您承诺的“{name}”，核查属实。",
    Kind.PLEDGE_EXTENDED: "“{title}”：您承诺的“{name}”还没有查清，核查延长到 {day}。",
    Kind.PLEDGE_DOUBTED: "“{title}”：核查认为您承诺的“{name}”不实。{day} 前可以说明情况，打开“我的承诺”写。",
    Kind.PLEDGE_FALSE: "“{title}”：认定您承诺的“{name}”不实，记入承诺失信记录，怎么修复写在“我的承诺”里。",
    Kind.PLEDGE_REVOCATION: "“{title}”：承诺的“{name}”不实，启动撤销，"
    "办件编号 {number}。决定以前您还可以陈述、申辩。",
}


def open_checks(row: Row, now: datetime) -> None:
    """A case was granted: what was promised instead of proved is to be checked. Others say nothing of it."""
    if row.data.get("pledges"):
        actions.open_checks(row.stream, now=now)


def tell(row: Row, now: datetime) -> None:
    """Leave the applicant (and the agent) one message for this step of a check."""
    case = case_queries.plain_case(str(row.data["case"]))
    facts = {
        "title": case.title, "name": row.data["name"], "day": row.data.get("day", ""),
        "number": row.data.get("number", ""), "reason": "", "check": int(row.stream.partition(":")[2]),
    }  # fmt: skip
    for party in dict.fromkeys(p for p in (case.party_id, case.agent_id) if p is not None):
        cases.leave_message(case, party, row.id, NOTES[Kind(row.kind)], facts, row.at)
