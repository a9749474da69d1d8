"""Who is rostered at which window: on a day, and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yimen.bureau import queries as bureau
from yimen.rules import hours
from yimen.rules.calendar import china_date, china_time
from yimen.rules.hall.away import Away
from yimen.rules.hall.keeping import ShiftFact, worked
from yimen.rules.hall.terms import Turn
from yimen.rules.hours import OpenDay

from ..models import Shift, Site
from . import facts
from .leaves import away


@dataclass(frozen=True)
class SeatRow:
    """Somebody rostered at a window on a day, from `starts` to `ends` in minutes since midnight."""

    shift: int
    window: str
    staff: str
    name: str
    starts: int
    ends: int


def spans(seats: Iterable[SeatRow]) -> list[tuple[int, int]]:
    """When somebody sits there, minutes since midnight."""
    return [(one.starts, one.ends) for one in seats]


def open_days(site: Site, first: date, last: date) -> list[OpenDay]:
    """The hours of a site from day to day."""
    opening, calendar = facts.openings([site], first)[site.pk], bureau.work_calendar()
    count = (last - first).days + 1
    return [hours.on(opening, date.fromordinal(first.toordinal() + n), calendar) for n in range(count)]


def seats_of(site: Site, days: list[OpenDay]) -> dict[date, list[SeatRow]]:
    """Who is rostered at a site on each of these days (two statements)."""
    first, last = days[0].day, days[-1].day
    rows = shifts_of(site, first, last)
    gone = away([row.staff_id for row in rows], first, last)
    facts_of = [(row, fact(row, gone[row.staff_id])) for row in rows]
    return {day.day: _seats(facts_of, day) for day in days}


def _seats(shifts: Iterable[tuple[Shift, ShiftFact]], day: OpenDay) -> list[SeatRow]:
    """Who sits where on a day, by window and time."""
    found = [_seat(row, span) for row, told in shifts for span in _there(row, told, day)]
    return sorted(found, key=lambda one: (one.window, one.starts, one.shift))


def _there(row: Shift, told: ShiftFact, day: OpenDay) -> list[tuple[int, int]]:
    """From when to when somebody sits there on a day."""
    return worked(told, day.day, day.kind) if row.window.weekend or not day.limited else []


def shifts_of(site: Site, first: date, last: date) -> list[Shift]:
    """The shifts of a site that touch these days, by window and time."""
    running = Q(to_day__isnull=True) | Q(to_day__gte=first)
    rows = Shift.objects.filter(running, from_day__lte=last, window__site=site, window__active=True)
    return list(rows.select_related("window", "staff").order_by("window__number", "starts", "pk"))


def fact(row: Shift, gone: tuple[Away, ...] = ()) -> ShiftFact:
    """A shift as the rules read it; `gone`: when its person is away."""
    turn = Turn(row.turn)
    return ShiftFact(turn, row.starts, row.ends, row.from_day, row.to_day, row.window.number, gone)


def _seat(row: Shift, span: tuple[int, int]) -> SeatRow:
    return SeatRow(row.pk, row.window.number, row.staff.number, row.staff.name, *span)


def rostered_now(site: Site, now: datetime) -> dict[str, str]:
    """Window number → number of who is rostered there now; on a day without hours nobody."""
    today, local = china_date(now), china_time(now)
    minute = local.hour * 60 + local.minute
    days = open_days(site, today, today)
    found = seats_of(site, days)[today] if days[0].sessions or site.always else []
    return {one.window: one.staff for one in found if one.starts <= minute < one.ends}


def seat_now(staff: str, sites: Iterable[Site], now: datetime) -> tuple[str, str] | None:
    """(site, window) at which somebody (staff number) is rostered now; None for nowhere. Only sites at which
    they have a shift at all are looked at."""
    listed = {one.pk: one for one in sites}
    held = (
        Shift.objects.filter(staff__number=staff, window__site__in=listed) if staff else Shift.objects.none()
    )
    for site in sorted(set(held.values_list("window__site", flat=True))):
        for window, who in rostered_now(listed[site], now).items():
            if who == staff:
                return listed[site].code, window
    return None
