"""Tickets: what the acts read before they decide, and what windows, visitors and screens are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import hours
from yimen.rules.calendar import china_date
from yimen.rules.hall.keeping import SiteUnknown, WindowUnknown
from yimen.rules.hall.serving import WindowFact
from yimen.rules.hours import Opens
from yimen.rules.queueing import posts
from yimen.rules.queueing.terms import TicketState
from yimen.rules.queueing.tickets import OPEN
from yimen.trail import rows as ready

from ..models import Line, Site, SiteDay, Ticket, Window, WindowItem
from . import facts

_SITE: ready.Ready[Site] = ready.Ready(lambda code: facts.active().filter(code=code), str)
_DAYS: ready.Ready[SiteDay] = ready.Ready(
    lambda site, first, last: SiteDay.objects.filter(site=site, day__range=(first, last)), int, date, date
)
_LINES: ready.Ready[Line] = ready.Ready(
    lambda site: Line.objects.filter(site=site, active=True).order_by("letter"), int
)


def site_of(code: str) -> Site:
    """A site that is not closed for good. Raises SiteUnknown."""
    found = _SITE.first(code)
    if found is None:
        raise SiteUnknown()
    return found


def site_of_ticket(ticket: int) -> Site:
    """The site of a ticket. Raises TicketUnknown."""
    rows = Ticket.objects.select_related("waits_in__site__region")
    found = rows.filter(pk=ticket).first()
    if found is None:
        raise posts.TicketUnknown()
    return found.waits_in.site


def opens(site: Site, now: datetime) -> Opens | None:
    """The session of a site that runs or comes next."""
    today = china_date(now)
    days = _DAYS.rows(site.pk, today, today + timedelta(days=hours.AHEAD))
    return hours.next_open(facts.opening_of(site, days), now, bureau.work_calendar())


def line_of(site: Site, letter: str, items: Sequence[str], now: datetime) -> Line:
    """The queue `letter`, else the one for these items (codes), else the only or first one of the site.

    Raises LineUnknown, ItemUnknown.
    """
    lines = {one.pk: one for one in _LINES.rows(site.pk)}
    if letter:
        wanted = [one for one in lines.values() if one.letter == letter]
    elif items:
        wanted = [lines[pk] for pk in (_for_items(site, items, now),) if pk in lines]
    else:
        wanted = list(lines.values())
    if not wanted:
        raise posts.LineUnknown()
    wanted[0].site = site
    return wanted[0]


def _for_items(site: Site, codes: Sequence[str], now: datetime) -> int | None:
    catalogue.ids(codes)
    items = [facts.item_fact(catalogue.item_page(code).spec) for code in codes]
    listed: dict[int, set[str]] = defaultdict(set)
    rows = WindowItem.objects.filter(item__code__in=codes, window__site=site)
    for window, code in rows.values_list("window", "item__code"):
        listed[window].add(code)
    queues: dict[int, list[WindowFact]] = defaultdict(list)
    for one in Window.objects.filter(site=site, active=True, line__active=True).select_related("department"):
        queues[one.line_id or 0].append(facts.fact_of(one, frozenset(listed[one.pk])))
    return posts.queue_for_all(queues, items, china_date(now))


def target(site: Site, letter: str, window: str, now: datetime) -> tuple[Window | None, Line]:
    """Where a ticket is sent: one window with its queue, or a queue.

    Raises WindowUnknown, NoQueue, LineUnknown.
    """
    if not window:
        return None, line_of(site, letter or "?", (), now)
    found = Window.objects.filter(site=site, number=window, active=True).select_related("line").first()
    if found is None:
        raise WindowUnknown()
    if found.line is None:
        raise posts.NoQueue(window=window)
    return found, found.line


def by_key(key: str) -> int:
    """The ticket of a link. Raises TicketUnknown."""
    found = Ticket.objects.filter(key=key[:40]).values_list("pk", flat=True).first()
    if found is None:
        raise posts.TicketUnknown()
    return found


def left_over(now: datetime) -> list[int]:
    """Tickets that the end of the day closes: of earlier days all; of today, where the site opens no more
    today, those whom no window serves."""
    today = china_date(now)
    shut = [site for site, last in _ends(today).items() if last is None or last <= now]
    past = Q(day__lt=today)
    over = Q(day=today, waits_in__site__in=shut) & ~Q(state=TicketState.SERVING)
    rows = Ticket.objects.filter(past | over, state__in=OPEN)
    return list(rows.order_by("id").values_list("pk", flat=True))


def _ends(today: date) -> Mapping[int, datetime | None]:
    """When each site closes on a day; None where it does not open."""
    listed, calendar = list(facts.active()), bureau.work_calendar()
    opened = facts.openings(listed, today)
    found: dict[int, datetime | None] = {}
    for one in listed:
        sessions = hours.moments(hours.on(opened[one.pk], today, calendar))
        found[one.pk] = sessions[-1][1] if sessions else None
    return found
