"""Deadlines: of a limit in days, of the receive clock, of one step, of a 即办件; and the honest clock.

The rule (domain 2.2): T0 is the date of acceptance and is not counted; day 1 is the next working day; the
deadline is the end of business of the n-th counted day.  Days inside a pause are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .calendar import WorkCalendar, add_business_minutes, china_date
from .errors import Kind, RuleBroken
from .item import Limit
from .pauses import Pause, Span, nth_day, spans_of
from .terms import Unit

#: 行政许可法 42: decide within 20 working days of acceptance, when no other law sets a limit.
LICENCE_LIMIT = Limit(20)
#: 行政许可法 42: the head of the organ may extend once, by 10 working days, telling the applicant why.
EXTENSION_DAYS = 10
#: 行政许可法 42 with 26: 统一, 联合 or 集中办理 within 45 days; working days here too (art. 82) …
JOINT_LIMIT = Limit(45)
#: … and the head of the government of that level may extend once, by 15.
JOINT_EXTENSION_DAYS = 15
#: 行政许可法 32(4): tell all that is missing within 5 working days, or the application counts as accepted.
RECEIVE_LIMIT = Limit(5)
#: 行政许可法 43: a lower organ's pre-review takes at most 20 working days.
PRE_REVIEW_LIMIT = Limit(20)
#: 行政许可法 44: issue and deliver the licence within 10 working days of the decision.
DELIVERY_LIMIT = Limit(10)

#: A limit longer than ten years is a slip of the keyboard (ours; no law has one).
MOST_DAYS = 3650


class BadLimit(RuleBroken):
    """A limit is 0 days (即办) to ten years."""

    code = "clock.bad_limit"
    text = "时限不对：{days} 天"
    kind = Kind.INVALID


class EndsBeforeStart(RuleBroken):
    """A span of time was asked for that ends before it begins."""

    code = "clock.ends_before_start"
    text = "{end} 早于开始的 {start}"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Due:
    """A deadline: its day, its moment (end of business, Asia/Shanghai), and whether it is 暂定."""

    date: date
    at: datetime
    provisional: bool


@dataclass(frozen=True)
class Honest:
    """What the applicant lived through: days from first contact to the result in hand, pauses included.

    The same day is 0 in both counts.
    """

    natural_days: int
    working_days: int


def due(calendar: WorkCalendar, start: date, limit: Limit, spans: tuple[Span, ...] = ()) -> Due:
    """The deadline of `limit` from `start` (not counted), without the days in `spans` (united, see `pauses`).

    0 days: `start` itself or the next working day.  自然日: a last day that is no working day moves to the
    next one (民法典 203: 期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日).  That the
    civil rule holds for periods of an organ is general practice, no sentence of 行政许可法, whose periods are
    working days (82).
    Raises BadLimit.
    """
    if not 0 <= limit.days <= MOST_DAYS:
        raise BadLimit(days=limit.days)
    first = start.toordinal()
    last = first
    if limit.days:
        last = nth_day(calendar, first, limit.days, limit.unit, spans)
    if limit.days == 0 or limit.unit is Unit.NATURAL:
        last = nth_day(calendar, last - 1, 1, Unit.WORKING, spans)
    return due_on(calendar, first, last)


def due_on(calendar: WorkCalendar, first: int, last: int) -> Due:
    """A deadline on the ordinal `last`; 暂定 if any day counted since `first` is in an unpublished year."""
    day = date.fromordinal(last)
    years = range(date.fromordinal(min(first + 1, last)).year, day.year + 1)
    provisional = any(year not in calendar.published for year in years)
    return Due(day, calendar.end_of_business(day), provisional)


def receive_due(calendar: WorkCalendar, received_on: date) -> Due:
    """Until when the organ must accept, refuse or tell all gaps: 5 working days (行政许可法 32(4))."""
    return due(calendar, received_on, RECEIVE_LIMIT)


def deemed(
    calendar: WorkCalendar, received_on: date, now: datetime, *, told_at: datetime | None = None
) -> bool:
    """视为受理: at `now` the 5 working days have run out and nothing was told in time (行政许可法 32(4))."""
    at = receive_due(calendar, received_on).at
    return now > at and (told_at is None or told_at > at)


def deemed_accepted_on(received_on: date) -> date:
    """The date of a deemed acceptance: the day the materials came in (自收到申请材料之日起即为受理)."""
    return received_on


def step_due(
    calendar: WorkCalendar, started_on: date, days: int, pauses: Iterable[Pause] = (), *, now: datetime
) -> Due:
    """The deadline of one step of the review: `days` working days, all pauses of the case counted out."""
    return due(calendar, started_on, Limit(days), spans_of(calendar, pauses, now))


def instant_due(calendar: WorkCalendar, accepted_at: datetime) -> Due:
    """即办件: end of business of the day it was filed; filed after hours or on a day off, of the next one."""
    return due(calendar, filing_day(calendar, accepted_at), Limit(0))


def instant_due_at(calendar: WorkCalendar, accepted_at: datetime, minutes: int) -> datetime:
    """即办件: when the target of `minutes` business minutes is reached (30 in 二道), Asia/Shanghai."""
    return add_business_minutes(calendar, calendar.hours, accepted_at, minutes)


def filing_day(calendar: WorkCalendar, accepted_at: datetime) -> date:
    """The day an act counts for: its own, or the next when it came at or after the end of business."""
    day = china_date(accepted_at)
    return day if accepted_at < calendar.end_of_business(day) else day + timedelta(days=1)


def honest(calendar: WorkCalendar, first_contact_at: datetime, until: datetime) -> Honest:
    """The honest clock, from first contact to the result in hand (or now). Raises EndsBeforeStart."""
    if until < first_contact_at:
        raise EndsBeforeStart(
            start=china_date(first_contact_at).isoformat(), end=china_date(until).isoformat()
        )
    first, last = china_date(first_contact_at), china_date(until)
    return Honest((last - first).days, calendar.working_days_between(first, last))
