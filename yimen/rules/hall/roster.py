"""排班的规矩: leave beside shifts, who stands in, rest days in lieu, bookings that no longer fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ..calendar import china_time
from ..errors import Kind, RuleBroken
from ..hours import Sessions
from ..term import Term
from .away import Away, Part
from .keeping import ShiftFact

#: Longest leave that is entered at once, days; a longer one ends the shifts instead.
LONGEST = 183
#: A shift of so many days or fewer is made for these days: leave does not pass over it in silence.
DATED = 31
#: 补休: a rest day from so many days before a worked weekend day …
BEFORE = 7
#: … to so many days after it (公务员法第八十二条: 应当给予相应的补休; the span is ours).
AFTER = 30


class LeaveKind(Term):
    """请假种类. Why somebody is ill is nobody's business at the floor, so there is no kind for it."""

    LEAVE = "leave", "请假"
    AWAY = "away", "公出"
    LIEU = "lieu", "补休"


class BadLeave(RuleBroken):
    """Leave ends on or after the day it begins, and is entered for half a year at most."""

    code = "roster.bad_leave"
    text = "请假的结束日期不早于开始日期，一次最多 {most} 天"
    kind = Kind.INVALID


class LeaveUnknown(RuleBroken):
    """There is no such leave, or it is over."""

    code = "roster.leave_unknown"
    text = "没有找到这条请假，可能已经销假了"
    kind = Kind.NOT_FOUND


class LeaveTwice(RuleBroken):
    """One is away once at a time."""

    code = "roster.leave_twice"
    text = "{name} {first} 到 {last} 已经请了假"


class LeaveOverShift(RuleBroken):
    """Who is rostered goes on leave once it is said who sits there, or that nobody does."""

    code = "roster.leave_over_shift"
    text = "{name}这几天排在 {window} 窗口，请写谁来替，或者选“不替，窗口空着”"


class OnLeave(RuleBroken):
    """Nobody is put at a window on days on which they are away."""

    code = "roster.on_leave"
    text = "{name} {first} 到 {last} 不在，换一个人或者先销假"


def check_leave(asked: Away, held: Iterable[Away], name: str) -> None:
    """Leave beside what the same person has. Raises BadLeave, LeaveTwice."""
    if not asked.first <= asked.last <= asked.first + timedelta(days=LONGEST - 1):
        raise BadLeave(most=LONGEST)
    for one in held:
        if one.meets(asked):
            raise LeaveTwice(name=name, first=one.first.isoformat(), last=one.last.isoformat())


def check_covered(worked: Sequence[ShiftFact], name: str, *, cover: str, vacant: bool) -> None:
    """Whether it is said what becomes of the shifts that would be worked during a leave: who stands in (staff
    number `cover`), or that the windows stay empty. Raises LeaveOverShift."""
    if worked and not cover and not vacant:
        raise LeaveOverShift(name=name, window=worked[0].window)


def is_dated(shift: ShiftFact) -> bool:
    """Whether a shift was made for certain days, not until further notice."""
    return shift.last is not None and (shift.last - shift.first).days < DATED


def check_not_away(shift: ShiftFact, held: Iterable[Away], name: str) -> None:
    """A shift made for certain days does not meet leave; one until further notice rests meanwhile. Raises
    OnLeave."""
    for one in held:
        days = one.first <= (shift.last or date.max) and shift.first <= one.last
        if is_dated(shift) and days and one.touches(shift.starts, shift.ends):
            raise OnLeave(name=name, first=one.first.isoformat(), last=one.last.isoformat())


def check_here(now: datetime, held: Iterable[Away], name: str) -> None:
    """Whether somebody is not away at this moment. Raises OnLeave."""
    local = china_time(now)
    for one in held:
        if one.covers(local.date(), local.hour * 60 + local.minute):
            raise OnLeave(name=name, first=one.first.isoformat(), last=one.last.isoformat())


def stand_in(shift: ShiftFact, leave: Away) -> ShiftFact:
    """The part of a shift that falls into a leave, to be worked by somebody else meanwhile."""
    starts, ends = leave.span
    return replace(
        shift, starts=max(shift.starts, starts), ends=min(shift.ends, ends), away=(),
        first=max(shift.first, leave.first), last=min(shift.last or leave.last, leave.last),
    )  # fmt: skip


def rest_days(leaves: Iterable[Away]) -> list[date]:
    """The rest days that these leaves in lieu come to: whole days, and two halves make one, on the day of the
    second."""
    whole: list[date] = []
    halves: list[date] = []
    for one in leaves:
        days = [one.first + timedelta(days=n) for n in range((one.last - one.first).days + 1)]
        (whole if one.part is Part.WHOLE else halves).extend(days)
    return sorted(whole + sorted(halves)[1::2])


def owed(worked: Iterable[date], rest: Iterable[date]) -> list[date]:
    """The weekend days worked for which no rest day in lieu stands: a warning, nothing is refused. Each rest
    day serves one worked day, the earliest that it is near enough to."""
    free, left = sorted(set(rest)), []
    for day in sorted(set(worked)):
        near = [one for one in free if day - timedelta(days=BEFORE) <= one <= day + timedelta(days=AFTER)]
        if near:
            free.remove(near[0])
        else:
            left.append(day)
    return left


def gap(sessions: Sessions, seats: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The first stretch of the opening hours in which nobody sits, minutes since midnight; the whole day
    where nobody sits at all; None for none. `seats`: from when to when somebody does."""
    spans = sorted(seats)
    if sessions and not spans:
        return sessions[0][0], sessions[-1][1]
    for opens, closes in sessions:
        at = opens
        for starts, ends in spans:
            if starts > at:
                break
            at = max(at, ends)
        if at < closes:
            later = [starts for starts, _ends in spans if at < starts < closes]
            return at, min(later, default=closes)
    return None


@dataclass(frozen=True)
class HeldPlace:
    """A booking of one queue and day: when it begins (minutes since midnight) and when it was made."""

    number: str
    start: int
    made_at: datetime


def unfit(held: Collection[HeldPlace], places: Mapping[int, int]) -> list[str]:
    """Numbers of the bookings that no longer fit into a day whose slots (start → places) have changed: in
    each slot those made last. Who booked first keeps the place."""
    starts = sorted({one.start for one in held})
    return [
        late.number
        for start in starts
        for late in sorted((one for one in held if one.start == start), key=_by_made)[places.get(start, 0) :]
    ]


def _by_made(one: HeldPlace) -> tuple[datetime, str]:
    return one.made_at, one.number
