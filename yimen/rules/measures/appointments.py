"""Who had booked and came: one formula for halls, items and hours.

An appointment that was called off counts for nothing. One is kept when somebody checked in for it on its day,
however late; late is who checked in more than `TOLERANCE` after its time and so waits as all others do. An
appointment of a day that is over and for which nobody checked in is a no-show, whether or not it was closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..booking import BookingState
from ..booking_terms import TOLERANCE
from .hall import percent


@dataclass(frozen=True)
class Appointments:
    """Appointments of a time. `late`: of those who came, how many were late; `late_by`: by how many seconds
    in all, `late_most` the latest of them."""

    booked: int = 0
    came: int = 0
    late: int = 0
    late_by: int = 0
    late_most: int = 0

    def __add__(self, other: Appointments) -> Appointments:
        """Both together."""
        return Appointments(
            self.booked + other.booked, self.came + other.came, self.late + other.late,
            self.late_by + other.late_by, max(self.late_most, other.late_most),
        )  # fmt: skip

    @property
    def missed(self) -> int:
        """爽约: booked and did not come."""
        return self.booked - self.came

    @property
    def missed_share(self) -> float | None:
        """爽约率, percent: missed / booked."""
        return percent(self.missed, self.booked)

    @property
    def came_share(self) -> float | None:
        """履约率, percent: came / booked."""
        return percent(self.came, self.booked)

    @property
    def late_share(self) -> float | None:
        """迟到率, percent: late / came."""
        return percent(self.late, self.came)

    @property
    def late_mean(self) -> float | None:
        """By how many seconds those who were late were so on average; None where nobody was."""
        return self.late_by / self.late if self.late else None


def of_one(state: BookingState, starts: datetime, came: datetime | None) -> Appointments:
    """What one appointment of a day that is over counts for. `starts`: the time it was for."""
    if state is BookingState.CANCELLED:
        return Appointments()
    if came is None or state is not BookingState.CAME:
        return Appointments(booked=1)
    if came <= starts + TOLERANCE:
        return Appointments(booked=1, came=1)
    by = round((came - starts).total_seconds())
    return Appointments(1, 1, 1, by, by)
