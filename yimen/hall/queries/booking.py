"""预约: which queue of a site an item stands in, what is free when, who is booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yimen.bureau import queries as bureau
from yimen.rules import booking as rules
from yimen.rules import hours, routing
from yimen.rules.booking import BookingState, Seat, Slot, Standing
from yimen.rules.booking_terms import Terms, read_terms
from yimen.rules.calendar import WorkCalendar, china_date, midnight
from yimen.rules.hall import serving
from yimen.rules.hall.serving import ItemFact, WindowFact
from yimen.rules.hours import OpenDay, Opening
from yimen.rules.item import ItemSpec

from ..models import Booking, Line, Shift, Site, Window, WindowItem
from . import facts
from .leaves import away
from .rostered import fact


@dataclass(frozen=True)
class FreeSlot:
    """A slot with what is still free in it."""

    start: int
    end: int
    free: int


@dataclass(frozen=True)
class DayOffer:
    """A day for which one may book, with its slots; none: closed, or nobody sits there."""

    day: date
    slots: list[FreeSlot]

    @property
    def free(self) -> int:
        """How many places are left that day."""
        return sum(one.free for one in self.slots)


@dataclass(frozen=True)
class BookingRow:
    """A booking as its person and the hall see it. Minutes since midnight; `party`: who comes."""

    number: str
    state: BookingState
    day: date
    start: int
    end: int
    item: str
    item_name: str
    site: str
    site_name: str
    address: str
    phone: str
    traffic: str
    region: str
    line: str
    party: str
    first: bool
    made_at: datetime
    came_at: datetime | None
    may_change: bool
    terms: Terms

    @property
    def begins(self) -> datetime:
        """The moment for which they are booked."""
        return midnight(self.day) + timedelta(minutes=self.start)

    @property
    def ends(self) -> datetime:
        """The end of the slot."""
        return midnight(self.day) + timedelta(minutes=self.end)


@dataclass(frozen=True)
class _Queue:
    """A queue of a site with all that decides its slots."""

    line: Line
    opening: Opening
    seats: list[Seat]
    windows: list[WindowFact]
    item: ItemFact

    def slots(self, day: date, calendar: WorkCalendar, terms: Terms) -> list[Slot]:
        """The slots of a day; none where the item is not served in 延时服务 of that day."""
        found: OpenDay = hours.on(self.opening, day, calendar)
        if found.limited and not serving.on_weekend(self.windows, self.item, day):
            return []
        return rules.slots(found, self.seats, self.line.minutes, terms)


def line_for(spec: ItemSpec, site: str, day: date) -> int:
    """The queue (its row) in which an item stands at a site on a day. Raises NotBookable."""
    return _queue(spec, site, day).line.pk


def slots_of(line: Line, spec: ItemSpec, day: date, terms: Terms) -> list[Slot]:
    """The slots of a queue on a day, with their places."""
    return _queue(spec, line.site.code, day).slots(day, bureau.work_calendar(), terms)


def taken(line: Line, day: date, start: int) -> list[int]:
    """The places of a slot that are held."""
    held = Booking.objects.filter(line=line, day=day, start=start, state__in=rules.HELD)
    return list(held.values_list("place", flat=True))


def terms_of(site: Site) -> Terms:
    """The rules for bookings at a site."""
    return read_terms(site.terms)


def booking_terms(site: str) -> Terms:
    """The same by the code of a site; of an unknown one what holds everywhere."""
    found = Site.objects.filter(code=site).first()
    return terms_of(found) if found else Terms()


def standing(party: int, today: date, terms: Terms) -> Standing:
    """What of a person decides whether they may book (one statement)."""
    rows = Booking.objects.filter(party=party, day__gt=today - timedelta(days=terms.within)).values_list(
        "day", "state"
    )
    found = list(rows)
    return Standing(
        frozenset(day for day, state in found if state in rules.HELD),
        tuple(day for day, state in found if state == BookingState.MISSED),
    )


def offer(spec: ItemSpec, site: str, *, now: datetime) -> list[DayOffer]:
    """The days for which one may book now, with what is free. Raises NotBookable, SiteUnknown."""
    today, calendar = china_date(now), bureau.work_calendar()
    queue = _queue(spec, site, today + timedelta(days=1))
    terms = terms_of(queue.line.site)
    coming = rules.days(today, calendar, terms)
    held: dict[tuple[date, int], int] = defaultdict(int)
    rows = Booking.objects.filter(line=queue.line, day__range=(coming[0], coming[-1]), state__in=rules.HELD)
    for day, start in rows.values_list("day", "start"):
        held[day, start] += 1
    made = []
    for day in coming:
        slots = queue.slots(day, calendar, terms)
        free = [FreeSlot(s.start, s.end, max(0, s.places - held[day, s.start])) for s in slots if s.places]
        made.append(DayOffer(day, free))
    return made


def bookable_at(spec: ItemSpec, sites: Collection[str]) -> set[str]:
    """Those of the sites (codes) that have a queue: where bookings are taken at all."""
    if not spec.bookable:
        return set()
    found = Line.objects.filter(site__code__in=sites, active=True, windows__active=True)
    return set(found.values_list("site__code", flat=True))


def my_bookings(party: int, *, now: datetime, limit: int = 50) -> list[BookingRow]:
    """One's bookings, those to come first."""
    found = [_row(one, now) for one in _full().filter(party=party).order_by("-day", "-start")[:limit]]
    coming = [one for one in found if one.state is BookingState.BOOKED]
    return sorted(coming, key=lambda one: one.begins) + [one for one in found if one not in coming]


def my_booking(party: int, number: str, *, now: datetime) -> BookingRow:
    """One of one's own. Raises BookingUnknown."""
    found = _full().filter(party=party, number=number).first()
    if found is None:
        raise rules.BookingUnknown()
    return _row(found, now)


def bookings_of_day(regions: Iterable[str], day: date, *, now: datetime, text: str = "") -> list[BookingRow]:
    """Who is booked at the halls of these regions on a day, by time; found by number."""
    rows = _full().filter(day=day, line__site__region__code__in=list(regions), state__in=rules.HELD)
    if text:
        rows = rows.filter(number=text.strip().upper())
    return [_row(one, now) for one in rows.order_by("start", "line__letter", "place")]


def _full() -> QuerySet[Booking]:
    return Booking.objects.select_related("line__site__region", "item__current", "party")


def _row(one: Booking, now: datetime) -> BookingRow:
    site, state, terms = one.line.site, BookingState(one.state), terms_of(one.line.site)
    begins = midnight(one.day) + timedelta(minutes=one.start)
    return BookingRow(
        number=one.number, state=state, day=one.day, start=one.start, end=one.end, item=one.item.code,
        item_name=one.item.current.name if one.item.current else one.item.code, site=site.code,
        site_name=site.name, address=site.address, phone=site.phone, traffic=site.traffic,
        region=site.region.code, line=one.line.name, party=one.party.name, first=one.first,
        made_at=one.made_at, came_at=one.came_at,
        may_change=state is BookingState.BOOKED and now <= begins - timedelta(minutes=terms.cancel),
        terms=terms,
    )  # fmt: skip


def _queue(spec: ItemSpec, site: str, day: date) -> _Queue:
    """The queue of a site that an item stands in. Raises NotBookable."""
    found = facts.active().filter(code=site).first()
    if found is None or not spec.bookable:
        raise rules.NotBookable()
    if not routing.receives(facts.site_fact(found), facts.moves_of(spec.code), day):
        raise rules.NotBookable()
    item, windows = facts.item_fact(spec), _windows(found, spec.code)
    best = serving.queue_for({line: list(by.values()) for line, by in windows.items()}, item, day)
    if best is None:
        raise rules.NotBookable()
    opening = facts.openings([found], day)[found.pk]
    line = Line.objects.select_related("site").get(pk=best)
    mine = windows[best]
    return _Queue(line, opening, seats_at(mine, day), list(mine.values()), item)


def _windows(site: Site, item: str) -> dict[int, dict[int, WindowFact]]:
    """The windows of each queue of a site, by their rows."""
    listed = set(
        WindowItem.objects.filter(item__code=item, window__site=site).values_list("window", flat=True)
    )
    rows = Window.objects.filter(site=site, active=True, line__active=True).select_related("department")
    found: dict[int, dict[int, WindowFact]] = defaultdict(dict)
    for one in rows:
        held = frozenset({item}) if one.pk in listed else frozenset()
        found[one.line_id or 0][one.pk] = facts.fact_of(one, held)
    return found


def seats_at(windows: Mapping[int, WindowFact], first: date) -> list[Seat]:
    """Who sits at these windows from `first` on, without those who are on leave (two statements)."""
    running = Q(to_day__isnull=True) | Q(to_day__gte=first)
    rows = list(Shift.objects.filter(running, window__in=list(windows)).select_related("window"))
    gone = away([row.staff_id for row in rows], first, date.max)
    return [
        Seat(row.window_id, fact(row, gone[row.staff_id]), windows[row.window_id].weekend) for row in rows
    ]
