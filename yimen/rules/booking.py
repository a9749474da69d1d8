"""预约: how many may come when, who may book, until when one may change one's mind, who has priority.

Places come from who sits where: the minutes that manned windows have in a slot, divided by the mean service
time, less a share kept for those who walk in. The numbers are the sample of domain §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .booking_terms import TOLERANCE, Terms
from .calendar import WorkCalendar, china_date
from .errors import Kind, RuleBroken
from .hall.keeping import ShiftFact, worked
from .hours import OpenDay
from .terms import Term

#: Shortest slot, minutes; a longer mean service time makes slots longer by whole ones.
SLOT = 30


class BookingState(Term):
    """预约状态."""

    BOOKED = "booked", "已预约"
    CAME = "came", "已签到"
    CANCELLED = "cancelled", "已取消"
    MISSED = "missed", "没有来"


#: A place is taken while a booking is in one of these.
HELD = (BookingState.BOOKED, BookingState.CAME)


class BookingUnknown(RuleBroken):
    """There is no such booking, or it is somebody else's."""

    code = "booking.not_found"
    text = "没有找到这个预约"
    kind = Kind.NOT_FOUND


class NotBookable(RuleBroken):
    """The item is not booked for, or not at this site."""

    code = "booking.not_bookable"
    text = "这个事项在这里不能预约，直接来就行，或者换一个大厅"


class RealNameNeeded(RuleBroken):
    """Who books is known by name and number, and books for themselves."""

    code = "booking.real_name"
    text = "预约要本人登录，用自己的名字"
    kind = Kind.FORBIDDEN


class DayOutside(RuleBroken):
    """Bookings are for the coming days within the window."""

    code = "booking.day_outside"
    text = "只能约明天起 {days} 个工作日以内的日子"
    kind = Kind.INVALID


class SlotGone(RuleBroken):
    """The slot is full, or is none."""

    code = "booking.slot_gone"
    text = "这个时间没有名额了，请换一个"


class BookedThatDay(RuleBroken):
    """One booking a person and day."""

    code = "booking.one_a_day"
    text = "您 {day} 已经有一个预约，一天只能约一次"


class BookingBlocked(RuleBroken):
    """Who did not come too often waits before booking again; walking in stays open."""

    code = "booking.blocked"
    text = "您 {within} 天里有 {n} 次约了没来，{until} 以后才能再约；现在可以直接来取号"


class TooLateToChange(RuleBroken):
    """Until some time before, one may cancel or choose another time."""

    code = "booking.too_late"
    text = "开始前 {minutes} 分钟以内不能再改，来不了请打电话"


class NotOpenAnyMore(RuleBroken):
    """Cancelled, over, or checked in already."""

    code = "booking.not_open"
    text = "这个预约现在是“{state}”，不能这样做"


class NoneHere(RuleBroken):
    """Nothing is booked here today for who showed a card; whether they are known at all is not told."""

    code = "booking.none_here"
    text = "今天在这个大厅没有查到您的预约，请直接取号"
    kind = Kind.CONFLICT


class NotToday(RuleBroken):
    """One checks in on the day of the booking."""

    code = "booking.not_today"
    text = "这个预约是 {day} 的，那天再签到"


@dataclass(frozen=True)
class Seat:
    """Somebody's shift at a window. `weekend`: the window is open in 延时服务."""

    window: int
    shift: ShiftFact
    weekend: bool = False


@dataclass(frozen=True)
class Slot:
    """From `start` to `end` (minutes since midnight) so many may come who booked, and so many in all."""

    start: int
    end: int
    places: int
    total: int


@dataclass(frozen=True)
class Standing:
    """What of a person decides whether they may book. `booked`: days on which they have a booking; `missed`:
    days on which they did not come."""

    booked: frozenset[date] = frozenset()
    missed: tuple[date, ...] = ()


def length(minutes: int) -> int:
    """How long a slot is where one service takes `minutes` in the mean."""
    return SLOT * -(-max(minutes, 1) // SLOT)


def slots(day: OpenDay, seats: Iterable[Seat], minutes: int, terms: Terms) -> list[Slot]:
    """The slots of a day with their places, also those without any."""
    manned = [
        (one.window, span)
        for one in seats
        if one.weekend or not day.limited
        for span in worked(one.shift, day.day, day.kind)
    ]
    step = length(minutes)
    starts = [start for opens, closes in day.sessions for start in range(opens, closes - step + 1, step)]
    return [_slot(start, start + step, manned, minutes, terms) for start in starts]


def _slot(
    start: int, end: int, seats: Sequence[tuple[int, tuple[int, int]]], minutes: int, terms: Terms
) -> Slot:
    """`seats`: (window, from when to when somebody sits there)."""
    manned: dict[int, int] = {}
    for window, (begins, ends) in seats:
        there = max(0, min(end, ends) - max(start, begins))
        # Two people at one window still serve one visitor at a time.
        manned[window] = min(end - start, manned.get(window, 0) + there)
    total = sum(found // max(minutes, 1) for found in manned.values())
    return Slot(start, end, total - total * terms.walk_in // 100, total)


def last_day(today: date, calendar: WorkCalendar, terms: Terms) -> date:
    """The last day for which one may book today."""
    return calendar.add_working_days(today, terms.days)


def days(today: date, calendar: WorkCalendar, terms: Terms) -> list[date]:
    """The calendar days for which one may book today, from tomorrow on; the hall need not be open on each."""
    count = (last_day(today, calendar, terms) - today).days
    return [today + timedelta(days=n) for n in range(1, count + 1)]


def blocked_until(standing: Standing, today: date, terms: Terms) -> date | None:
    """The first day on which somebody may book again who did not come too often; None where they may now."""
    recent = [one for one in standing.missed if 0 <= (today - one).days < terms.within]
    if len(recent) < terms.missed:
        return None
    until = max(recent) + timedelta(days=terms.blocked)
    return until if until > today else None


def check_person(standing: Standing, day: date, today: date, terms: Terms) -> None:
    """Whether this person may book for that day. Raises BookingBlocked, BookedThatDay."""
    until = blocked_until(standing, today, terms)
    if until is not None:
        raise BookingBlocked(within=terms.within, n=terms.missed, until=until.isoformat())
    if day in standing.booked:
        raise BookedThatDay(day=day.isoformat())


def check_day(day: date, today: date, calendar: WorkCalendar, terms: Terms) -> None:
    """Raises DayOutside."""
    if not today < day <= last_day(today, calendar, terms):
        raise DayOutside(days=terms.days)


def place(slot: Slot | None, taken: Iterable[int]) -> int:
    """The lowest free place (from 1) of a slot. Raises SlotGone."""
    held = set(taken)
    free = next((n for n in range(1, slot.places + 1) if n not in held), None) if slot else None
    if free is None:
        raise SlotGone()
    return free


def check_change(state: BookingState, starts: datetime, now: datetime, terms: Terms) -> None:
    """Whether a booking may still be cancelled or moved. Raises NotOpenAnyMore, TooLateToChange."""
    if state is not BookingState.BOOKED:
        raise NotOpenAnyMore(state=state.label)
    if now > starts - timedelta(minutes=terms.cancel):
        raise TooLateToChange(minutes=terms.cancel)


def check_in(state: BookingState, starts: datetime, now: datetime) -> bool:
    """签到: True where the visitor goes before those who walked in, which is until the tolerance after the
    time booked; later they wait like everybody. Raises NotOpenAnyMore, NotToday."""
    if state is not BookingState.BOOKED:
        raise NotOpenAnyMore(state=state.label)
    if china_date(now) != china_date(starts):
        raise NotToday(day=china_date(starts).isoformat())
    return now <= starts + TOLERANCE


def reminded_day(today: date) -> date:
    """The day of whose bookings people are reminded today: tomorrow, on days off too, for Saturdays are
    booked as well."""
    return today + timedelta(days=1)
