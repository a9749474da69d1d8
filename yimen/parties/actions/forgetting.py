"""过期清除: mandates of help that are over, and requests that nobody answered (`rules.forgetting`)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from yimen.rules.calendar import midnight
from yimen.trail.actions import require_transaction

from ..models import HelpMandate


def forget_requests(first: date, most: int) -> int:
    """Requests of helpers from before `first` that the person never agreed to go; how many."""
    asked = HelpMandate.objects.filter(confirmed_at__isnull=True, asked_at__lt=midnight(first))
    return _gone(asked, most)


def forget_mandates(first: date, most: int) -> int:
    """Mandates of help that ran out or were ended before `first` go; how many. Cases keep who helped."""
    over = Q(to_day__lt=first) | Q(ended_at__lt=midnight(first))
    return _gone(HelpMandate.objects.filter(over, confirmed_at__isnull=False), most)


def _gone(found: QuerySet[HelpMandate], most: int) -> int:
    """In the caller's transaction."""
    require_transaction()
    rows = list(found.order_by("pk").values_list("pk", flat=True)[:most])
    return HelpMandate.objects.filter(pk__in=rows).delete()[0]
