"""What a hall did in a time: each figure from one formula, with what it leaves out.

A visit is a number that was given. Waiting is from the number to the call over all turns, service is the time
at the window (`queueing.spans`); both are known of visits that were done.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .spread import Spread


@dataclass(frozen=True)
class Tally:
    """Visits of a time. `left`: went before they were called; `closed`: not called until the hall shut;
    `booked`: with an appointment; `green`: by the green lane; `cases`: visits for a case."""

    visits: int = 0
    done: int = 0
    left: int = 0
    closed: int = 0
    booked: int = 0
    green: int = 0
    cases: int = 0
    waiting: Spread = field(default_factory=Spread)
    service: Spread = field(default_factory=Spread)

    @property
    def abandonment(self) -> float | None:
        """弃号率, percent: (left + closed) / visits. Both came and were not served."""
        return percent(self.left + self.closed, self.visits)

    @property
    def booked_share(self) -> float | None:
        """预约率, percent: visits with an appointment / visits."""
        return percent(self.booked, self.visits)


def percent(part: float, whole: float) -> float | None:
    """Percent with one decimal; None of nothing."""
    return round(part * 100 / whole, 1) if whole else None


@dataclass(frozen=True)
class OneWindow:
    """一窗率. `items` of which `general_items` are taken in at a general window (无差别综合窗口), because no
    window of the site is made for them; `matters` done in a time, of which `general` at a general window."""

    items: int = 0
    general_items: int = 0
    matters: int = 0
    general: int = 0

    @property
    def by_items(self) -> float | None:
        """Percent of the items that the site takes in."""
        return percent(self.general_items, self.items)

    @property
    def by_volume(self) -> float | None:
        """Percent of the matters that were done."""
        return percent(self.general, self.matters)


def trips(visits: int, cases: int) -> float | None:
    """平均跑动次数: visits to a hall for a case / cases handed in, those online too; one decimal.

    None without cases. A visit that began no case and belongs to none (asking, copies) does not count.
    """
    return round(visits / cases, 1) if cases else None
