"""Who waits in a queue and in which order they are called, without reading the queue: only those are read who
can decide it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from yimen.rules.booking_terms import TOLERANCE
from yimen.rules.queueing import order
from yimen.rules.queueing.order import InLine, Turn
from yimen.rules.queueing.terms import Lane, TicketState
from yimen.trail import rows as ready

from ..models import DayQueue, Ticket

_IN_LINE = ("number", "waits_in__letter", "arrived", "lane", "slot", "after", "window__number")


def _here(line: Any, day: Any, window: Any) -> QuerySet[Ticket]:
    """Who waits in a queue and may be called by a window."""
    found = Ticket.objects.filter(waits_in=line, day=day, state=TicketState.WAITING)
    return found.filter(Q(window__isnull=True) | Q(window=window))


def _firsts(line: Any, day: Any, window: Any) -> tuple[QuerySet[Ticket], ...]:
    """The first of every kind that `rules.queueing.order` tells apart, each at the front of an index. A slot
    is kept only of who checked in for it in time, so the first by slot is due, or else nobody is."""
    here = _here(line, day, window)
    fresh, booked = here.filter(after=0), here.filter(lane=Lane.BOOKED)
    return (
        fresh.filter(lane=Lane.ORDINARY).order_by("arrived", "number"),
        fresh.filter(lane=Lane.GREEN).order_by("arrived", "number"),
        booked.filter(after=0, slot__isnull=True).order_by("arrived", "number"),
        booked.filter(slot__isnull=False).order_by("slot", "arrived", "number"),
        here.filter(after__gt=0, slot__isnull=True).order_by("after", "number"),
    )


def _oldest(line: Any, day: Any, window: Any) -> tuple[QuerySet[Ticket], ...]:
    """Who came first, among the kinds whose front is told by something else."""
    here = _here(line, day, window)
    return (
        here.filter(lane=Lane.BOOKED).order_by("arrived", "number"),
        here.filter(after__gt=0).order_by("arrived", "number"),
    )


_OWN = ("pk", "number", "arrived", "lane", "slot", "after", "window")


def _together(kinds: tuple[QuerySet[Ticket], ...]) -> Any:
    """The first of each, in one statement."""
    each = (Q(pk=one.values("pk")[:1]) for one in kinds)
    return Ticket.objects.filter(reduce(or_, each)).values_list(*_OWN)


def _some(kinds: tuple[QuerySet[Ticket], ...], most: int) -> Any:
    """The first `most` of each, in one statement."""
    each = (Q(pk__in=one.values("pk")[:most]) for one in kinds)
    return Ticket.objects.filter(reduce(or_, each)).values_list(*_OWN)


_FRONT: ready.Ready[Any] = ready.Ready(lambda *here: _together(_firsts(*here)), int, date, int)
#: Who has waited longest decides between several queues only.
_FRONTS: ready.Ready[Any] = ready.Ready(
    lambda *here: _together(_firsts(*here) + _oldest(*here)), int, date, int
)


def front(lines: Mapping[str, int], day: date, window: int, name: str) -> dict[InLine, int]:
    """Who may be called next at a window (row, number), with the rows of their tickets: however many wait,
    have an appointment or were passed over, the first of each kind and no more (one statement a queue).
    `lines`: letter → queue."""
    asked = _FRONT if len(lines) == 1 else _FRONTS
    found: dict[InLine, int] = {}
    for letter, line in lines.items():
        found |= _named(asked.rows(line, day, window), letter, name)
    return found


def _named(rows: Any, letter: str, name: str) -> dict[InLine, int]:
    """Rows of `_OWN` as the rules read them, with the rows of their tickets."""
    return {
        InLine(number, letter, arrived, Lane(lane), slot, after, name if only is not None else ""): pk
        for pk, number, arrived, lane, slot, after, only in rows
    }


def calls_of(
    lines: Mapping[str, int], day: date, window: tuple[int, str], now: datetime, most: int
) -> list[int]:
    """The rows of the next `most` tickets that a window (row, number) calls of these queues (letter → queue),
    in that order: of each kind so many are read, however many wait (a statement a queue, and one)."""
    found: dict[InLine, int] = {}
    for letter, line in lines.items():
        here = (line, day, window[0])
        found |= _named(_some(_firsts(*here) + _oldest(*here), most), letter, window[1])
    turns = turns_of(lines, day)
    at = order.Post(window[1], frozenset(lines))
    return [found[one] for one in order.calls_of(at, found, turns, now, most)]


def turns_of(lines: Mapping[str, int], day: date) -> dict[str, Turn]:
    """Where these queues (letter → queue) stand (one statement)."""
    letters = {line: letter for letter, line in lines.items()}
    rows = DayQueue.objects.filter(line__in=letters, day=day).values_list("line", "calls", "since_green")
    stands = {letters[line]: Turn(calls, since) for line, calls, since in rows}
    return {letter: stands.get(letter, Turn()) for letter in lines}


def count_for(lines: Collection[int], day: date, window: int) -> tuple[int, datetime | None]:
    """How many wait whom a window may call, and since when the first of them does (one statement)."""
    found = Ticket.objects.filter(waits_in__in=lines, day=day, state=TicketState.WAITING)
    mine = found.filter(Q(window__isnull=True) | Q(window=window))
    told = mine.order_by().aggregate(n=Count("pk"), first=Min("arrived"))
    return told["n"], told["first"]


def ahead_of(ticket: Ticket, now: datetime) -> int:
    """How many are called before this one, who waits (two statements). Of all who wait only those are read
    who can come before, and of them only what the order looks at."""
    letter, line = ticket.waits_in.letter, ticket.waits_in_id
    turn = turns_of({letter: line}, ticket.day)[letter]
    here = Ticket.objects.filter(waits_in=line, day=ticket.day, state=TicketState.WAITING)
    before = _before(here, ticket, turn, now)
    if before is None:
        rest = here.filter(lane=Lane.BOOKED, slot__isnull=False).filter(_later(ticket))
        return here.count() - rest.count() - 1
    return order.ahead_of(ticket.number, [_in_line(one) for one in before.values_list(*_IN_LINE)], turn, now)


def _later(ticket: Ticket) -> Q:
    """Those with a time on the number who come after this one."""
    same = Q(slot=ticket.slot)
    return (
        Q(slot__gt=ticket.slot)
        | same & Q(arrived__gt=ticket.arrived)
        | same & Q(arrived=ticket.arrived, number__gt=ticket.number)
    )


def _before(here: QuerySet[Ticket], ticket: Ticket, turn: Turn, now: datetime) -> QuerySet[Ticket] | None:
    """Who can be called before a ticket, itself included; None where everybody is but those whose later time
    is still far."""
    timed = Q(lane=Lane.BOOKED, slot__isnull=False)
    if ticket.lane == Lane.BOOKED and ticket.slot is not None:
        due = ticket.slot - TOLERANCE <= now
        return here.filter(timed, slot__lte=ticket.slot) if due else None
    due_now, again = timed & Q(slot__lte=now + TOLERANCE), ~timed & Q(after__gt=0)
    fresh = here.filter(~timed, after=0)
    if not ticket.after:
        passed = Q(arrived__lte=ticket.arrived) | Q(lane=Lane.GREEN)
        return here.filter(due_now | again | (~timed & Q(after=0) & passed))
    most = max(0, ticket.after - turn.calls)
    lanes = (fresh.filter(lane=Lane.GREEN), fresh.exclude(lane=Lane.GREEN))
    firsts = [Q(pk__in=one.order_by("arrived", "number").values("pk")[:most]) for one in lanes]
    return here.filter(due_now | (again & Q(after__lte=ticket.after)) | reduce(or_, firsts))


def _in_line(told: Sequence[Any]) -> InLine:
    number, letter, arrived, lane, slot, after, window = told
    return InLine(number, letter, arrived, Lane(lane), slot, after, window or "")
