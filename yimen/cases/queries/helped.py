"""Cases that helpers began, counted and looked up for what is said of helpers above the cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum

from ..models import Case


@dataclass(frozen=True)
class Worked:
    """What the cases of one helper came to; see `rules.helping.measures.Tally`."""

    filed: int = 0
    over: int = 0
    corrected: int = 0
    days: float = 0.0


def helped_case(number: str) -> Case | None:
    """One case that a helper began: the row itself, for who asks no reader."""
    return Case.objects.filter(number=number).exclude(helper="").first()


def handed_in_by(staff: str, *, limit: int = 50) -> list[tuple[int, str, str]]:
    """(row, number, title) of the applications that a helper handed in, newest first."""
    rows = Case.objects.filter(helper=staff, submitted_at__isnull=False, parent__isnull=True)
    return list(rows.order_by("-pk").values_list("pk", "number", "title")[:limit])


def helped_tally(staff: Collection[str], since: datetime) -> dict[str, Worked]:
    """By helper: cases handed in since then, decided, mended, and the days they took. One statement."""
    took = ExpressionWrapper(F("decided_at") - F("submitted_at"), output_field=DurationField())
    found = (
        Case.objects.filter(helper__in=staff, submitted_at__gte=since, parent__isnull=True)
        .exclude(helper="")
        .order_by()
        .values("helper")
        .annotate(
            filed=Count("pk"), over=Count("pk", filter=Q(decided_at__isnull=False)),
            corrected=Count("pk", filter=Q(corrections__gt=0)), took=Sum(took),
        )
    )  # fmt: skip
    return {
        row["helper"]: Worked(
            row["filed"], row["over"], row["corrected"], (row["took"] or timedelta(0)) / timedelta(days=1)
        )
        for row in found
    }
