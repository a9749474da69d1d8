"""Pauses: time that a clock does not count, as a union of whole days.

Two kinds (domain 1.3, 2.2).  The eight procedures of 行政许可法 45 (`terms.EXCLUDED_BY_LAW`) stop the legal
clock and the promise clock, if the applicant was told in writing.  Everything else (现场踏勘, 公示, 补正
after acceptance …) is local policy and stops the promise clock alone, unless another law is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .calendar import WorkCalendar, china_date, midnight
from .errors import Kind, RuleBroken
from .terms import EXCLUDED_BY_LAW, Procedure, Unit

#: First and last day (ordinals, both included) that a clock does not count.
Span = tuple[int, int]


class PauseWithoutNotice(RuleBroken):
    """Time is counted out of the legal limit only if the applicant is told in writing how long it takes."""

    code = "clock.pause_without_notice"
    text = "“{kind}”不计入法定时限，要先书面告知申请人所需时间"
    basis = "行政许可法 45"


class PauseEndsBeforeStart(RuleBroken):
    """A special procedure cannot end, or be planned to end, before it begins."""

    code = "clock.pause_backwards"
    text = "特别程序 {start} 开始，不能 {end} 结束"
    kind = Kind.INVALID


class PauseAlreadyEnded(RuleBroken):
    """The special procedure has ended; a new one is a new pause."""

    code = "clock.pause_ended"
    text = "这个特别程序 {end} 已经结束"


@dataclass(frozen=True)
class Pause:
    """One special procedure of one case. `kind` None is 补正 after acceptance (an item's own policy).

    `end` None: still going on. `counted_out_of_legal`: stops the legal clock too; make new ones with `begin`,
    which decides it.
    """

    kind: Procedure | None
    start: datetime
    planned_end: date | None = None
    end: datetime | None = None
    counted_out_of_legal: bool = False

    def is_open(self, moment: datetime) -> bool:
        """Begun, and not ended, at `moment`."""
        return self.start <= moment and (self.end is None or self.end > moment)

    def floats(self, moment: datetime) -> bool:
        """Open without a planned end, or past it: nobody can say on which day the clock goes on."""
        if not self.is_open(moment):
            return False
        return self.planned_end is None or self.planned_end < china_date(moment)


def begin(
    kind: Procedure | None,
    start: datetime,
    *,
    planned_end: date | None,
    told_in_writing: bool,
    law: str = "",
) -> Pause:
    """A new pause. `law` names another law that counts this kind out of the legal limit, if there is one.

    Raises PauseWithoutNotice (行政许可法 45) and PauseEndsBeforeStart.
    """
    by_law = kind in EXCLUDED_BY_LAW or bool(law)
    if by_law and not told_in_writing:
        raise PauseWithoutNotice(kind=kind.label if kind else "补正")
    if planned_end is not None and planned_end < china_date(start):
        raise PauseEndsBeforeStart(start=china_date(start).isoformat(), end=planned_end.isoformat())
    return Pause(kind, start, planned_end, None, by_law)


def finish(pause: Pause, end: datetime) -> Pause:
    """The pause, ended. Raises PauseAlreadyEnded and PauseEndsBeforeStart."""
    if pause.end is not None:
        raise PauseAlreadyEnded(end=china_date(pause.end).isoformat())
    if end < pause.start:
        raise PauseEndsBeforeStart(start=china_date(pause.start).isoformat(), end=china_date(end).isoformat())
    return replace(pause, end=end)


def lapses_at(pause: Pause) -> datetime | None:
    """The first moment after the planned end of an open pause; None without a plan.

    From then on the clock goes on by itself: the applicant was told how long it would take (行政许可法 45).
    """
    if pause.end is not None or pause.planned_end is None:
        return None
    return midnight(pause.planned_end + timedelta(days=1))


def unite(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as disjoint spans in order: overlaps are united, never added; empty spans vanish."""
    out: list[Span] = []
    for low, high in sorted(spans):
        if high < low:
            continue
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return tuple(out)


def spans_of(calendar: WorkCalendar, pauses: Iterable[Pause], moment: datetime) -> tuple[Span, ...]:
    """The days that `pauses` take out, as known at `moment`: first and last day of each are both out.

    An open pause runs to its planned end, or to today if that has passed or was never given.  A pause begun
    after the end of business starts the next day: that day was used, and a missed deadline stays missed.
    """
    return unite(_span(calendar, pause, moment) for pause in pauses if pause.start <= moment)


def _span(calendar: WorkCalendar, pause: Pause, moment: datetime) -> Span:
    first = china_date(pause.start)
    low = first.toordinal() + (pause.start > calendar.end_of_business(first))
    if pause.end is not None and pause.end <= moment:
        return low, china_date(pause.end).toordinal()
    today = china_date(moment)
    return low, max(today, pause.planned_end or today).toordinal()


def counted(calendar: WorkCalendar, a: int, b: int, unit: Unit, spans: tuple[Span, ...] = ()) -> int:
    """Days of `unit` in (a, b] (ordinals) outside `spans`; negative when b is before a."""
    if b < a:
        return -counted(calendar, b, a, unit, spans)
    total = _days(calendar, a, b, unit)
    for low, high in spans:
        inside_from, inside_to = max(a, low - 1), min(b, high)
        if inside_to > inside_from:
            total -= _days(calendar, inside_from, inside_to, unit)
    return total


def nth_day(calendar: WorkCalendar, start: int, n: int, unit: Unit, spans: tuple[Span, ...] = ()) -> int:
    """The ordinal of the n-th day of `unit` (n ≥ 1) after `start` outside `spans`. `spans` must be united."""
    ordinal = start
    # No day counts for more than one, so a step of the whole gap never jumps past the answer; and the answer
    # is never inside a span, so from inside one the rest of it can be skipped.
    while (gap := n - counted(calendar, start, ordinal, unit, spans)) > 0:
        ordinal += gap
        ordinal = next((high for low, high in spans if low <= ordinal <= high), ordinal)
    return ordinal


def _days(calendar: WorkCalendar, a: int, b: int, unit: Unit) -> int:
    return b - a if unit is Unit.NATURAL else calendar.rank(b) - calendar.rank(a)
