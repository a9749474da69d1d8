"""What follows an event of helping, after commit."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import actions as cases
from yimen.rules.helping.terms import VisitState
from yimen.rules.hours import clock
from yimen.trail.queries import Row

from .queries import visit_row

#: What the person reads the day before; the house is not named, messages are read on a screen.
TOMORROW = "帮办员（工号 {helper}）{day} {time} 到您家来。不用来了请先取消。"


def remind_of_visit(row: Row, now: datetime) -> None:
    """A helper comes tomorrow: the person reads it once, unless it was called off meanwhile."""
    found = visit_row(int(row.data["visit"]))
    if found is None or found.state != VisitState.TAKEN or str(found.day) != row.data["day"]:
        return
    facts = {
        "helper": found.staff, "day": str(found.day), "time": clock(found.start or 0), "visit": str(found.pk),
    }  # fmt: skip
    cases.leave_message(None, found.party_id, row.id, TOMORROW, facts, row.at)
