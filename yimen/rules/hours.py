"""开放时间: when a hall is open. A calendar of its own, which reads the working calendar and never feeds it.

A hall has hours for each day of the week, in minutes since midnight; lunch is the gap between two sessions.
What a date gets: an exception where one is entered; on a working day the hours of its weekday; on a weekend
that is worked (调休) Monday's; on a plain weekend the hours of Saturday or Sunday, which are 延时服务 for a
named list of items; on a holiday, and on the weekend that lies in its run, nothing.
Deadlines are counted by `calendar.WorkCalendar` alone: 民法典 203, 行政许可法 82 (工作日，不含法定节假日).
A Saturday on which a hall serves is none of its working days, so it moves no deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from .calendar import WorkCalendar, china_time, midnight
from .errors import Kind, RuleBroken
from .terms import Term

#: Minutes of a day: a session may end at 24:00.
DAY = 24 * 60
#: (opens, closes) in minutes since midnight, Asia/Shanghai, in order.
Sessions = tuple[tuple[int, int], ...]
ALL_DAY: Sessions = ((0, DAY),)
#: So many days ahead the next opening is looked for: longer than any run of days off.
AHEAD = 60
#: Monday, whose hours a worked weekend day has; Saturday, the first of those that are not worked.
_MONDAY, _SATURDAY = 0, 5
_SESSION = re.compile(r"([0-9]{1,2})[:：]([0-9]{2})\s*[-–—~至]\s*([0-9]{1,2})[:：]([0-9]{2})", re.ASCII)
_BETWEEN = re.compile(r"[\s,，、;；]*")


class BadOpening(RuleBroken):
    """Opening hours are sessions like 8:30-12:00, each ending after it begins, in order, without overlap."""

    code = "hours.bad_opening"
    text = "开放时间要像“8:30-12:00 14:00-17:30”这样写，从早到晚，不能重叠"
    kind = Kind.INVALID


class DayKind(Term):
    """日子的种类: what decides which hours a date has."""

    WORKDAY = "workday", "工作日"
    SATURDAY = "saturday", "周六"
    SUNDAY = "sunday", "周日"
    HOLIDAY = "holiday", "节假日"


@dataclass(frozen=True)
class Opening:
    """The hours of one hall. `week`: Monday to Sunday; `always`: around the clock, holidays too;
    `exceptions`: dates with hours of their own (none: closed), which beat everything."""

    week: tuple[Sessions, ...] = ((),) * 7
    always: bool = False
    exceptions: Mapping[date, Sessions] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenDay:
    """One date of a hall. `limited`: 延时服务, only for the items on the list."""

    day: date
    kind: DayKind
    sessions: Sessions
    limited: bool = False


@dataclass(frozen=True)
class Opens:
    """A session that runs or comes. `now`: it runs at the moment that was asked about."""

    at: datetime
    until: datetime
    now: bool
    limited: bool


def check(sessions: Iterable[Iterable[int]]) -> Sessions:
    """Sessions as given, checked. Raises BadOpening."""
    made = tuple((int(start), int(end)) for start, end in sessions)
    flat = [minute for one in made for minute in one]
    ordered = all(later > earlier for earlier, later in pairwise(flat))
    if not ordered or any(minute < 0 or minute > DAY for minute in flat):
        raise BadOpening()
    return made


def check_week(week: Iterable[Iterable[Iterable[int]]]) -> tuple[Sessions, ...]:
    """Seven days from Monday, checked. Raises BadOpening."""
    days = tuple(check(one) for one in week)
    if len(days) != 7:
        raise BadOpening()
    return days


def read(text: str) -> Sessions:
    """Sessions as people type them, e.g. 8:30-12:00 14:00-17:30; nothing typed: closed. Raises BadOpening."""
    found = list(_SESSION.finditer(text))
    rest = _SESSION.sub("", text)
    if _BETWEEN.fullmatch(rest) is None:
        raise BadOpening()
    return check((_minute(one[1], one[2]), _minute(one[3], one[4])) for one in found)


def _minute(hour: str, minute: str) -> int:
    if int(minute) > 59:
        raise BadOpening()
    return int(hour) * 60 + int(minute)


def clock(minute: int) -> str:
    """A minute of the day as people read it: 510 is 8:30."""
    return f"{minute // 60}:{minute % 60:02}"


def words(sessions: Sessions, between: str = "、") -> str:
    """Sessions as people read them: 8:30–12:00、14:00–17:30; "" where there are none."""
    return between.join(f"{clock(start)}–{clock(end)}" for start, end in sessions)


def kind_of(day: date, calendar: WorkCalendar) -> DayKind:
    """What kind of day a date is. A weekend in the same run of days off as a holiday belongs to that holiday:
    the notice of the State Council gives holidays as runs, and 延时服务 rests on them."""
    if calendar.is_working(day):
        return DayKind.WORKDAY
    if day.weekday() < _SATURDAY or _in_holiday(day, calendar):
        return DayKind.HOLIDAY
    return DayKind.SATURDAY if day.weekday() == _SATURDAY else DayKind.SUNDAY


def _in_holiday(day: date, calendar: WorkCalendar) -> bool:
    return any(one.weekday() < _SATURDAY for step in (-1, 1) for one in _off(day, step, calendar))


def _off(day: date, step: int, calendar: WorkCalendar) -> Iterator[date]:
    """The days off next to this one, one way, until the first working day."""
    for n in range(1, AHEAD):
        near = day + timedelta(days=n * step)
        if calendar.is_working(near):
            return
        yield near


def on(opening: Opening, day: date, calendar: WorkCalendar) -> OpenDay:
    """The hours of a hall on a date."""
    kind = kind_of(day, calendar)
    own = opening.exceptions.get(day)
    if own is not None:
        return OpenDay(day, kind, own)
    if opening.always:
        return OpenDay(day, kind, ALL_DAY)
    if kind is DayKind.HOLIDAY:
        return OpenDay(day, kind, ())
    if kind is DayKind.WORKDAY:
        return OpenDay(day, kind, opening.week[day.weekday() if day.weekday() < _SATURDAY else _MONDAY])
    return OpenDay(day, kind, opening.week[day.weekday()], limited=True)


def next_open(
    opening: Opening, moment: datetime, calendar: WorkCalendar, *, weekend: bool = True, ahead: int = AHEAD
) -> Opens | None:
    """The session that runs at `moment`, else the next one within `ahead` days; None where there is none.

    `weekend`: what is asked for is on the list of 延时服务, so limited days count too.
    """
    local = china_time(moment)
    for n in range(ahead + 1):
        day = on(opening, local.date() + timedelta(days=n), calendar)
        if day.limited and not weekend:
            continue
        for start, end in moments(day):
            if local < end:
                return Opens(max(start, local), end, start <= local, day.limited)
    return None


def moments(day: OpenDay) -> list[tuple[datetime, datetime]]:
    """The sessions of a date as moments, Asia/Shanghai."""
    begin = midnight(day.day)
    return [(begin + timedelta(minutes=a), begin + timedelta(minutes=b)) for a, b in day.sessions]


def in_season(day: date, begins: str, ends: str) -> bool:
    """Whether a date lies in a season, both MM-DD and both inclusive; it may go over the new year.

    No season ("" and "") is always.
    """
    if not begins or not ends:
        return True
    here = f"{day:%m-%d}"
    return begins <= here <= ends if begins <= ends else here >= begins or here <= ends
