"""过期清除: who came and who was booked, once nobody may ask about it any more (`rules.forgetting`)."""

from __future__ import annotations

from datetime import date

from yimen.trail.actions import require_transaction

from ..models import Booking, Ticket


def forget_visitors(first: date, most: int) -> int:
    """Numbers of days before `first` stand without their person; how many. In the caller's transaction.

    Found by the index of numbers that have a person: it holds none that was forgotten before.
    """
    require_transaction()
    named = Ticket.objects.filter(party__isnull=False, day__lt=first)
    return Ticket.objects.filter(pk__in=list(named.values_list("pk", flat=True)[:most])).update(party=None)


def forget_bookings(first: date, most: int) -> int:
    """Bookings for days before `first` go; how many. Days are added up long before."""
    require_transaction()
    old = Booking.objects.filter(day__lt=first).order_by("day", "line", "start")
    return Booking.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()[0]
