"""Bookings that no longer fit, since fewer sit there than when they were made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from yimen.rules import booking as rules
from yimen.rules.booking import BookingState, Seat
from yimen.rules.hall import roster
from yimen.rules.hall.keeping import sits
from yimen.rules.hall.roster import HeldPlace
from yimen.rules.hours import OpenDay

from ..models import Booking, Site, Window
from . import facts
from .booking import seats_at, terms_of
from .rostered import open_days


@dataclass(frozen=True)
class UnfitRow:
    """A booking that no longer fits. `start`: minutes since midnight; `empty`: a window of its queue where
    nobody sits that day, "" for none. Nobody is named."""

    number: str
    day: date
    start: int
    line: str
    item: str
    empty: str


def unfit_at(site: Site, today: date) -> list[UnfitRow]:
    """The bookings at a site from today on for which the roster has no room any more, by day and time (a
    fixed number of statements)."""
    held = Booking.objects.filter(line__site=site, day__gte=today, state__in=rules.HELD)
    groups: dict[tuple[int, date], list[Booking]] = defaultdict(list)
    for one in held.select_related("line", "item__current").order_by("day", "start", "number"):
        groups[one.line_id, one.day].append(one)
    if not groups:
        return []
    days = {one.day: one for one in open_days(site, today, max(day for _line, day in groups))}
    rows = Window.objects.filter(site=site, active=True, line__active=True).select_related("department")
    windows = {row.pk: row for row in rows.order_by("number")}
    seats = seats_at({pk: facts.fact_of(row) for pk, row in windows.items()}, today)
    found: list[UnfitRow] = []
    for (line, day), bookings in groups.items():
        own = {pk: row for pk, row in windows.items() if row.line_id == line}
        found += _late(site, bookings, own, [one for one in seats if one.window in own], days[day])
    return sorted(found, key=lambda one: (one.day, one.start, one.number))


def _late(
    site: Site, bookings: list[Booking], windows: dict[int, Window], seats: list[Seat], day: OpenDay
) -> list[UnfitRow]:
    slots = rules.slots(day, seats, bookings[0].line.minutes, terms_of(site))
    late = set(
        roster.unfit(
            [HeldPlace(one.number, one.start, one.made_at) for one in bookings],
            {one.start: one.places for one in slots},
        )
    )
    there = {one.window for one in seats if sits(one.shift, day.day, day.kind)}
    empty = next((row.number for pk, row in windows.items() if pk not in there), "")
    return [_row(one, empty) for one in bookings if one.number in late and one.state == BookingState.BOOKED]


def _row(one: Booking, empty: str) -> UnfitRow:
    name = one.item.current.name if one.item.current else one.item.code
    return UnfitRow(one.number, one.day, one.start, one.line.letter, name, empty)
