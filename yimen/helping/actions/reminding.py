"""提醒: who waits for a helper at home is told the day before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yimen.rules.authority import SYSTEM
from yimen.rules.booking import reminded_day
from yimen.rules.calendar import china_date
from yimen.rules.helping.terms import HelpEvent, VisitState
from yimen.trail import actions as trail

from ..models import HomeVisit


def remind(now: datetime) -> int:
    """明天上门: once for each visit that is agreed; how many. The worker asks once a day; each is said in a
    transaction of its own, so that who is killed in between says none twice. A visit that was given back and
    taken anew is reminded of again."""
    day = reminded_day(china_date(now))
    rows = HomeVisit.objects.filter(day=day, state=VisitState.TAKEN, reminded_at__isnull=True)
    return sum(_remind(pk, now) for pk in list(rows.order_by("start", "id").values_list("pk", flat=True)))


def _remind(visit: int, now: datetime) -> bool:
    """One visit, unless it was cancelled or given back since it was looked for."""
    with transaction.atomic(durable=True):
        rows = HomeVisit.objects.select_for_update(of=("self",))
        one = rows.filter(pk=visit, state=VisitState.TAKEN, reminded_at__isnull=True).first()
        if one is None or one.day is None:
            return False
        one.reminded_at = now
        one.save(update_fields=["reminded_at"])
        told = {"visit": one.pk, "helper": one.staff, "day": str(one.day), "start": one.start}
        trail.append(f"party:{one.party_id}", HelpEvent.VISIT_REMINDED, SYSTEM.label, now, told)
    return True
