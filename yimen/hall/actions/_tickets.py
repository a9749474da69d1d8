"""What acts on tickets share: rows in hand, one step of the table, the event on the ticket's own stream.

Locks are taken in one order: the window's post, the queues of the day (by row), the ticket. A number is given
and called under the lock of its queue, so numbers have no gaps and no visitor is called twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.queueing import posts
from yimen.rules.queueing.spans import Spans, spans
from yimen.rules.queueing.terms import PostState, TicketAct, TicketEvent, TicketSource, TicketState
from yimen.rules.queueing.tickets import Standing, step, written_by
from yimen.trail import actions as trail
from yimen.trail import queries as trail_queries
from yimen.trail import rows

from ..models import DayQueue, Ticket, WindowPost

#: What an event changes of a ticket's own row.
HEAD = ("rev", "head_hash", "at")


@dataclass(frozen=True)
class Moved:
    """A ticket after an act. `window`: number of the window where the visitor is or will be, "" for any."""

    id: int
    number: str
    key: str
    state: str
    window: str = ""


def answer(ticket: Ticket) -> Moved:
    """What an act answers."""
    return Moved(ticket.pk, ticket.number, ticket.key, ticket.state, _window(ticket))


_QUEUES: rows.Ready[DayQueue] = rows.Ready(
    lambda lines, day: DayQueue.objects.select_for_update(of=("self",))
    .filter(line__in=lines, day=day).order_by("line"),
    rows.Many(int), date,
)  # fmt: skip
_PLACE: rows.Ready[Any] = rows.Ready(
    lambda ticket: Ticket.objects.filter(pk=ticket).values_list("waits_in", "day"), int
)
_TICKET: rows.Ready[Ticket] = rows.Ready(
    lambda ticket: Ticket.objects.select_for_update(of=("self",))
    .select_related("waits_in__site__region", "window").filter(pk=ticket),
    int,
)  # fmt: skip
_POST: rows.Ready[WindowPost] = rows.Ready(
    lambda staff, day: WindowPost.objects.select_for_update(of=("self",))
    .select_related("window__site", "window__line", "also")
    .filter(staff=staff, day=day).exclude(state=PostState.CLOSED),
    str, date,
)  # fmt: skip


def queues_in_hand(lines: Collection[int], day: date) -> dict[int, DayQueue]:
    """The queues of these lines on a day, locked, by line."""
    found = {one.line_id: one for one in _QUEUES.rows(sorted(lines), day)}
    for line in sorted(set(lines) - found.keys()):
        made, _ = DayQueue.objects.get_or_create(line_id=line, day=day)
        found[line] = DayQueue.objects.select_for_update(of=("self",)).get(pk=made.pk)
    return found


def ticket_in_hand(ticket: int, *, lines: Collection[int] = ()) -> tuple[Ticket, dict[int, DayQueue]]:
    """A ticket, locked, with the queue it stands in and those of `lines`. Raises TicketUnknown."""
    place = _PLACE.first(ticket)
    if place is None:
        raise posts.TicketUnknown()
    queues = queues_in_hand({place[0], *lines}, place[1])
    return locked(ticket), queues


def locked(ticket: int) -> Ticket:
    """A ticket that is there, locked; its queue is in hand. Raises TicketUnknown."""
    found = _TICKET.first(ticket)
    if found is None:
        raise posts.TicketUnknown()
    return found


def post_of(actor: Actor, now: datetime) -> WindowPost:
    """The window that the actor has open or paused today, locked. Raises NoWindow."""
    found = _POST.first(actor.staff, china_date(now)) if actor.staff else None
    if found is None:
        raise posts.NoWindow()
    return found


def move(
    ticket: Ticket, act: TicketAct, actor: Actor, now: datetime, *, by: str = "",
    data: dict[str, Any] | None = None, **changes: Any,
) -> Moved:  # fmt: skip
    """One step of the table: state, `changes` of other columns, the event. `by`: the window whose act it is.

    Raises TicketNotHere, OtherWindow, CallAgainFirst.
    """
    standing = Standing(ticket.number, TicketState(ticket.state), _window(ticket), ticket.calls)
    arrow = step(standing, act, by)
    ticket.state = str(arrow.target)
    for name, value in changes.items():
        setattr(ticket, name, value)
    note(ticket, arrow.event, actor, now, {"window": by or _window(ticket), **(data or {})})
    rows.update(ticket, ["state", *changes, *HEAD])
    return answer(ticket)


def note(ticket: Ticket, event: TicketEvent, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    """Append to the ticket's chain; the head is kept on the ticket, which the caller saves."""
    before = trail.Head(ticket.rev, ticket.head_hash, ticket.at)
    told = {key: value for key, value in data.items() if value not in ("", None, [])}
    by = written_by(actor.label, TicketSource(ticket.source), event)
    head = trail.append(stream(ticket), event, by, now, told, head=before)
    ticket.rev, ticket.head_hash, ticket.at = head.seq, head.hash, head.at or now


def stream(ticket: Ticket) -> str:
    """The stream of a ticket."""
    return f"ticket:{ticket.pk}"


def measured(ticket: Ticket, now: datetime) -> Spans:
    """How long the visitor stood in each state until now: sums of what the record says."""
    told = trail_queries.history(stream(ticket))
    return spans([(row.at, TicketEvent(row.kind)) for row in told], now)


def _window(ticket: Ticket) -> str:
    return ticket.window.number if ticket.window else ""
