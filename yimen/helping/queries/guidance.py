"""Guidances of a helper or a receptionist."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules.helping.terms import GuidedHow, GuidedTo, NoHelpWhy

from ..models import Guidance

PAGE = 30


@dataclass(frozen=True)
class GuidanceView:
    """One guidance. `item`: code, "" for none; `title`: its name today; `place`: name of the region."""

    id: int
    item: str
    title: str
    region: str
    place: str
    how: GuidedHow
    outcome: GuidedTo
    why: NoHelpWhy | None
    at: datetime


def guidances_of(staff: str, *, before: int | None = None, limit: int = PAGE) -> list[GuidanceView]:
    """What this person noted, newest first, keyset by id; one more than `limit`."""
    rows = Guidance.objects.filter(staff=staff)
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found = list(rows.order_by("-pk")[: limit + 1])
    names = {row.code: row.name for row in catalogue.by_codes(sorted({one.item for one in found} - {""}))}
    places = bureau.region_names({one.region for one in found})
    return [
        GuidanceView(
            one.pk, one.item, names.get(one.item, one.item), one.region, places.get(one.region, one.region),
            GuidedHow(one.how), GuidedTo(one.outcome), NoHelpWhy(one.why) if one.why else None, one.at,
        )
        for one in found
    ]  # fmt: skip


def guided_since(staff: Collection[str], since: datetime) -> dict[str, tuple[int, int]]:
    """Guidances noted since then, and those of them that helped nobody, by staff number; one statement."""
    lost = Count("pk", filter=Q(outcome=str(GuidedTo.NOWHERE)))
    rows = Guidance.objects.filter(staff__in=staff, at__gte=since).order_by().values("staff")
    return {row["staff"]: (row["n"], row["lost"]) for row in rows.annotate(n=Count("pk"), lost=lost)}
