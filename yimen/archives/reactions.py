"""What follows an event of a record, after commit: the owner of an old draft is told that it will go."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import actions as cases
from yimen.cases import queries
from yimen.trail.queries import Row

NOTICE = "“{title}”暂存后一直没有提交，{day} 以后清除，要办请尽快提交。"


def tell_draft(row: Row, now: datetime) -> None:
    """One message to whoever began the draft; a second delivery changes nothing."""
    case = queries.plain_case(str(row.data["case"]))
    facts = {"title": case.title, "day": str(row.data["goes"]), "reason": ""}
    for party in dict.fromkeys(p for p in (case.party_id, case.agent_id) if p is not None):
        cases.leave_message(case, party, row.id, NOTICE, facts, row.at)
