"""预约规则 of one hall: the numbers that a keeper may set, each within what still is a service to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from .errors import Kind, RuleBroken

#: Before and after the time booked one is called first; everywhere the same, so that a ticket means the same.
TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Terms:
    """The numbers of one site. `days`: working days ahead; `cancel`: minutes before; `missed` within `within`
    days block for `blocked` days; `walk_in`: percent of places kept for those without a booking. As they
    stand: the sample of domain §6."""

    days: int = 5
    cancel: int = 120
    missed: int = 3
    within: int = 90
    blocked: int = 30
    walk_in: int = 50

    @property
    def late(self) -> int:
        """Minutes after the time booked until which one is still called first."""
        return TOLERANCE // timedelta(minutes=1)


@dataclass(frozen=True)
class Bound:
    """What one number means, and from where to where it may be set."""

    words: str
    unit: str
    low: int
    high: int


#: Field of Terms → its bounds. Walking in is never closed (a tenth of the places stay at least), and who did
#: not come is kept from booking for a quarter at most.
BOUNDS: dict[str, Bound] = {
    "days": Bound("可以约以后几个工作日", "个工作日", 1, 30),
    "cancel": Bound("开始前多久不能再改", "分钟", 0, 1440),
    "walk_in": Bound("留给直接来的人", "%", 10, 90),
    "missed": Bound("约了不来几次停约", "次", 2, 20),
    "within": Bound("在多少天里算次数", "天", 30, 365),
    "blocked": Bound("停约多少天", "天", 1, 92),
}


class BadTerms(RuleBroken):
    """A number of the booking rules is outside what it may be."""

    code = "booking.bad_terms"
    text = "“{label}”要填 {low} 到 {high} 的整数"
    kind = Kind.INVALID


def read_terms(kept: Mapping[str, Any]) -> Terms:
    """The terms of a site as they are kept: numbers that were set; all others as they stand."""
    known = {one.name for one in fields(Terms)}
    return Terms(**{key: int(value) for key, value in kept.items() if key in known})


def check_terms(typed: Mapping[str, str]) -> Terms:
    """The terms as typed, one text for each field of BOUNDS. Raises BadTerms with `field`."""
    found: dict[str, int] = {}
    for field, bound in BOUNDS.items():
        raw = typed.get(field, "").strip()
        number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 5 else -1
        if not bound.low <= number <= bound.high:
            raise BadTerms(field=field, label=bound.words, low=bound.low, high=bound.high)
        found[field] = number
    return Terms(**found)
