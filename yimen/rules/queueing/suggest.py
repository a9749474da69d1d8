"""How many windows the coming hours need: what came at these hours in the weeks behind, by Erlang's formula.

Who waits now is added to the first hour, so that the queue is worked off within it. It is a suggestion with
the figures it came from; the hall decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .staffing import Promise, waiting_longer, windows_needed

#: So many hours are looked ahead.
HOURS = 2
#: So many weeks are looked back, on the same day of the week: Mondays are unlike Fridays.
WEEKS = 4
_HOUR = timedelta(hours=1)
#: 8 of 10 within 10 minutes, where a hall says nothing else.
_USUAL = Promise()


@dataclass(frozen=True)
class Past:
    """What one queue saw on `days` past days: `arrivals` in all of each coming hour; the mean `service`,
    which is `measured`, or else what was entered for the queue."""

    days: int
    arrivals: tuple[int, ...]
    service: timedelta
    measured: bool = True

    def per_hour(self, hour: int) -> float:
        """Visitors who came in this hour on an average day."""
        return self.arrivals[hour] / self.days if self.days and hour < len(self.arrivals) else 0.0


@dataclass(frozen=True)
class Hour:
    """One coming hour. `waiting`: who waits now and is served within it; `late`: share (0…1) of visitors who
    would wait longer than promised with the windows that are open now."""

    begins: datetime
    ends: datetime
    per_hour: float
    waiting: int
    needed: int
    late: float


@dataclass(frozen=True)
class Suggestion:
    """How many windows one queue needs in the coming hours; `open` now."""

    past: Past
    hours: tuple[Hour, ...]
    open: int

    @property
    def needed(self) -> int:
        """The most that any of the hours needs."""
        return max((one.needed for one in self.hours), default=0)

    @property
    def more(self) -> int:
        """So many windows are to be opened; negative: so many could rest."""
        return self.needed - self.open


def past_days(today: date) -> list[date]:
    """The days looked back at: the same day of the week, the latest first."""
    return [today - timedelta(weeks=n) for n in range(1, WEEKS + 1)]


def coming(now: datetime) -> list[tuple[datetime, datetime]]:
    """The coming hours, from now on."""
    return [(now + n * _HOUR, now + (n + 1) * _HOUR) for n in range(HOURS)]


def suggest(past: Past, waiting: int, open_now: int, now: datetime, promise: Promise = _USUAL) -> Suggestion:
    """How many windows this queue needs for the coming hours, where `waiting` wait and `open_now` call."""
    made = []
    for n, (begins, ends) in enumerate(coming(now)):
        rest = waiting if n == 0 else 0
        rate = past.per_hour(n) + rest
        needed = windows_needed(rate, past.service, promise)
        late = waiting_longer(open_now, rate, past.service, promise.within) if rate else 0.0
        made.append(Hour(begins, ends, past.per_hour(n), rest, needed, late))
    return Suggestion(past, tuple(made), open_now)
