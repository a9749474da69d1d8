"""What the halls keep of one person, whole, for the copy of their data (个人信息保护法第四十五条)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yimen.rules.booking import BookingState
from yimen.rules.queueing.terms import GreenReason, TicketSource, TicketState

from ..models import Booking, Line, Ticket


def everything_of(party: int) -> dict[str, list[dict[str, Any]]]:
    """`bookings` and `numbers` (号票 that name them), oldest first. Minutes of the day as 09:00."""
    return {"bookings": _bookings(party), "numbers": _numbers(party)}


def _bookings(party: int) -> list[dict[str, Any]]:
    found = Booking.objects.filter(party=party).select_related("line__site", "item__current").order_by("pk")
    return [
        {"number": one.number, "hall": one.line.site.name, "queue": one.line.name,
         "item": one.item.current.name if one.item.current else one.item.code, "day": one.day.isoformat(),
         "from": _clock(one.start), "to": _clock(one.end), "state": BookingState(one.state).label,
         "made": one.made_at.isoformat(), "came": _moment(one.came_at), "ended": _moment(one.ended_at),
         "reminded": _moment(one.reminded_at)}
        for one in found
    ]  # fmt: skip


def _numbers(party: int) -> list[dict[str, Any]]:
    found = Ticket.objects.filter(party=party).select_related("line__site")
    rows = found.prefetch_related("matters__item__current").order_by("pk")
    return [_number(one, one.line) for one in rows]


def _number(one: Ticket, line: Line) -> dict[str, Any]:
    return {
        "number": one.number, "hall": line.site.name, "queue": line.name, "day": one.day.isoformat(),
        "taken": one.arrived.isoformat(), "by": TicketSource(one.source).label,
        "green_lane": GreenReason(one.green).label if one.green else "",
        "state": TicketState(one.state).label, "calls": one.calls, "window": one.called_to,
        "waited_seconds": one.waited, "served_seconds": one.served,
        "matters": [
            {"item": matter.item.current.name if matter.item.current else matter.item.code,
             "case": matter.case}
            for matter in sorted(one.matters.all(), key=lambda matter: matter.place)
        ],
    }  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
