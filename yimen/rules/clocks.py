"""What a record says when the computer's clock is wrong: set back, or apart from another node's.

The order of a stream is its numbers (`seq`), chained by hash; the time is what the clock said. So a clock
that was set back can neither reorder a record nor hide in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Nodes of one site that keep their clocks by NTP are never further apart.
SKEW = timedelta(minutes=5)
#: Between two looks of the worker more than this cannot pass on the wall and not on the steady clock, unless
#: somebody set the clock (or the machine slept).
JUMP = timedelta(minutes=10)
#: So long after a jump the watcher does nothing of its own accord that cannot be undone.
SETTLE = timedelta(minutes=10)


@dataclass(frozen=True)
class Told:
    """The time an event is written down with; `behind`: seconds the clock stood before the event before."""

    at: datetime
    behind: int = 0


def told(before: datetime | None, now: datetime) -> Told:
    """The time of the event after one at `before`.

    A little behind (two nodes) is levelled: the event has the time of the one before. Further behind,
    somebody set the clock: which of the two times is wrong cannot be known here, so the clock's own time
    stands, and the event carries how far it went back, for the auditor.
    """
    if before is None or now >= before:
        return Told(now)
    if before - now <= SKEW:
        return Told(before)
    return Told(now, int((before - now).total_seconds()))


def jumped(by_wall: timedelta, by_steady: timedelta) -> bool:
    """Whether the clock was set between two looks: what passed by it against the steady clock."""
    return abs(by_wall - by_steady) > JUMP
