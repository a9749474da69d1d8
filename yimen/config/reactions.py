"""Event → what follows it, after commit. The only wiring from one noun to another upwards."""

from __future__ import annotations

from yimen.cases import reactions as cases
from yimen.rules.events import Kind
from yimen.trail.relay import Reaction, Wiring

_NOTED: dict[str, tuple[Reaction, ...]] = {str(kind): (cases.notify,) for kind in cases.NOTES}

WIRING: Wiring = {
    **_NOTED,
    str(Kind.CASE_SUBMITTED): (cases.notify, cases.count_filed),
    str(Kind.CALENDAR_PUBLISHED): (cases.recompute_after_calendar,),
    str(Kind.CALENDAR_CHANGED): (cases.recompute_after_calendar,),
}
