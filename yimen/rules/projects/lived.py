"""The honest clock of a project: each working day since the first contact belongs to exactly one of three.

A day counts for who had the project when the day began (as in the clocks of cases, the day of the act itself
is not counted). Of several the office comes first, then a special procedure: what the office has in hand is
never called the applicant's time. When nobody has anything, the next step is the applicant's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..calendar import WorkCalendar, china_date, midnight
from ..terms import State
from .terms import Holder

_HOLDERS = {
    State.DRAFT: Holder.APPLICANT,
    State.CORRECTION: Holder.APPLICANT,
    State.SUPPLEMENT: Holder.APPLICANT,
    State.SUBMITTED: Holder.OURS,
    State.RECEIVED: Holder.OURS,
    State.REVIEWING: Holder.OURS,
    State.GRANTED: Holder.OURS,
    State.SUSPENDED: Holder.WAITING,
}


@dataclass(frozen=True)
class Period:
    """Somebody has an application from `start` until `end` (None: still)."""

    by: Holder
    start: datetime
    end: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether the application is theirs at this moment."""
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True)
class Lived:
    """Working days, and they add up: `total` = ours + applicant + waiting."""

    ours: int = 0
    applicant: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        """All working days since the first contact."""
        return self.ours + self.applicant + self.waiting


def periods(changes: Sequence[tuple[datetime, State]], without: Collection[State] = ()) -> list[Period]:
    """Who had an application when, from its states in order. `without`: states that say nothing here (of a
    bundle under review, for its members say who has them)."""
    made = []
    for n, (at, state) in enumerate(changes):
        by = _HOLDERS.get(state)
        if by is None or state in without:
            continue
        made.append(Period(by, at, changes[n + 1][0] if n + 1 < len(changes) else None))
    return made


def lived(calendar: WorkCalendar, since: datetime, until: datetime, found: Iterable[Period]) -> Lived:
    """Whose the working days after the day of `since`, up to and with that of `until`, were."""
    listed = list(found)
    counts = dict.fromkeys(Holder, 0)
    day, last = china_date(since) + timedelta(days=1), china_date(until)
    while day <= last:
        if calendar.is_working(day):
            counts[_holder(midnight(day), listed)] += 1
        day += timedelta(days=1)
    return Lived(counts[Holder.OURS], counts[Holder.APPLICANT], counts[Holder.WAITING])


def _holder(moment: datetime, found: Iterable[Period]) -> Holder:
    at = {one.by for one in found if one.covers(moment)}
    if Holder.OURS in at:
        return Holder.OURS
    return Holder.WAITING if Holder.WAITING in at else Holder.APPLICANT
