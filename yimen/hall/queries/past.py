"""What a queue saw in the weeks behind at the hours that come: arrivals and the mean time of a service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Avg, Count, Q

from yimen.rules.calendar import china_date, midnight
from yimen.rules.queueing.estimate import measured
from yimen.rules.queueing.suggest import HOURS, Past, coming, past_days
from yimen.rules.queueing.terms import TicketState

from ..models import Line, Ticket


def past_of(lines: Iterable[Line], now: datetime) -> dict[int, Past]:
    """What each of these queues saw, by its row (one statement). A day on which it gave no number at all
    counts as closed."""
    listed = list(lines)
    hours = {f"hour{n}": Count("id", filter=_at_hour(n, now)) for n in range(HOURS)}
    done = Q(state=TicketState.DONE, served__isnull=False)
    days = past_days(china_date(now))
    rows = Ticket.objects.filter(line__in=[one.pk for one in listed], day__in=days).order_by()
    found = {
        row["line"]: row
        for row in rows.values("line").annotate(
            **hours,
            days=Count("day", distinct=True),
            n=Count("id", filter=done),
            mean=Avg("served", filter=done),
        )
    }
    return {one.pk: _past(one, found.get(one.pk)) for one in listed}


def _at_hour(n: int, now: datetime) -> Q:
    """Came in the hour of the day that is the n-th from now, on one of the days looked back at."""
    begins, ends = coming(now)[n]
    first = midnight(china_date(now))
    spans = []
    for day in past_days(china_date(now)):
        back = first - midnight(day)
        spans.append(Q(arrived__gte=begins - back, arrived__lt=ends - back))
    return reduce(or_, spans)


def _past(line: Line, row: Mapping[str, Any] | None) -> Past:
    entered = timedelta(minutes=line.minutes)
    if row is None:
        return Past(0, (0,) * HOURS, entered, measured=False)
    arrivals = tuple(int(row[f"hour{n}"]) for n in range(HOURS))
    seen = measured(row["n"], row["mean"])
    return Past(int(row["days"]), arrivals, seen or entered, measured=seen is not None)
