"""Figures told to the public, each from one formula: how much shorter the promises are than the law.

时限压缩率, sum method (domain 9): 1 - Σ promised days / Σ legal days, over the items that give both in one
unit. Items that give only one of the two, or two units, say nothing about it and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..item import Limit


@dataclass(frozen=True)
class Compression:
    """Promise against law: `pairs` items, their promised and their legal days."""

    pairs: int
    promised: int
    legal: int

    @property
    def percent(self) -> int | None:
        """Whole percent saved, rounded towards zero (never overstated); None without legal days."""
        if not self.legal:
            return None
        return int((self.legal - self.promised) * 100 / self.legal)


def compression(pairs: Iterable[tuple[Limit | None, Limit | None]]) -> Compression:
    """Sum (promise, legal) pairs; only pairs with both, in one unit, count. 0 days is 当场办结 and counts."""
    found = [
        (p.days, law.days) for p, law in pairs if p is not None and law is not None and p.unit is law.unit
    ]
    return Compression(len(found), sum(p for p, _ in found), sum(law for _, law in found))
