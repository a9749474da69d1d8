"""How long it will take: position and an honest range in minutes, never one figure that looks exact.

With `ahead` visitors before one and `windows` that serve them, a call comes every service / windows minutes
on average, and one more must be waited for. The range is one standard deviation to both sides: service times
scatter, and the sum of n of them by the root of n. Shown in whole five minutes, widened, never narrowed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

#: What a range is widened to.
STEP = 5
#: Standard deviation of one service as a share of its mean where nothing was measured: as of an exponential.
SCATTER = 1.0
#: A measured mean of service counts from so many services on; before, the mean entered for the queue.
ENOUGH = 5
#: No service is reckoned shorter than this: a window that clicked through its numbers promises nothing.
_LEAST = 60.0


@dataclass(frozen=True)
class Wait:
    """Visitors ahead and the range of the wait in minutes; `windows` 0: nobody can say, none is open."""

    ahead: int
    windows: int
    low: int = 0
    high: int = 0

    @property
    def known(self) -> bool:
        """Whether a range can be told at all."""
        return self.windows > 0


def measured(count: int, mean: float | None) -> timedelta | None:
    """The mean time of one service from `count` of them with a mean of `mean` seconds; None where there were
    too few to count on."""
    return None if mean is None or count < ENOUGH else timedelta(seconds=max(_LEAST, mean))


def wait(ahead: int, windows: int, service: timedelta, scatter: float = SCATTER) -> Wait:
    """The wait of one who has `ahead` before them.

    `service`: the mean time of one visitor; `scatter`: its standard deviation as a share of that.
    """
    if windows <= 0:
        return Wait(ahead, 0)
    every = service.total_seconds() / 60 / windows
    calls = ahead + 1
    mean, around = calls * every, math.sqrt(calls) * every * scatter
    low = max(0.0, mean - around) if ahead else 0.0
    return Wait(ahead, windows, _down(low), _up(mean + around))


def _down(minutes: float) -> int:
    return int(minutes // STEP) * STEP


def _up(minutes: float) -> int:
    return max(STEP, math.ceil(minutes / STEP) * STEP)
