"""What halls did in a time, from the days that were added up: a statement a question, however many visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import TruncMonth

from yimen.catalogue import queries as catalogue
from yimen.rules.hall.serving import ItemFact, at_general
from yimen.rules.hall.terms import SiteLevel
from yimen.rules.measures.baseline import Baseline, Figure
from yimen.rules.measures.hall import OneWindow, Tally
from yimen.rules.measures.spread import CLASSES, Spread

from ..models import Baseline as BaselineRow
from ..models import DayQueue, MeasuredDay, MeasuredHour, MeasuredItem, Site, Window, WindowItem, WindowPost
from .facts import fact_of

_COUNTS = ("visits", "done", "left", "closed", "booked", "green", "cases")
_WAITS, _SERVICES = ([f"{short}{n}" for n in range(CLASSES)] for short in "ws")
_SUMS: dict[str, Any] = {
    **{f"sum_{name}": Sum(name) for name in (*_COUNTS, "waited", "served", *_WAITS, *_SERVICES)},
    "max_waited": Max("waited_most"), "max_served": Max("served_most"),
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """What is asked about: days, both ends included; `site`: code, "" for all sites."""

    first: date
    last: date
    site: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a time: by which key (an hour, a month, a code), its name, what was done."""

    key: Any
    name: str
    tally: Tally


@dataclass(frozen=True)
class Used:
    """Windows that called numbers, and who sat at windows (different people), in towns too."""

    windows: int
    staff: int
    town_staff: int


def unmeasured(today: date, most: int) -> list[date]:
    """Days before today with numbers that were not added up, the newest first."""
    days = DayQueue.objects.filter(day__lt=today).exclude(day__in=MeasuredDay.objects.values("day"))
    return list(days.order_by("-day").values_list("day", flat=True).distinct()[:most])


def measured_until() -> date | None:
    """The last day that was added up; None before the first."""
    return MeasuredDay.objects.order_by("-day").values_list("day", flat=True).first()


def whole(span: Span) -> Tally:
    """All visits of a time (one statement)."""
    return _tally(_hours(span).aggregate(**_SUMS))


def by_hour(span: Span) -> list[Part]:
    """By the hour in which the number was given."""
    return [Part(one["hour"], "", _tally(one)) for one in _grouped(_hours(span), "hour")]


def by_month(span: Span) -> list[Part]:
    """By month, the oldest first; the key is its first day."""
    rows = _hours(span).annotate(month=TruncMonth("day"))
    return [Part(one["month"], "", _tally(one)) for one in _grouped(rows, "month")]


def by_site(span: Span) -> list[Part]:
    """By site, in the order of codes."""
    rows = _grouped(_hours(span), "line__site__code", "line__site__name")
    return [Part(one["line__site__code"], one["line__site__name"], _tally(one)) for one in rows]


def by_window(span: Span) -> list[Part]:
    """By window of one site; visits that ended at none are left out."""
    rows = _hours(span).filter(window__isnull=False)
    found = _grouped(rows, "window__number", "window__name")
    return [Part(one["window__number"], one["window__name"], _tally(one)) for one in found]


def by_item(span: Span, most: int) -> list[Part]:
    """By item, those asked for most first; a visit for two items counts for both."""
    rows: QuerySet[Any, Any] = _items(span).values("item__code", "item__current__name").annotate(**_SUMS)
    found = rows.order_by("-sum_visits", "item__code")[:most]
    return [Part(one["item__code"], one["item__current__name"] or "", _tally(one)) for one in found]


def used(span: Span) -> Used:
    """Windows and staff of a time (two statements)."""
    windows = _hours(span).filter(window__isnull=False).aggregate(n=Count("window", distinct=True))["n"]
    posts = WindowPost.objects.filter(day__range=(span.first, span.last)).exclude(staff="")
    if span.site:
        posts = posts.filter(window__site__code=span.site)
    people: dict[bool, set[str]] = defaultdict(set)
    for level, staff in posts.order_by().values_list("window__site__level", "staff").distinct():
        people[level in {SiteLevel.TOWN, SiteLevel.VILLAGE}].add(staff)
    return Used(windows, len(people[False] | people[True]), len(people[True]))


def one_window(span: Span) -> OneWindow:
    """一窗率 of a site, without one of the county's centre (five statements)."""
    sites = Site.objects.filter(active=True)
    site = sites.filter(code=span.site) if span.site else sites.filter(level=SiteLevel.CENTRE)
    found = site.order_by("code").first()
    if found is None:
        return OneWindow()
    told = list(_at_general(found, span.last))
    rows = _items(Span(span.first, span.last, found.code)).aggregate(done=Sum("done"), general=Sum("general"))
    return OneWindow(len(told), sum(told), rows["done"] or 0, rows["general"] or 0)


def baselines() -> dict[Figure, Baseline]:
    """The newest baseline of each figure (one statement)."""
    found: dict[Figure, Baseline] = {}
    for one in BaselineRow.objects.order_by("figure", "-day", "-pk"):
        figure = Figure(one.figure)
        found.setdefault(figure, Baseline(figure, one.value, one.day, one.source))
    return found


def entered(before: int | None, limit: int) -> list[BaselineRow]:
    """Baselines as entered, the newest first (keyset by row)."""
    rows = BaselineRow.objects.order_by("-pk")
    return list((rows if before is None else rows.filter(pk__lt=before))[:limit])


def _hours(span: Span) -> QuerySet[MeasuredHour]:
    rows = MeasuredHour.objects.filter(day__range=(span.first, span.last)).order_by()
    return rows.filter(line__site__code=span.site) if span.site else rows


def _items(span: Span) -> QuerySet[MeasuredItem]:
    rows = MeasuredItem.objects.filter(day__range=(span.first, span.last)).order_by()
    return rows.filter(line__site__code=span.site) if span.site else rows


def _grouped(rows: QuerySet[Any], *keys: str) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = rows.values(*keys).annotate(**_SUMS).order_by(*keys)
    return found


def _tally(one: Mapping[str, Any]) -> Tally:
    counts = {name: one[f"sum_{name}"] or 0 for name in _COUNTS}
    return Tally(**counts, waiting=_spread(one, _WAITS, "waited"), service=_spread(one, _SERVICES, "served"))


def _spread(one: Mapping[str, Any], names: Iterable[str], total: str) -> Spread:
    counts = tuple(one[f"sum_{name}"] or 0 for name in names)
    return Spread(counts, one[f"sum_{total}"] or 0, one[f"max_{total}"] or 0)


def _at_general(site: Site, day: date) -> Iterable[bool]:
    """Of each open item that the site takes in: whether at general windows."""
    listed: dict[int, set[str]] = defaultdict(set)
    for window, code in WindowItem.objects.filter(window__site=site).values_list("window", "item__code"):
        listed[window].add(code)
    windows = Window.objects.filter(site=site, active=True, line__isnull=False).select_related("department")
    facts = [fact_of(one, frozenset(listed[one.pk])) for one in windows]
    for code, department in catalogue.open_items():
        told = at_general(facts, ItemFact(code, department), day)
        if told is not None:
            yield told
