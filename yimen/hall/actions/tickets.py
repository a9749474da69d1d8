"""Visitors: take a number, leave, come back after being passed over; and the end of the day."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yimen.catalogue import queries as catalogue
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.queueing import posts
from yimen.rules.queueing.order import BEHIND, slot_kept
from yimen.rules.queueing.terms import Lane, TicketAct, TicketEvent, TicketSource, TicketState
from yimen.rules.queueing.tickets import OPEN, number_of
from yimen.trail import actions as trail
from yimen.trail import chain, rows
from yimen.trail.usecase import use_case

from ..models import Line, Site, Ticket, TicketItem
from ..queries import tickets as reading
from ._tickets import HEAD, Moved, answer, move, note, queues_in_hand, ticket_in_hand


@use_case(Moved)
def take(
    actor: Actor, site: str, *, now: datetime, letter: str = "", items: Sequence[str] = (), green: str = "",
    source: str = str(TicketSource.PHONE), once: str = "",
) -> Moved:  # fmt: skip
    """取号 at a site: for the queue `letter`, or for the matters `items` (codes) in the queue that serves
    them. `green`: the reason for the green lane. Numbers of a queue and day run from 1 without gaps.

    At reception by a clerk of the site. Raises SiteUnknown, HallShut, LineUnknown, ItemUnknown, ReasonNeeded,
    TooManyMatters, AlreadyInLine, NotPermitted.
    """
    found = reading.site_of(site)
    if source == TicketSource.RECEPTION:
        posts.require_clerk(actor, found.region.code)
    posts.require_hours(reading.opens(found, now), now)
    items = posts.matters(items)
    line = reading.line_of(found, letter, items, now)
    lane = posts.lane_of(green, None)
    _require_alone(actor, found, source, now)
    facts = {"lane": str(lane), "green": green, "source": source, "party_id": _party(actor, source)}
    return _given(_next(line, now, **facts), actor, items, now)


def take_booked(actor: Actor, line: Line, party: int, item: str, slot: datetime, *, now: datetime) -> Moved:
    """预约签到: a number for who checks in for the time `slot`, in the caller's transaction.

    Whether it goes first is told by the time of arrival (`rules.queueing.order.is_due`). Who waits at the
    site already keeps that number, which counts as booked from now on.
    """
    trail.require_transaction()
    lane = posts.lane_of("", slot)
    held = waiting_here(party, line.site, now).values_list("pk", flat=True).first()
    if held is not None:
        return _booked_too(held, lane, slot)
    facts = {
        "lane": str(lane),
        "slot": slot_kept(now, slot),
        "source": str(TicketSource.BOOKING),
        "party_id": party,
    }
    return _given(_next(line, now, **facts), actor, [item], now)


def _booked_too(ticket: int, lane: Lane, slot: datetime) -> Moved:
    row, _ = ticket_in_hand(ticket)
    row.lane, row.slot = str(lane), slot_kept(row.arrived, slot)
    row.save(update_fields=["lane", "slot"])
    return answer(row)


def _next(line: Line, now: datetime, **facts: Any) -> Ticket:
    """The next number of a queue, not yet kept; the queue of the day is in hand."""
    queue = queues_in_hand([line.pk], china_date(now))[line.pk]
    queue.numbers += 1
    rows.update(queue, ["numbers"])
    return Ticket(
        line=line, waits_in=line, day=queue.day, seq=queue.numbers, arrived=now, at=now,
        number=number_of(line.letter, queue.numbers), key=secrets.token_urlsafe(16),
        state=str(TicketState.WAITING), head_hash=chain.START, **facts,
    )  # fmt: skip


def _given(made: Ticket, actor: Actor, items: Sequence[str], now: datetime) -> Moved:
    """Keep a new ticket with its matters, and say so."""
    rows.insert(made)
    ids = catalogue.ids(items) if items else {}
    TicketItem.objects.bulk_create(
        TicketItem(ticket=made, place=n, item_id=ids[code]) for n, code in enumerate(items)
    )
    told: dict[str, Any] = {"site": made.line.site.code, "number": made.number, "source": made.source}
    note(made, TicketEvent.TAKEN, actor, now, {**told, "green": made.green, "items": list(items)})
    rows.update(made, HEAD)
    return answer(made)


def _party(actor: Actor, source: str) -> int | None:
    """Whose number it is: whoever takes it on their own telephone, signed in."""
    return actor.party if source == TicketSource.PHONE and not actor.staff else None


def _require_alone(actor: Actor, site: Site, source: str, now: datetime) -> None:
    """Raise AlreadyInLine where this person waits at the site already."""
    party = _party(actor, source)
    if party is None:
        return
    for number in waiting_here(party, site, now).values_list("number", flat=True):
        raise posts.AlreadyInLine(number=number)


def waiting_here(party: int, site: Site, now: datetime) -> QuerySet[Ticket]:
    """The numbers that somebody holds at a site today and that are not over."""
    return Ticket.objects.filter(party=party, day=china_date(now), state__in=OPEN, line__site=site)


@use_case(Moved)
def leave(actor: Actor, key: str, *, now: datetime, once: str = "") -> Moved:
    """不等了, by the visitor, who has the link. Raises TicketUnknown, TicketNotHere."""
    ticket, _ = ticket_in_hand(reading.by_key(key))
    return move(ticket, TicketAct.LEAVE, actor, now, window=None)


@use_case(Moved)
def requeue(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """过号重排: who was passed over comes again after three others. CLERK of the site.

    Raises TicketUnknown, TicketNotHere, NotPermitted.
    """
    row, queues = ticket_in_hand(ticket)
    posts.require_clerk(actor, row.waits_in.site.region.code)
    after = queues[row.waits_in_id].calls + BEHIND
    return move(row, TicketAct.REQUEUE, actor, now, after=after, window=None, calls=0)


@use_case(Moved)
def gone(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """The hall notes that a visitor left. CLERK of the site.

    Raises TicketUnknown, TicketNotHere, NotPermitted.
    """
    row, _ = ticket_in_hand(ticket)
    posts.require_clerk(actor, row.waits_in.site.region.code)
    return move(row, TicketAct.LEAVE, actor, now, window=None)


def note_case(ticket: int, item: str, case: str) -> None:
    """A case was begun for a visitor: it stands on the ticket, at its matter or as one more. Within the
    transaction of whoever begins the case. Raises TicketUnknown."""
    trail.require_transaction()
    row, _ = ticket_in_hand(ticket)
    matters = list(row.matters.select_related("item").order_by("place"))
    for one in matters:
        if one.item.code == item and not one.case:
            TicketItem.objects.filter(pk=one.pk).update(case=case)
            return
    place = matters[-1].place + 1 if matters else 0
    TicketItem.objects.create(ticket=row, place=place, item_id=catalogue.ids([item])[item], case=case)


def close_halls(now: datetime) -> int:
    """下班: tickets that nobody called before the hall closed become void; what a window forgot to finish on
    an earlier day is finished, without a time of service. How many. The worker's chore."""
    done = 0
    for ticket in reading.left_over(now):
        done += _close(ticket, now)
    return done


def _close(ticket: int, now: datetime) -> int:
    with transaction.atomic(durable=True):
        row, _ = ticket_in_hand(ticket)
        if row.state not in OPEN:
            return 0
        forgotten = row.state == TicketState.SERVING
        move(row, TicketAct.FINISH if forgotten else TicketAct.CLOSE, SYSTEM, now)
        return 1
