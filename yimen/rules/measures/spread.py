"""How long things lasted, as a small histogram: means exactly, quantiles within a class.

A year of a large hall has a million waits; what is kept of an hour is how many fell in each class, their sum
and the longest. Classes of many hours add up, so a quantile of a year costs the same as that of a day.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Where classes end, in seconds: 15 (called at once), then 1, 3, 5, 8, 10, 15, 20, 30, 60 minutes; the last
#: class has no end. Narrow where the promises of halls lie (3 to 10 minutes).
EDGES = (15, 60, 180, 300, 480, 600, 900, 1200, 1800, 3600)
CLASSES = len(EDGES) + 1


def class_of(seconds: int) -> int:
    """Which class a time falls in: class n holds EDGES[n-1] <= seconds < EDGES[n]."""
    return bisect_right(EDGES, seconds)


@dataclass(frozen=True)
class Spread:
    """Times in seconds: how many in each class, their sum, the longest."""

    counts: tuple[int, ...] = (0,) * CLASSES
    total: int = 0
    most: int = 0

    @property
    def count(self) -> int:
        """How many."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Sum over count, exact; None of nothing."""
        return self.total / self.count if self.count else None

    def quantile(self, part: float) -> float | None:
        """The time that the share `part` (0 < part <= 1) does not exceed, by nearest rank; None of nothing.

        It lies in the class of the exact one, so it is off by less than the width of that class (by less
        than from the last edge to the longest in the last class). Within a class times are taken as evenly
        spread.
        """
        if not self.count:
            return None
        rank, before = max(1, math.ceil(part * self.count)), 0
        for place, held in enumerate(self.counts):
            if before + held >= rank:
                low, high = self._ends(place)
                return low + (high - low) * (rank - before) / held
            before += held
        raise AssertionError("a rank within the count lies in a class")

    @property
    def median(self) -> float | None:
        """中位数."""
        return self.quantile(0.5)

    @property
    def p90(self) -> float | None:
        """九成的人不超过."""
        return self.quantile(0.9)

    def _ends(self, place: int) -> tuple[float, float]:
        low = EDGES[place - 1] if place else 0
        high = EDGES[place] if place < len(EDGES) else self.most
        return float(low), float(max(low, min(high, self.most)))


def spread(times: Iterable[int]) -> Spread:
    """Times in seconds as a spread."""
    counts, total, most = [0] * CLASSES, 0, 0
    for one in times:
        counts[class_of(one)] += 1
        total, most = total + one, max(most, one)
    return Spread(tuple(counts), total, most)


def added(parts: Iterable[Spread]) -> Spread:
    """Spreads added up: as if all times had been told at once."""
    found: Sequence[Spread] = list(parts)
    counts = tuple(map(sum, zip(*(one.counts for one in found), strict=True))) if found else Spread().counts
    return Spread(counts, sum(one.total for one in found), max((one.most for one in found), default=0))
