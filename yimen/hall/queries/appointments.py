"""Who had booked and came or did not, from the days that were added up: a statement a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet, Sum

from yimen.rules.measures.appointments import Appointments

from ..models import Booking, Line, MeasuredBooking
from .measured import Span

_SUMS: dict[str, Any] = {
    **{f"sum_{name}": Sum(name) for name in ("booked", "came", "late", "late_by")},
    "max_late": Max("late_most"),
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """One part of a time: by which key (an hour, a code), its name, what became of its appointments."""

    key: Any
    name: str
    told: Appointments


def whole(span: Span) -> Appointments:
    """All appointments of a time (one statement)."""
    return _told(_rows(span).aggregate(**_SUMS))


def by_hour(span: Span) -> list[Kept]:
    """By the hour that they were for."""
    return [Kept(one["hour"], "", _told(one)) for one in _grouped(_rows(span), "hour")]


def by_site(span: Span) -> list[Kept]:
    """By site, in the order of codes."""
    rows = _grouped(_rows(span), "line__site__code", "line__site__name")
    return [Kept(one["line__site__code"], one["line__site__name"], _told(one)) for one in rows]


def by_item(span: Span, most: int) -> list[Kept]:
    """By item, those to which most did not come first."""
    rows: QuerySet[Any, Any] = _rows(span).values("item__code", "item__current__name").annotate(**_SUMS)
    missed = rows.annotate(missed=Sum("booked") - Sum("came"))
    found = missed.order_by("-missed", "-sum_booked", "item__code")[:most]
    return [Kept(one["item__code"], one["item__current__name"] or "", _told(one)) for one in found]


def of_day(day: date) -> Iterable[Mapping[str, Any]]:
    """The appointments of a day as they ended, queue by queue."""
    lines = list(Line.objects.order_by("pk").values_list("pk", flat=True))
    rows = Booking.objects.filter(day=day, line__in=lines).order_by("pk")
    return rows.values("line", "item", "start", "state", "came_at")


def _rows(span: Span) -> QuerySet[MeasuredBooking]:
    rows = MeasuredBooking.objects.filter(day__range=(span.first, span.last)).order_by()
    return rows.filter(line__site__code=span.site) if span.site else rows


def _grouped(rows: QuerySet[Any], *keys: str) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = rows.values(*keys).annotate(**_SUMS).order_by(*keys)
    return found


def _told(one: Mapping[str, Any]) -> Appointments:
    names = ("sum_booked", "sum_came", "sum_late", "sum_late_by", "max_late")
    return Appointments(*(one[name] or 0 for name in names))
