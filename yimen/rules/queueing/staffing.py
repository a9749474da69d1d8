"""How many windows to open: Erlang's formula for who waits, and for how long.

Visitors come by themselves (Poisson), service times scatter (exponential), windows are alike: the share that
must wait is Erlang C, computed by the recursion of Erlang B, which neither overflows nor loses digits. A hall
is not exactly so; the tests hold the formula against a simulation, and it is a suggestion, never an order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

#: Most windows that are looked at.
MOST = 500


@dataclass(frozen=True)
class Promise:
    """Of a hundred visitors so many (share 0…1) are called within this time."""

    share: float = 0.8
    within: timedelta = timedelta(minutes=10)


def erlang_c(windows: int, load: float) -> float:
    """The share (0…1) of visitors who must wait. `load`: windows at work on average (arrivals × service)."""
    if load <= 0:
        return 0.0
    if load >= windows:
        return 1.0
    blocked = 1.0
    for count in range(1, windows + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked / (1 - (load / windows) * (1 - blocked))


def load_of(per_hour: float, service: timedelta) -> float:
    """Arrivals per hour and mean service as a load in windows."""
    return per_hour * service.total_seconds() / 3600


def waiting_longer(windows: int, per_hour: float, service: timedelta, limit: timedelta) -> float:
    """The share (0…1) of visitors who wait longer than `limit`."""
    load = load_of(per_hour, service)
    if load >= windows:
        return 1.0
    return erlang_c(windows, load) * math.exp(-(windows - load) * (limit / service))


def mean_wait(windows: int, per_hour: float, service: timedelta) -> timedelta | None:
    """The mean wait of all visitors; None where the queue grows without end."""
    load = load_of(per_hour, service)
    return None if load >= windows else service * (erlang_c(windows, load) / (windows - load))


def windows_needed(per_hour: float, service: timedelta, promise: Promise = Promise()) -> int:
    """The fewest windows that keep the promise; 0 where nobody comes, MOST where none would do."""
    if per_hour <= 0:
        return 0
    first = max(1, math.floor(load_of(per_hour, service)) + 1)
    for count in range(first, MOST):
        if waiting_longer(count, per_hour, service, promise.within) <= 1 - promise.share:
            return count
    return MOST
