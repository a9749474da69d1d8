"""The roster of a hall for a week: who sits where, who is away, where somebody is lacking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from yimen.bureau import queries as bureau
from yimen.rules.hall import roster
from yimen.rules.hall.away import Away, Part
from yimen.rules.hall.keeping import sits
from yimen.rules.hall.roster import LeaveKind
from yimen.rules.hours import DayKind, OpenDay

from ..models import Leave, Site, Window
from .leaves import LeaveRow, away, leaves
from .rostered import SeatRow, fact, open_days, seats_of, shifts_of, spans
from .unfit import UnfitRow, unfit_at

_WEEKEND = (DayKind.SATURDAY, DayKind.SUNDAY)


@dataclass(frozen=True)
class Cell:
    """A window on a day. `lacking`: it calls numbers and the hall is open, but nobody sits there all the time
    (minutes since midnight of the first gap)."""

    day: date
    seats: list[SeatRow]
    lacking: tuple[int, int] | None = None


@dataclass(frozen=True)
class WindowWeek:
    """A window through the week. `line`: letter of its queue, "" for none."""

    number: str
    name: str
    line: str
    cells: list[Cell]


@dataclass(frozen=True)
class Owed:
    """A weekend day that somebody works without a rest day in lieu."""

    staff: str
    name: str
    day: date


@dataclass(frozen=True)
class Week:
    """The roster of one week, Monday to Sunday."""

    site: Site
    days: list[OpenDay]
    windows: list[WindowWeek]
    leaves: list[LeaveRow]
    owed: list[Owed]
    unfit: list[UnfitRow] = field(default_factory=list)

    @property
    def lacking(self) -> int:
        """How many windows lack somebody on how many days in all."""
        return sum(cell.lacking is not None for row in self.windows for cell in row.cells)


def week(site: Site, monday: date, today: date) -> Week:
    """The roster of the week that begins on `monday`; bookings from `today` on. A fixed number of
    statements."""
    days = open_days(site, monday, monday + timedelta(days=6))
    seats = seats_of(site, days)
    rows = Window.objects.filter(site=site, active=True).select_related("line").order_by("number")
    windows = [_window(row, days, seats) for row in rows]
    people = {one.staff_id: one.staff.number for one in shifts_of(site, monday, days[-1].day)}
    clerks = bureau.clerks_of(site.region.code, today)
    told = leaves({*people.values(), *clerks}, monday, days[-1].day)
    return Week(site, days, windows, told, _owed(site, days), unfit_at(site, today))


def _window(row: Window, days: list[OpenDay], seats: dict[date, list[SeatRow]]) -> WindowWeek:
    letter = row.line.letter if row.line and row.line.active else ""
    cells = [_cell(row, day, [one for one in seats[day.day] if one.window == row.number]) for day in days]
    return WindowWeek(row.number, row.name, letter, cells)


def _cell(row: Window, day: OpenDay, seats: list[SeatRow]) -> Cell:
    needed = row.line_id is not None and (row.weekend or not day.limited)
    return Cell(day.day, seats, roster.gap(day.sessions, spans(seats)) if needed else None)


def _owed(site: Site, days: list[OpenDay]) -> list[Owed]:
    """Who works a weekend day of this week and has no rest day for it, that of earlier ones taken first."""
    first = days[0].day - timedelta(days=roster.AFTER)
    span = open_days(site, first, days[-1].day)
    weekend = [one for one in span if one.kind in _WEEKEND and one.sessions]
    shifts = shifts_of(site, first, days[-1].day)
    people = {row.staff_id: row.staff for row in shifts}
    gone = away(people, first, days[-1].day)
    worked: dict[int, set[date]] = defaultdict(set)
    for row in shifts:
        told = fact(row, gone[row.staff_id])
        worked[row.staff_id] |= {one.day for one in weekend if sits(told, one.day, one.kind)}
    rest = _rest_days(worked, first, days[-1].day)
    return sorted(
        (
            Owed(people[who].number, people[who].name, day)
            for who, on in worked.items()
            for day in roster.owed(on, rest[who])
            if day >= days[0].day
        ),
        key=lambda one: (one.day, one.staff),
    )


def _rest_days(staff: Collection[int], first: date, last: date) -> dict[int, list[date]]:
    """The rest days in lieu of these people near these days."""
    found: dict[int, list[Away]] = defaultdict(list)
    begin, end = first - timedelta(days=roster.BEFORE), last + timedelta(days=roster.AFTER)
    rows = Leave.objects.filter(staff__in=list(staff), kind=LeaveKind.LIEU, last__gte=begin, first__lte=end)
    for who, first_day, last_day, part in rows.values_list("staff_id", "first", "last", "part"):
        found[who].append(Away(first_day, last_day, Part(part)))
    return defaultdict(list, {who: roster.rest_days(mine) for who, mine in found.items()})
