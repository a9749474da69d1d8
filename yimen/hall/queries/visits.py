"""The visits in which a case was begun: waiting, service and case are one story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.rules.queueing.terms import TicketState
from yimen.trail import rows

from ..models import Ticket, TicketItem


@dataclass(frozen=True)
class Visit:
    """One visit. `waited`, `served`: seconds, None while it lasts or where nobody measured it; `window`:
    number of the window, "" for none yet; `stream`: of its record in the trail."""

    number: str
    site: str
    window: str
    arrived: datetime
    state: TicketState
    waited: int | None
    served: int | None
    stream: str = ""


_VISITS: rows.Ready[TicketItem] = rows.Ready(
    lambda case: TicketItem.objects.select_related("ticket__line__site", "ticket__window")
    .filter(case=case).order_by("ticket__arrived", "pk"),
    str,
)  # fmt: skip


def visits_of(case: str) -> list[Visit]:
    """The visits of a case by its number, the first one first (one statement). Who may see the case may see
    them; a ticket names nobody."""
    return [_visit(one.ticket) for one in _VISITS.rows(case)]


def _visit(one: Ticket) -> Visit:
    window = one.window.number if one.window else ""
    return Visit(
        one.number, one.line.site.name, window, one.arrived, TicketState(one.state), one.waited, one.served,
        f"ticket:{one.pk}",
    )  # fmt: skip
