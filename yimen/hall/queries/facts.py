"""Rows of the hall as the facts that the rules read. A fixed number of statements, however many sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from yimen.rules import hours
from yimen.rules.hall.serving import ItemFact, Spot, WindowFact
from yimen.rules.hall.terms import Power, SiteLevel, WindowKind
from yimen.rules.hours import Opening, Sessions
from yimen.rules.item import ItemSpec
from yimen.rules.routing import Move, SiteFact
from yimen.rules.terms import Channel

from ..models import MovedPower, Site, SiteDay, WeekendItem, Window, WindowItem


def active() -> QuerySet[Site]:
    """Sites that are not closed for good, with their regions, centres first."""
    return Site.objects.filter(active=True).select_related("region").order_by("code")


def openings(sites: Iterable[Site], today: date) -> dict[int, Opening]:
    """The hours of these sites, with the exceptions of the coming weeks (one statement)."""
    listed = list(sites)
    days: dict[int, list[SiteDay]] = defaultdict(list)
    until = today + timedelta(days=hours.AHEAD)
    for row in SiteDay.objects.filter(site__in=[one.pk for one in listed], day__range=(today, until)):
        days[row.site_id].append(row)
    return {one.pk: opening_of(one, days[one.pk]) for one in listed}


def opening_of(site: Site, days: Iterable[SiteDay]) -> Opening:
    """The hours of one site with these exceptions."""
    own = {row.day: hours.check(row.sessions) for row in days}
    return Opening(week_of(site), site.always, own)


def week_of(site: Site) -> tuple[Sessions, ...]:
    """The week of a site."""
    return hours.check_week(site.week)


def windows(sites: Iterable[Site], item: str = "") -> dict[int, list[WindowFact]]:
    """The windows of these sites; of what is listed for them only `item`, which is what is asked about."""
    listed: dict[int, frozenset[str]] = {}
    ids = [one.pk for one in sites]
    if item:
        rows = WindowItem.objects.filter(item__code=item, window__site__in=ids)
        listed = dict.fromkeys(rows.values_list("window_id", flat=True), frozenset({item}))
    found: dict[int, list[WindowFact]] = defaultdict(list)
    for one in Window.objects.filter(site__in=ids, active=True).select_related("department"):
        found[one.site_id].append(fact_of(one, listed.get(one.pk, frozenset())))
    return found


def fact_of(one: Window, items: frozenset[str] = frozenset()) -> WindowFact:
    """One window as a fact."""
    department = one.department.credit_code if one.department else ""
    season = (one.season_from, one.season_to)
    return WindowFact(WindowKind(one.kind), department, items, season, one.weekend)


def item_fact(spec: ItemSpec) -> ItemFact:
    """What of an item decides where it is served (one statement)."""
    weekend = WeekendItem.objects.filter(item__code=spec.code).exists()
    return ItemFact(spec.code, spec.department, Channel.KIOSK in spec.channels, weekend)


def moves_of(item: str) -> list[Move]:
    """The powers over an item that moved, ended ones too (one statement)."""
    return [move_of(row) for row in MovedPower.objects.filter(item__code=item).select_related("region")]


def move_of(row: MovedPower) -> Move:
    """One power as a fact."""
    return Move(Power(row.power), SiteLevel(row.level), row.region.code, row.from_day, row.to_day)


def site_fact(one: Site) -> SiteFact:
    """What of a site decides which powers it has."""
    return SiteFact(SiteLevel(one.level), one.region.code)


def spot_of(one: Site) -> Spot | None:
    """Where a site is, where that is known."""
    return Spot(float(one.east), float(one.north)) if one.east is not None and one.north is not None else None
