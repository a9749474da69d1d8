"""What keepers of the hall read: sites with their windows and shifts, the list of weekends, powers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from yimen.rules.hall.keeping import SiteUnknown, WindowUnknown
from yimen.rules.hall.terms import Power, SiteLevel, Turn

from ..models import Line, MovedPower, Shift, Site, SiteDay, WeekendItem, Window


@dataclass(frozen=True)
class KeptSite:
    """A site in the keepers' list."""

    code: str
    name: str
    level: SiteLevel
    region: str
    region_name: str
    windows: int
    active: bool


@dataclass(frozen=True)
class ShiftRow:
    """Who sits there when. Minutes since midnight; `last` None: until further notice."""

    id: int
    window: str
    staff: str
    name: str
    turn: Turn
    starts: int
    ends: int
    first: date
    last: date | None


@dataclass(frozen=True)
class ListedItem:
    """An item on the list of weekend service."""

    code: str
    name: str
    document: str
    at: datetime


@dataclass(frozen=True)
class PowerRow:
    """A power that moved. `ended_why`: the reason when it was taken back."""

    id: int
    code: str
    name: str
    power: Power
    level: SiteLevel
    region: str
    giver: str
    basis: str
    first: date
    last: date | None
    ended_why: str
    running: bool


def kept_sites() -> list[KeptSite]:
    """All sites, closed ones too, with how many windows each has."""
    counted = Count("windows", filter=Q(windows__active=True))
    rows = Site.objects.select_related("region").annotate(n=counted).order_by("code")
    return [
        KeptSite(r.code, r.name, SiteLevel(r.level), r.region.code, r.region.name, r.n, r.active)
        for r in rows
    ]


def kept_site(code: str) -> Site:
    """One site, closed or not. Raises SiteUnknown."""
    found = Site.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise SiteUnknown()
    return found


def kept_windows(site: str) -> list[Window]:
    """The windows of a site, closed ones too, by number."""
    return list(
        Window.objects.filter(site__code=site).select_related("department", "line").order_by("number")
    )


def kept_lines(site: str) -> list[Line]:
    """The queues of a site, closed ones too, by letter."""
    return list(Line.objects.filter(site__code=site).order_by("letter"))


def kept_window(site: str, number: str) -> Window:
    """One window with what is listed for it. Raises WindowUnknown."""
    rows = Window.objects.select_related("site", "department", "line").prefetch_related("listed__item")
    found = rows.filter(site__code=site, number=number).first()
    if found is None:
        raise WindowUnknown()
    return found


def kept_days(site: str, today: date) -> list[SiteDay]:
    """Coming dates of a site with hours of their own."""
    return list(SiteDay.objects.filter(site__code=site, day__gte=today).order_by("day"))


def shifts(site: str, today: date) -> list[ShiftRow]:
    """Shifts of a site that have not ended, by window."""
    rows = (
        Shift.objects.filter(Q(to_day__isnull=True) | Q(to_day__gte=today), window__site__code=site)
        .select_related("window", "staff")
        .order_by("window__number", "turn", "starts")
    )
    return [
        ShiftRow(r.pk, r.window.number, r.staff.number, r.staff.name, Turn(r.turn), r.starts, r.ends,
                 r.from_day, r.to_day)
        for r in rows
    ]  # fmt: skip


def weekend_items() -> list[ListedItem]:
    """The list of weekend service, by name."""
    rows = WeekendItem.objects.select_related("item__current").order_by("item__code")
    made = [
        ListedItem(r.item.code, r.item.current.name if r.item.current else r.item.code, r.document, r.at)
        for r in rows
    ]
    return sorted(made, key=lambda one: one.name)


def powers(
    today: date, *, text: str = "", before: int | None = None, limit: int | None = None
) -> list[PowerRow]:
    """Powers that moved, those given last first, keyset by id; `text`: part of the name of an item, or how
    its code begins."""
    rows = MovedPower.objects.select_related("item__current", "region", "giver").order_by("-pk")
    if text:
        rows = rows.filter(Q(item__current__name__contains=text) | Q(item__code__startswith=text))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_power(row, today) for row in rows[:limit]]


def power_count(today: date) -> int:
    """How many powers are in force."""
    lasting = Q(to_day__isnull=True) | Q(to_day__gte=today)
    return MovedPower.objects.filter(lasting, from_day__lte=today).count()


def _power(row: MovedPower, today: date) -> PowerRow:
    name = row.item.current.name if row.item.current else row.item.code
    running = row.from_day <= today <= (row.to_day or date.max)
    return PowerRow(
        row.pk, row.item.code, name, Power(row.power), SiteLevel(row.level), row.region.name,
        row.giver.short_name, row.basis, row.from_day, row.to_day, row.ended_why, running,
    )  # fmt: skip
