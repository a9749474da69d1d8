"""When somebody is away: whole days, or every morning or afternoon of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..hours import DAY
from ..term import Term

#: Morning ends and afternoon begins at noon, whatever the hours of a hall; minutes since midnight.
NOON = 12 * 60


class Part(Term):
    """请假的时段."""

    WHOLE = "whole", "全天"
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


_SPANS = {Part.WHOLE: (0, DAY), Part.MORNING: (0, NOON), Part.AFTERNOON: (NOON, DAY)}


@dataclass(frozen=True)
class Away:
    """Days on which somebody is away, both included, and which part of each."""

    first: date
    last: date
    part: Part = Part.WHOLE

    @property
    def span(self) -> tuple[int, int]:
        """From when to when on each of the days, minutes since midnight."""
        return _SPANS[self.part]

    def covers(self, day: date, minute: int) -> bool:
        """Whether they are away at this minute (since midnight) of a day."""
        starts, ends = self.span
        return self.first <= day <= self.last and starts <= minute < ends

    def touches(self, starts: int, ends: int) -> bool:
        """Whether it takes away some of these minutes on each of its days."""
        begins, over = self.span
        return starts < over and begins < ends

    def meets(self, other: Away) -> bool:
        """Whether two of them share some minutes of a day."""
        return self.first <= other.last and other.first <= self.last and self.touches(*other.span)


def left_of(starts: int, ends: int, day: date, away: Iterable[Away]) -> list[tuple[int, int]]:
    """What is left of a stretch of a day, minutes since midnight, for somebody who is away then."""
    left = [(starts, ends)]
    for one in away:
        if one.first <= day <= one.last:
            left = [piece for span in left for piece in _without(span, one.span)]
    return left


def _without(span: tuple[int, int], gone: tuple[int, int]) -> list[tuple[int, int]]:
    before, after = (span[0], min(span[1], gone[0])), (max(span[0], gone[1]), span[1])
    return [(starts, ends) for starts, ends in (before, after) if starts < ends]
