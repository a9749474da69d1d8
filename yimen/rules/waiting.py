"""How long a case waits for somebody who is not the organ, and what follows when nobody comes.

The law sets no day on which an unanswered correction lapses; the result code 5 退件 ("corrections never
supplied") needs one, so it is configuration [G], to be checked against local rules.
"""

from __future__ import annotations

from datetime import datetime

from .calendar import WorkCalendar, china_date
from .deadlines import DELIVERY_LIMIT, Due, due
from .item import Limit
from .terms import Act, State, Unit

#: 补正: working days the applicant has to supply what was asked, before 退件 (configuration, [G]).
CORRECTION_LIMIT = Limit(20, Unit.WORKING)

_WAITS = {
    State.CORRECTION: CORRECTION_LIMIT,
    State.SUPPLEMENT: CORRECTION_LIMIT,
    State.GRANTED: DELIVERY_LIMIT,
    State.REFUSED: DELIVERY_LIMIT,
    State.ISSUED: DELIVERY_LIMIT,
}


def wait_due(calendar: WorkCalendar, state: State, since: datetime) -> Due | None:
    """The deadline of a state that is not on the decision clock: correction, or 10 working days to issue and
    deliver (行政许可法第四十四条). None for other states."""
    limit = _WAITS.get(state)
    return due(calendar, china_date(since), limit) if limit else None


def lapse(state: State, due_at: datetime | None, now: datetime) -> Act | None:
    """What the system does by itself when a deadline has passed: 退件 for corrections never supplied."""
    if due_at is None or now <= due_at:
        return None
    return Act.RETURN_UNFINISHED if state in {State.CORRECTION, State.SUPPLEMENT} else None
