"""The working calendar: weekday rule, yearly 放假 and 调休, business hours, China's date.

A calendar is data (domain 2.2): Saturdays and Sundays are off, each year's notice of the State Council adds
holidays (放假) and makeup workdays (调休).  A year without a published notice follows the weekday rule alone
and every date in it is 暂定.  A hall's Saturday service is no working day unless entered as a makeup day.

Counting rests on one number, `rank(ordinal)`: how many working days there were since 0001-01-01, up to and
including that day.  It costs two binary searches; no range of years is built and no date is too far.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

from .errors import Kind, RuleBroken

#: Beijing time is UTC+8 all year (no summer time since 1992).
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class CalendarConflict(RuleBroken):
    """One date is entered both as a holiday and as a makeup workday: one of the two is a slip."""

    code = "calendar.conflict"
    text = "{day} 不能既放假又补班"
    basis = "国务院办公厅节假日安排通知"
    kind = Kind.INVALID


class BadHours(RuleBroken):
    """Business hours must be one session or more, each ending after it starts, in order, without overlap."""

    code = "calendar.bad_hours"
    text = "办公时间不对：{problem}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Hours:
    """Business hours of a working day, Asia/Shanghai wall time, as (opens, closes) sessions.

    The default is the sample of domain §6 (仲恺: 8:30–12:00, 14:00–17:30); each hall sets its own.
    """

    sessions: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))

    def __post_init__(self) -> None:
        if not self.sessions:
            raise BadHours(problem="一段也没有")
        flat = [moment for session in self.sessions for moment in session]
        if any(later <= earlier for earlier, later in pairwise(flat)):
            raise BadHours(problem="时段要从早到晚，不能重叠")

    @property
    def closes(self) -> time:
        """End of business of a working day."""
        return self.sessions[-1][1]

    @property
    def seconds(self) -> int:
        """Business seconds of one working day."""
        return sum(_second(end) - _second(start) for start, end in self.sessions)

    def elapsed(self, at: time) -> int:
        """Business seconds of a working day gone by at wall time `at`."""
        now = _second(at)
        return sum(max(0, min(now, _second(end)) - _second(start)) for start, end in self.sessions)

    def after(self, seconds: int) -> time:
        """The wall time at which `seconds` of the day's business (1 to `self.seconds`) have gone by."""
        for start, end in self.sessions:
            length = _second(end) - _second(start)
            if seconds <= length:
                at = _second(start) + seconds
                return time(at // 3600, at // 60 % 60, at % 60)
            seconds -= length
        raise BadHours(problem="超出一天的办公时间")


def _second(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


#: So many ranks a calendar keeps: a generation of days.
MOST_KEPT = 10_000


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are working days. Immutable, hashable, safe to share between threads.

    `published` holds the years whose holiday notice is entered and confirmed.
    Raises CalendarConflict when a date is in both lists.
    """

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    published: frozenset[int] = frozenset()
    hours: Hours = Hours()
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _on: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ranks: dict[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        both = self.holidays & self.makeup
        if both:
            raise CalendarConflict(day=min(both).isoformat())
        # Only what differs from the weekday rule counts: a holiday on a Sunday takes no working day away.
        off = sorted(day.toordinal() for day in self.holidays if day.weekday() < 5)
        on = sorted(day.toordinal() for day in self.makeup if day.weekday() >= 5)
        object.__setattr__(self, "_off", tuple(off))
        object.__setattr__(self, "_on", tuple(on))
        object.__setattr__(self, "_ranks", {})

    @classmethod
    def of(
        cls,
        *,
        holidays: Iterable[date] = (),
        makeup: Iterable[date] = (),
        published: Iterable[int] = (),
        hours: Hours | None = None,
    ) -> WorkCalendar:
        """A calendar from any iterables (rows of a table)."""
        return cls(frozenset(holidays), frozenset(makeup), frozenset(published), hours or Hours())

    def with_year(self, year: int, *, holidays: Iterable[date], makeup: Iterable[date]) -> WorkCalendar:
        """This calendar with `year` published: its earlier overrides replaced, other years untouched."""
        kept_off = {day for day in self.holidays if day.year != year}
        kept_on = {day for day in self.makeup if day.year != year}
        return WorkCalendar.of(
            holidays=kept_off.union(holidays),
            makeup=kept_on.union(makeup),
            published=self.published | {year},
            hours=self.hours,
        )

    def rank(self, ordinal: int) -> int:
        """How many working days there are up to and including `date.fromordinal(ordinal)`."""
        known = self._ranks.get(ordinal)
        if known is not None:
            return known
        weeks, rest = divmod(ordinal, 7)  # ordinal 1 is a Monday
        plain = weeks * 5 + min(rest, 5)
        made = plain + bisect_right(self._on, ordinal) - bisect_right(self._off, ordinal)
        if len(self._ranks) < MOST_KEPT:
            # A clock asks for the same few days again and again; a rank never changes.
            self._ranks[ordinal] = made
        return made

    def day_of_rank(self, rank: int, since: int) -> int:
        """The ordinal of the working day with this rank, which must lie after the ordinal `since`."""
        ordinal = since
        # A day adds at most one to the rank, so a step of the whole gap can never jump past the answer.
        while (gap := rank - self.rank(ordinal)) > 0:
            ordinal += gap
        return ordinal

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day (a makeup Saturday is, a holiday Monday is not)."""
        ordinal = day.toordinal()
        return self.rank(ordinal) != self.rank(ordinal - 1)

    def is_provisional(self, day: date) -> bool:
        """暂定: the year of `day` has no published holiday notice, only the weekday rule is known."""
        return day.year not in self.published

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is not counted itself (民法典 201: 开始的当日不计入).

        n is 0 or more; 0 gives `start` back, working day or not.
        """
        if n < 0:
            raise ValueError("working days are added, never taken away")
        since = start.toordinal()
        return date.fromordinal(self.day_of_rank(self.rank(since) + n, since))

    def working_days_between(self, a: date, b: date) -> int:
        """Working days in (a, b]: after `a`, up to and including `b`; negative when b is before a."""
        return self.rank(b.toordinal()) - self.rank(a.toordinal())

    def next_working(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        return self.add_working_days(day - timedelta(days=1), 1)

    def end_of_business(self, day: date) -> datetime:
        """End of business on `day`, Asia/Shanghai: that is the deadline of the day.

        民法典 203: 有业务时间的，停止业务活动的时间为截止时间.
        """
        return datetime.combine(day, self.hours.closes, CHINA)


def china_time(moment: datetime) -> datetime:
    """An aware datetime as Asia/Shanghai wall time. ValueError for a naive one, whose date is a guess."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no date in China")
    return moment.astimezone(CHINA)


def day_begins(day: date) -> datetime:
    """The first moment of a calendar date in China."""
    return datetime.combine(day, time(0), CHINA)


def china_date(moment: datetime) -> date:
    """The calendar date in Asia/Shanghai of an aware datetime. ValueError for a naive one.

    An act is dated by the calendar date on which it was done, also after hours or on a day off.
    """
    return china_time(moment).date()


def midnight(day: date) -> datetime:
    """The first moment of `day` in Asia/Shanghai."""
    return datetime.combine(day, time(0), CHINA)


def business_minutes_between(calendar: WorkCalendar, hours: Hours, a: datetime, b: datetime) -> int:
    """Whole business minutes from `a` to `b`, within `hours` on working days; 0 when b is before a."""
    return max(0, _business_second(calendar, hours, b) - _business_second(calendar, hours, a)) // 60


def add_business_minutes(calendar: WorkCalendar, hours: Hours, start: datetime, minutes: int) -> datetime:
    """The moment at which `minutes` (0 or more) of business have gone by since `start`, Asia/Shanghai."""
    if minutes <= 0:
        return china_time(start)
    target = _business_second(calendar, hours, start) + minutes * 60
    full, rest = divmod(target, hours.seconds)
    if rest == 0:  # the last second of a day belongs to that day, not to the next morning
        full, rest = full - 1, hours.seconds
    day = calendar.day_of_rank(full + 1, china_date(start).toordinal() - 1)
    return datetime.combine(date.fromordinal(day), hours.after(rest), CHINA)


def _business_second(calendar: WorkCalendar, hours: Hours, moment: datetime) -> int:
    """Business seconds since 0001-01-01: a single rising count, so spans are differences."""
    local = china_time(moment)
    before = calendar.rank(local.toordinal() - 1)
    today = hours.elapsed(local.time()) if calendar.is_working(local.date()) else 0
    return before * hours.seconds + today
