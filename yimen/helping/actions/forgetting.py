"""过期清除: visits at home that are over (`rules.forgetting`)."""

from __future__ import annotations

from datetime import date

from yimen.rules.calendar import midnight
from yimen.trail.actions import require_transaction

from ..models import HomeVisit


def forget_visits(first: date, most: int) -> int:
    """Visits that ended before `first` go, address and reasons too; how many. In the caller's transaction."""
    require_transaction()
    old = HomeVisit.objects.filter(ended_at__lt=midnight(first)).order_by("pk")
    return HomeVisit.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()[0]
