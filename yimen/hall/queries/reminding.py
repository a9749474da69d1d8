"""Bookings of which their owners are reminded the day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yimen.rules.booking import BookingState

from ..models import Booking


@dataclass(frozen=True)
class Tomorrow:
    """What a reminder says. `party`: row of who booked; `start`: minutes since midnight."""

    number: str
    party: int
    day: date
    start: int
    item: str
    site: str


def unreminded(day: date) -> list[int]:
    """Rows of the bookings of a day that still stand and of which nobody was reminded yet."""
    rows = Booking.objects.filter(day=day, state=BookingState.BOOKED, reminded_at__isnull=True)
    return list(rows.order_by("start", "id").values_list("pk", flat=True))


def tomorrow(number: str) -> Tomorrow | None:
    """A booking that still stands, as its reminder tells it; None where it was given back."""
    rows = Booking.objects.select_related("line__site", "item__current")
    one = rows.filter(number=number, state=BookingState.BOOKED).first()
    if one is None:
        return None
    item = one.item.current.name if one.item.current else one.item.code
    return Tomorrow(one.number, one.party_id, one.day, one.start, item, one.line.site.name)
