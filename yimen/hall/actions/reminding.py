"""提醒: who booked is told the day before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yimen.rules.authority import SYSTEM
from yimen.rules.booking import BookingState, reminded_day
from yimen.rules.calendar import china_date
from yimen.rules.hall.events import HallEvent
from yimen.trail import actions as trail

from ..models import Booking
from ..queries import reminding as reading


def remind(now: datetime) -> int:
    """明天的预约: once for each that still stands; how many. The worker asks once a day; each is said in a
    transaction of its own, so that who is killed in between says none twice. Another time is another booking,
    of which one is reminded again."""
    day = reminded_day(china_date(now))
    return sum(_remind(pk, now) for pk in reading.unreminded(day))


def _remind(booking: int, now: datetime) -> bool:
    """One booking, unless it was given back since it was looked for."""
    with transaction.atomic(durable=True):
        rows = Booking.objects.select_for_update(of=("self",))
        one = rows.filter(pk=booking, state=BookingState.BOOKED, reminded_at__isnull=True).first()
        if one is None:
            return False
        one.reminded_at = now
        one.save(update_fields=["reminded_at"])
        told = {"date": one.day.isoformat(), "start": one.start}
        trail.append(f"booking:{one.number}", HallEvent.BOOKING_REMINDED, SYSTEM.label, now, told)
    return True
