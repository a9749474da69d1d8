"""Sites: found by name and place, one in full, the nearest that serves an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yimen.bureau import queries as bureau
from yimen.rules import hours, routing
from yimen.rules.authority import region_prefix
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.hall import serving
from yimen.rules.hall.keeping import SiteUnknown
from yimen.rules.hall.serving import ItemFact, Near, WindowFact
from yimen.rules.hall.terms import SiteLevel, WindowKind
from yimen.rules.hours import OpenDay, Opening, Opens, Sessions
from yimen.rules.item import ItemSpec

from ..models import Site, SiteDay, Window
from . import facts

#: So many days of a site's hours are shown.
SHOWN = 7


@dataclass(frozen=True)
class SiteRow:
    """A site in a list. `opens`: the session that runs or comes next; `km` from the place asked about."""

    code: str
    name: str
    level: SiteLevel
    region: str
    region_name: str
    address: str
    phone: str
    traffic: str
    opens: Opens | None
    km: float | None = None


@dataclass(frozen=True)
class WindowRow:
    """A window as the public sees it. `open_now`: in season and, on a weekend, one of those that serve."""

    number: str
    name: str
    kind: WindowKind
    department: str
    season: tuple[str, str]
    weekend: bool
    open_now: bool


@dataclass(frozen=True)
class SitePage:
    """A site in full. `days`: the coming week with the reason of each exception ("" for none)."""

    row: SiteRow
    week: tuple[Sessions, ...]
    always: bool
    days: list[tuple[OpenDay, str]]
    windows: list[WindowRow]


def sites(*, now: datetime, text: str = "", at: str = "") -> list[SiteRow]:
    """All sites, found by name, address or region; from the region `at` (12 digits) the nearest first."""
    rows = [one for one in facts.active() if _speaks_of(one, text)]
    return _ordered(rows, at, now)


def serving_item(spec: ItemSpec, *, now: datetime, at: str = "", text: str = "") -> list[SiteRow]:
    """就近办: the sites where an item is taken in, the nearest to the region `at` first; without a place,
    who opens first."""
    rows, today, calendar = list(facts.active()), china_date(now), bureau.work_calendar()
    opened, windows = facts.openings(rows, today), facts.windows(rows, spec.code)
    item, moves = facts.item_fact(spec), facts.moves_of(spec.code)
    fit = [
        one
        for one in rows
        if _speaks_of(one, text)
        and routing.receives(facts.site_fact(one), moves, today)
        and serving.any_serves(windows[one.pk], item, today)
    ]
    when = {one.pk: _opens(opened[one.pk], windows[one.pk], item, calendar, now) for one in fit}
    return _rows(fit, rows, at, when)


def _opens(
    opening: Opening, windows: list[WindowFact], item: ItemFact, calendar: WorkCalendar, now: datetime
) -> Opens | None:
    weekend = serving.on_weekend(windows, item, china_date(now))
    return hours.next_open(opening, now, calendar, weekend=weekend)


def _speaks_of(one: Site, text: str) -> bool:
    return not text or any(text in words for words in (one.name, one.address, one.region.name))


def _ordered(rows: list[Site], at: str, now: datetime) -> list[SiteRow]:
    calendar, opened = bureau.work_calendar(), facts.openings(rows, china_date(now))
    when = {one.pk: hours.next_open(opened[one.pk], now, calendar) for one in rows}
    everywhere = list(facts.active()) if at else rows
    return _rows(rows, everywhere, at, when)


def _rows(fit: list[Site], every: list[Site], at: str, when: dict[int, Opens | None]) -> list[SiteRow]:
    """Rows in the order in which to offer them."""
    place = _place(every, at)
    made = {}
    for one in fit:
        spot = facts.spot_of(one)
        km = serving.distance(place, spot) if place and spot else None
        made[one.code] = _row(one, when[one.pk], km)
    near = [Near(row.code, row.level, row.opens, row.km) for row in made.values()]
    return [made[one.site] for one in serving.nearest(near)]


def _place(every: list[Site], at: str) -> serving.Spot | None:
    """Where a region is: where its own site is, else a site of the region above it."""
    code = at
    while code.strip("0"):
        spots = [facts.spot_of(one) for one in every if one.region.code == code]
        known = next((one for one in spots if one), None)
        if known is not None:
            return known
        short = region_prefix(code)
        above = next((n for n in (9, 6, 4, 2) if n < len(short)), 0)
        code = code[:above].ljust(12, "0")
    return None


def _row(one: Site, opens: Opens | None, km: float | None = None) -> SiteRow:
    return SiteRow(
        one.code, one.name, SiteLevel(one.level), one.region.code, one.region.name, one.address, one.phone,
        one.traffic, opens, km,
    )  # fmt: skip


def site_page(code: str, *, now: datetime) -> SitePage:
    """A site in full. Raises SiteUnknown."""
    found = facts.active().filter(code=code).first()
    if found is None:
        raise SiteUnknown()
    today, calendar = china_date(now), bureau.work_calendar()
    opening = facts.openings([found], today)[found.pk]
    opens = hours.next_open(opening, now, calendar)
    why = dict(SiteDay.objects.filter(site=found, day__gte=today).values_list("day", "words"))
    coming = [hours.on(opening, today + timedelta(days=n), calendar) for n in range(SHOWN)]
    return SitePage(
        _row(found, opens), opening.week, opening.always, [(day, why.get(day.day, "")) for day in coming],
        _windows(found, coming[0], opens),
    )  # fmt: skip


def _windows(site: Site, today: OpenDay, opens: Opens | None) -> list[WindowRow]:
    rows = Window.objects.filter(site=site, active=True).select_related("department").order_by("number")
    running = opens is not None and opens.now
    return [_window(row, today.day, running and (row.weekend or not today.limited)) for row in rows]


def _window(row: Window, today: date, running: bool) -> WindowRow:
    season = (row.season_from, row.season_to)
    return WindowRow(
        row.number, row.name, WindowKind(row.kind), row.department.short_name if row.department else "",
        season, row.weekend, running and hours.in_season(today, *season),
    )  # fmt: skip


def places() -> list[tuple[str, str]]:
    """(code, name) of the regions that have a site, for the choice of where one is: towns and villages."""
    found = facts.active().exclude(level=SiteLevel.SELF).order_by("region__code")
    return list(dict.fromkeys((one.region.code, one.region.name) for one in found))


def require_received(spec: ItemSpec, region: str, today: date) -> None:
    """Raise NotReceivedHere unless a hall of this region has the power to receive the item. A region in which
    no site is entered has it, as everywhere before there were any."""
    found = [facts.site_fact(one) for one in facts.active().filter(region__code=region)]
    moves = facts.moves_of(spec.code) if found else []
    routing.require_received(found, moves, today, spec.name)
