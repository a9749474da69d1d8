"""预约: book, choose another time, cancel, check in, and what became of those who did not come.

The lock is the line's row: who books the last place and who moves to it come one after the other. Behind it
stand two constraints of the database, so that no other way of writing could sell a place twice.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.parties import queries as parties
from yimen.rules import booking as rules
from yimen.rules.authority import SYSTEM, Actor, require_role, serves
from yimen.rules.booking import BookingState
from yimen.rules.calendar import china_date, midnight
from yimen.rules.codes import squeezed
from yimen.rules.hall.events import HallEvent
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Booking, Line
from ..queries import booking as reading
from ._shared import item_id
from .devices import own_device
from .tickets import take_booked, waiting_here

#: So many digits follow the day in the number of a booking.
_DIGITS = 6


@dataclass(frozen=True)
class Booked:
    """A booking as it stands now. `first`: checked in within the tolerance; `ticket`: the number they got,
    `key`: of its page."""

    number: str
    state: str
    first: bool = False
    ticket: str = ""
    key: str = ""


@use_case(Booked)
def book(
    actor: Actor, item: str, site: str, day: date, start: int, *, now: datetime, once: str = ""
) -> Booked:
    """Book a time (`start`: minutes since midnight) at a site for an item, for oneself.

    Raises RealNameNeeded, ItemUnknown, NotBookable, DayOutside, BookingBlocked, BookedThatDay, SlotGone.
    """
    return _made(_place(actor, item, site, day, start, now), actor, now, {})


@use_case(Booked)
def rebook(actor: Actor, number: str, day: date, start: int, *, now: datetime, once: str = "") -> Booked:
    """Choose another time at the same site: the new place is taken before the old one is given back.

    Raises BookingUnknown, NotOpenAnyMore, TooLateToChange, and what `book` does.
    """
    old = _own(actor, number)
    rules.check_change(BookingState(old.state), starts(old), now, reading.terms_of(old.line.site))
    _end(old, BookingState.CANCELLED, now)
    new = _place(actor, old.item.code, old.line.site.code, day, start, now)
    trail.append(_stream(old), HallEvent.BOOKING_MOVED, actor.label, now, {"to": new.number})
    return _made(new, actor, now, {"was": old.number})


@use_case(Booked)
def cancel_booking(actor: Actor, number: str, *, now: datetime, once: str = "") -> Booked:
    """Give a place back. Raises BookingUnknown, NotOpenAnyMore, TooLateToChange."""
    one = _own(actor, number)
    rules.check_change(BookingState(one.state), starts(one), now, reading.terms_of(one.line.site))
    _end(one, BookingState.CANCELLED, now)
    trail.append(_stream(one), HallEvent.BOOKING_CANCELLED, actor.label, now, {})
    return Booked(number, one.state)


@use_case(Booked)
def check_in(actor: Actor, number: str, *, now: datetime, once: str = "") -> Booked:
    """签到 at the hall, by its clerk, which gives a number. The answer says whether they go before those who
    walked in.

    CLERK of the site's region. Raises BookingUnknown, NotOpenAnyMore, NotToday.
    """
    require_role(actor, Role.CLERK)
    one = _rows().filter(number=number).first()
    posts = [post for post in actor.posts if post.role is Role.CLERK]
    if one is None or not any(serves(post, one.line.site.region.code) for post in posts):
        raise rules.BookingUnknown()
    return _came(one, actor, now)


@use_case(Booked)
def check_in_here(actor: Actor, number: str, *, now: datetime, once: str = "") -> Booked:
    """签到 at a kiosk by the number of the card of identity, or of the booking: the booking of today at the
    hall where the kiosk stands. It gives a place in line and shows nothing of the person, so the number is
    enough; who came already is shown their place again.

    Whether a number is known is not told. Raises DeviceUnknown, NoneHere, NotOpenAnyMore.
    """
    site, typed = own_device(actor).site_id, squeezed(number)
    mine = Q(number=typed) | Q(party=parties.by_id_number(typed))
    held = _rows().filter(day=china_date(now), line__site=site, state__in=rules.HELD)
    one = held.filter(mine).first() if typed else None
    if one is None:
        raise rules.NoneHere()
    if one.state == BookingState.CAME and (ticket := waiting_here(one.party_id, one.line.site, now).first()):
        return Booked(one.number, one.state, one.first, ticket.number, ticket.key)
    return _came(one, actor, now)


def _came(one: Booking, actor: Actor, now: datetime) -> Booked:
    """Who booked is here: a number, and whether they go first."""
    one.first = rules.check_in(BookingState(one.state), starts(one), now)
    one.state, one.came_at = str(BookingState.CAME), now
    one.save(update_fields=["state", "first", "came_at"])
    ticket = take_booked(actor, one.line, one.party_id, one.item.code, starts(one), now=now)
    told = {"first": one.first, "ticket": ticket.number}
    trail.append(_stream(one), HallEvent.BOOKING_CAME, actor.label, now, told)
    return Booked(one.number, one.state, one.first, ticket.number, ticket.key)


def close_days(now: datetime) -> int:
    """没有来: bookings of days that are over and to which nobody came; how many."""
    done = 0
    today = china_date(now)
    for pk in list(
        Booking.objects.filter(day__lt=today, state=BookingState.BOOKED).values_list("pk", flat=True)
    ):
        with transaction.atomic(durable=True):
            one = _rows().filter(pk=pk, state=BookingState.BOOKED).first()
            if one is None:
                continue
            _end(one, BookingState.MISSED, now)
            trail.append(_stream(one), HallEvent.BOOKING_MISSED, SYSTEM.label, now, {})
            done += 1
    return done


def starts(one: Booking) -> datetime:
    """The moment for which somebody is booked."""
    return midnight(one.day) + timedelta(minutes=one.start)


def _rows() -> Any:
    rows = Booking.objects.select_for_update(of=("self",))
    return rows.select_related("line__site__region", "item")


def _own(actor: Actor, number: str) -> Booking:
    """One's own booking with its line, both locked, the line first. Raises BookingUnknown."""
    found = Booking.objects.filter(number=number, party_id=actor.party or 0).first()
    if found is None:
        raise rules.BookingUnknown()
    Line.objects.select_for_update(of=("self",)).get(pk=found.line_id)
    one: Booking = _rows().get(pk=found.pk)
    return one


def _end(one: Booking, state: BookingState, now: datetime) -> None:
    one.state, one.ended_at = str(state), now
    one.save(update_fields=["state", "ended_at"])


def _place(actor: Actor, item: str, site: str, day: date, start: int, now: datetime) -> Booking:
    """A place for this person, in hand; nothing is said of it yet."""
    if actor.party is None:
        raise rules.RealNameNeeded()
    today = china_date(now)
    spec = catalogue.item_page(item).spec
    rows = Line.objects.select_for_update(of=("self",)).select_related("site")
    line = rows.get(pk=reading.line_for(spec, site, day))
    terms = reading.terms_of(line.site)
    rules.check_day(day, today, bureau.work_calendar(), terms)
    rules.check_person(reading.standing(actor.party, today, terms), day, today, terms)
    slot = next((one for one in reading.slots_of(line, spec, day, terms) if one.start == start), None)
    place = rules.place(slot, reading.taken(line, day, start))
    return Booking.objects.create(
        number=f"Y{day:%m%d}{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}", line=line, item_id=item_id(item),
        party_id=actor.party, day=day, start=start, end=slot.end if slot else start, place=place, made_at=now,
    )  # fmt: skip


def _made(one: Booking, actor: Actor, now: datetime, more: dict[str, Any]) -> Booked:
    data = {
        "site": one.line.site.code, "item": one.item.code, "date": one.day.isoformat(), "start": one.start,
        **more,
    }  # fmt: skip
    trail.append(_stream(one), HallEvent.BOOKED, actor.label, now, data)
    return Booked(one.number, str(one.state))


def _stream(one: Booking) -> str:
    return f"booking:{one.number}"
