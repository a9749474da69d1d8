"""What a helper's work came to (`rules.helping.measures` defines the figures), and what people said of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

from yimen.cases import queries as cases
from yimen.rules.helping.measures import SPAN_DAYS, Tally
from yimen.rules.helping.rating import GOOD_FROM
from yimen.rules.helping.terms import Level

from ..models import HelpRating, HomeVisit
from .guidance import guided_since

PAGE = 20


@dataclass(frozen=True)
class RatingView:
    """One rating; who gave it is not told to the helper."""

    id: int
    level: Level
    words: str
    at: datetime
    title: str


def _view(one: HelpRating) -> RatingView:
    return RatingView(one.pk, Level(str(one.level)), one.words, one.at, one.case.title)


def rating_of(number: str) -> RatingView | None:
    """The rating of the helper of one case, if there is one."""
    found = HelpRating.objects.filter(case__number=number).select_related("case").first()
    return _view(found) if found is not None else None


def ratings_of(staff: str, *, limit: int = PAGE) -> list[RatingView]:
    """The newest ratings of a helper."""
    found = HelpRating.objects.filter(staff=staff).select_related("case").order_by("-at", "-pk")
    return [_view(one) for one in found[:limit]]


def tallies(staff: Collection[str], now: datetime) -> dict[str, Tally]:
    """What the work of these helpers came to over the span, four statements for all of them."""
    since = now - timedelta(days=SPAN_DAYS)
    worked = cases.helped_tally(staff, since)
    rated = HelpRating.objects.filter(staff__in=staff, at__gte=since).order_by().values("staff")
    good = Count("pk", filter=Q(level__gte=GOOD_FROM))
    said = {row["staff"]: row for row in rated.annotate(ratings=Count("pk"), points=Sum("level"), good=good)}
    done = HomeVisit.objects.filter(staff__in=staff, state="done", ended_at__gte=since).exclude(staff="")
    came = dict(done.order_by().values_list("staff").annotate(Count("pk")))
    guided = guided_since(staff, since)
    return {
        one: _tally(worked.get(one), said.get(one), came.get(one, 0), guided.get(one, (0, 0)))
        for one in staff
    }


def _tally(
    worked: cases.Worked | None, said: Mapping[str, Any] | None, visits: int, guided: tuple[int, int]
) -> Tally:
    done = worked or cases.Worked()
    told = said or {"ratings": 0, "points": 0, "good": 0}
    return Tally(
        done.filed, done.over, done.corrected, done.days, told["ratings"], told["points"], told["good"],
        visits, *guided,
    )  # fmt: skip
