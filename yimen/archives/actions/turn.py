"""What the worker does with records in one turn: a little of each, oldest first."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from .filing import check_due, expire_due, file_due, pack_due
from .running import destroy_due, sweep


@dataclass(frozen=True)
class Done:
    """How many records were filed, packed, proved again, found to be over, destroyed, swept from the disk."""

    filed: int = 0
    packed: int = 0
    checked: int = 0
    expired: int = 0
    destroyed: int = 0
    swept: int = 0

    @property
    def total(self) -> int:
        """All together."""
        return sum(astuple(self))


def turn(now: datetime) -> Done:
    """One turn; each part a bounded number of records."""
    return Done(file_due(now), pack_due(now), check_due(now), expire_due(now), destroy_due(now), sweep(now))
