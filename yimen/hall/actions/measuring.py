"""Days that are over, added up once by the worker: a year of figures never reads a year of tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from yimen.rules.authority import Actor, require_role
from yimen.rules.booking import BookingState
from yimen.rules.calendar import china_date, china_time, midnight
from yimen.rules.hall.events import HallEvent
from yimen.rules.hall.terms import WindowKind
from yimen.rules.measures import baseline
from yimen.rules.measures.appointments import Appointments, of_one
from yimen.rules.measures.baseline import Figure
from yimen.rules.measures.spread import class_of
from yimen.rules.queueing.terms import Lane, TicketState
from yimen.trail import actions as trail
from yimen.trail import rows
from yimen.trail.usecase import use_case

from ..models import (
    Baseline,
    Line,
    MeasuredBooking,
    MeasuredDay,
    MeasuredHour,
    MeasuredItem,
    Ticket,
    TicketItem,
    Window,
)
from ..queries import appointments
from ..queries import measured as reading
from ._shared import Kept

#: Days of one turn of the worker: its other work does not wait long where many were missed.
AT_ONCE = 90
_STATES = {TicketState.DONE: "done", TicketState.LEFT: "left", TicketState.CLOSED: "closed"}
_LANES = {Lane.BOOKED: "booked", Lane.GREEN: "green"}


def measure_days(now: datetime, *, most: int = AT_ONCE) -> int:
    """Add up days that are over and were not added up, the newest first; how many. The worker's chore: it
    catches up by itself after days off."""
    days = reading.unmeasured(china_date(now), most)
    for day in days:
        measure_day(day, now)
    return len(days)


def measure_day(day: date, now: datetime) -> int:
    """Add up one day from its tickets, in place of what was added up before; how many visits."""
    with transaction.atomic(durable=True):
        mark, _ = MeasuredDay.objects.select_for_update().get_or_create(day=day, defaults={"at": now})
        MeasuredHour.objects.filter(day=day).delete()
        MeasuredItem.objects.filter(day=day).delete()
        hours, items, visits = _sums(day)
        rows.insert_all(
            MeasuredHour(day=day, line_id=line, window_id=window, hour=hour, **one.columns())
            for (line, window, hour), one in hours.items()
        )
        rows.insert_all(
            MeasuredItem(day=day, line_id=line, item_id=item, general=one.general, **one.columns())
            for (line, item), one in items.items()
        )
        _add_bookings(day)
        mark.at, mark.visits = now, visits
        mark.save(update_fields=["at", "visits"])
        return visits


def _add_bookings(day: date) -> None:
    """What became of the appointments of a day, by queue, item and hour."""
    MeasuredBooking.objects.filter(day=day).delete()
    sums: dict[tuple[int, int, int], Appointments] = defaultdict(Appointments)
    for one in appointments.of_day(day):
        starts = midnight(day) + timedelta(minutes=one["start"])
        told = of_one(BookingState(one["state"]), starts, one["came_at"])
        if told.booked:
            sums[one["line"], one["item"], one["start"] // 60] += told
    rows.insert_all(
        MeasuredBooking(day=day, line_id=line, item_id=item, hour=hour, **asdict(told))
        for (line, item, hour), told in sums.items()
    )


@dataclass
class _Sum:
    """One row while it is added up."""

    counts: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    general: int = 0

    def add(self, told: dict[str, Any], cases: int) -> None:
        """One visit."""
        self._count("visits")
        self._count("cases", cases)
        for name in (_STATES.get(told["state"]), _LANES.get(told["lane"])):
            if name:
                self._count(name)
        for name, short in (("waited", "w"), ("served", "s")):
            self._time(name, short, told[name])

    def _count(self, name: str, by: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by

    def _time(self, name: str, short: str, seconds: int | None) -> None:
        if seconds is None:
            return
        self._count(name, seconds)
        self._count(f"{short}{class_of(seconds)}")
        self.most[name] = max(self.most.get(name, 0), seconds)

    def columns(self) -> dict[str, int]:
        """As the columns of `Measured`."""
        return {**self.counts, **{f"{name}_most": value for name, value in self.most.items()}}


_COLUMNS = ("pk", "line", "window", "arrived", "state", "lane", "waited", "served")


def _sums(day: date) -> tuple[dict[tuple[int, int | None, int], _Sum], dict[tuple[int, int], _Sum], int]:
    """By (queue, window, hour) and by (queue, item); how many visits."""
    lines = list(Line.objects.order_by("pk").values_list("pk", flat=True))
    general = set(Window.objects.filter(kind=WindowKind.GENERAL).values_list("pk", flat=True))
    matters = _matters(lines, day)
    hours: dict[tuple[int, int | None, int], _Sum] = {}
    items: dict[tuple[int, int], _Sum] = {}
    told = list(Ticket.objects.filter(line__in=lines, day=day).order_by("pk").values(*_COLUMNS))
    for one in told:
        mine = matters.get(one["pk"], [])
        cases = int(any(case for _, case in mine))
        hour = china_time(one["arrived"]).hour
        hours.setdefault((one["line"], one["window"], hour), _Sum()).add(one, cases)
        _add_items(items, one, mine, one["window"] in general)
    return hours, items, len(told)


def _matters(lines: Iterable[int], day: date) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    told = TicketItem.objects.filter(ticket__line__in=lines, ticket__day=day).order_by("pk")
    for ticket, item, case in told.values_list("ticket", "item", "case"):
        found.setdefault(ticket, []).append((item, case))
    return found


def _add_items(
    items: dict[tuple[int, int], _Sum], one: dict[str, Any], mine: list[tuple[int, str]], general: bool
) -> None:
    for item, case in mine:
        row = items.setdefault((one["line"], item), _Sum())
        row.add(one, int(bool(case)))
        row.general += int(general and one["state"] == TicketState.DONE)


@use_case(Kept)
def set_baseline(
    actor: Actor, figure: str, value: Any, day: date | None, source: str, *, now: datetime, once: str = ""
) -> Kept:
    """登记基线: what a figure was on a day, and where that stands. KEEPER or ADMIN.

    `value`: a Decimal, None where it is no number. Raises BadBaseline, NotPermitted.
    """
    require_role(actor, *baseline.KEEPERS)
    if figure not in {str(one) for one in Figure}:
        raise baseline.BadBaseline()
    number, taken, words = baseline.check(value, day, source, china_date(now))
    row = Baseline.objects.create(
        figure=figure, value=number, day=taken, source=words[:200], at=now, by=actor.label
    )
    data = {"figure": figure, "value": str(number), "day": taken.isoformat(), "source": words[:200]}
    trail.append("hall:figures", HallEvent.BASELINE_SET, actor.label, now, data)
    return Kept(row.pk)
