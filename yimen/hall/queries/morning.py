"""Before the doors open: what of a hall is not as it should be today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yimen.bureau import queries as bureau
from yimen.rules.calendar import china_date
from yimen.rules.hall import roster
from yimen.rules.hours import OpenDay
from yimen.rules.queueing.terms import PostState

from ..models import Site, SiteDay, Window
from .devices import silent_devices
from .floor import Floor, Tile, floor
from .leaves import LeaveRow, leaves
from .rostered import open_days, seats_of, shifts_of, spans
from .unfit import UnfitRow, unfit_at

#: Days whose notices are shown: today and tomorrow.
NOTICES = 2


@dataclass(frozen=True)
class Lacking:
    """A window that calls numbers and at which nobody sits from `starts` to `ends` today, minutes since
    midnight."""

    number: str
    name: str
    line: str
    starts: int
    ends: int


@dataclass(frozen=True)
class BareLine:
    """A queue for which nobody calls today. `windows`: how many windows it has at all."""

    letter: str
    name: str
    windows: int


@dataclass(frozen=True)
class Silent:
    """A device that was not heard of. `since`: when it spoke last, None for never."""

    name: str
    since: datetime | None


@dataclass(frozen=True)
class Morning:
    """What of a hall is not as it should be today. `late`: windows that should be open by the roster and are
    not; `notices`: (day, words) of days with hours of their own."""

    site: Site
    today: OpenDay
    now: Floor
    lacking: list[Lacking]
    bare: list[BareLine]
    late: list[Tile]
    away: list[LeaveRow]
    unfit: list[UnfitRow]
    notices: list[tuple[date, str]]
    silent: Sequence[Silent] = ()

    @property
    def wrong(self) -> int:
        """How many things want mending; who is away and what is announced is only told."""
        return len(self.lacking) + len(self.bare) + len(self.late) + len(self.unfit) + len(self.silent)


def morning(site: Site, now: datetime) -> Morning:
    """What of a site is not as it should be today, in a fixed number of statements."""
    day = china_date(now)
    today, stands = open_days(site, day, day)[0], floor(site, now)
    lacking = _lacking(site, today)
    people = {row.staff.number for row in shifts_of(site, day, day)}
    told = leaves(people | set(bureau.clerks_of(site.region.code, day)), day, day)
    running = stands.opens is not None and stands.opens.now
    late = [one for one in stands.tiles if running and one.state is PostState.CLOSED and one.free]
    unfit = [one for one in unfit_at(site, day) if one.day == day]
    bare = _bare(site, today, {one.number for one in lacking}, stands) if today.sessions else []
    silent = [Silent(one.name, one.seen) for one in silent_devices(site.code, now)]
    return Morning(site, today, stands, lacking, bare, late, told, unfit, _notices(site, day), silent)


def _lacking(site: Site, today: OpenDay) -> list[Lacking]:
    seats = seats_of(site, [today])[today.day]
    rows = Window.objects.filter(site=site, active=True, line__active=True).select_related("line")
    found = []
    for row in rows.order_by("number"):
        open_at = row.weekend or not today.limited
        there = spans(one for one in seats if one.window == row.number)
        hole = roster.gap(today.sessions, there) if open_at else None
        if hole is not None and row.line is not None:
            found.append(Lacking(row.number, row.name, row.line.letter, *hole))
    return found


def _bare(site: Site, today: OpenDay, lacking: set[str], stands: Floor) -> list[BareLine]:
    """Queues without a window, or all of whose windows lack somebody and are not open. On a weekend only
    those with a window for weekends are expected to call."""
    weekend = Window.objects.filter(site=site, active=True, weekend=True, line__isnull=False)
    at_work = set(weekend.values_list("number", flat=True))
    serve = [one for one in stands.tiles if not today.limited or one.number in at_work]
    expected = {one.line for one in serve} if today.limited else {one.letter for one in stands.lines}
    served = {
        letter
        for one in serve
        if one.state is PostState.OPEN or one.number not in lacking
        for letter in (one.line, one.also)
    }
    count = Counter(one.line for one in stands.tiles)
    return [
        BareLine(one.letter, one.name, count[one.letter])
        for one in stands.lines
        if one.letter in expected - served
    ]


def _notices(site: Site, day: date) -> list[tuple[date, str]]:
    rows = SiteDay.objects.filter(site=site, day__range=(day, day + timedelta(days=NOTICES - 1)))
    return list(rows.order_by("day").values_list("day", "words"))
