"""催办: since when the members of a whole wait for somebody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Min, Q

from yimen.rules.terms import State

from ..models import Seat


def open_now() -> Q:
    """Seats that wait for a signature in the running round of a case under review."""
    return Q(is_open=True, round=F("case__round"), case__state=str(State.REVIEWING))


def waiting_since(whole: int) -> dict[str, datetime]:
    """Members of this application (row id) that wait for a signature → since when (one statement)."""
    found = Seat.objects.filter(open_now(), case__parent=whole, opened_at__isnull=False)
    rows = found.values_list("case__number").annotate(since=Min("opened_at")).order_by()
    return {number: since for number, since in rows if since is not None}
