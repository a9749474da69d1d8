"""Who waits, who is where: a clerk's own window, a visitor's own ticket, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.queueing.estimate import Wait, measured, wait
from yimen.rules.queueing.posts import TicketUnknown, require_clerk
from yimen.rules.queueing.terms import GreenReason, Lane, PostState, TicketState
from yimen.rules.queueing.tickets import AT_WINDOW, OPEN

from ..models import Line, Site, Ticket, TicketItem, Window, WindowPost
from . import inline
from .tickets import site_of

#: So many of those who wait are listed at a window; all are counted.
LISTED = 50
#: The mean of a service is that of so many numbers that were served last.
LAST = 50
_NOT_CALLED = (TicketState.HELD, TicketState.MISSED)


@dataclass(frozen=True)
class Matter:
    """One matter of a visitor. `case`: the number of the case begun for it, "" for none yet."""

    item: str
    name: str
    case: str


@dataclass(frozen=True)
class TicketRow:
    """A ticket as hall and visitor see it. `since`: since when it stands so; `party`: row of whose it is."""

    id: int
    number: str
    key: str
    state: TicketState
    lane: Lane
    green: str
    source: str
    arrived: datetime
    since: datetime
    calls: int
    window: str
    line: str
    party: int | None
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True)
class PostRow:
    """A window of a site today. `staff`: number of who sits there; `busy`: whom it has now, "" for nobody."""

    number: str
    name: str
    line: str
    state: PostState
    since: datetime | None
    staff: str
    busy: str = ""


@dataclass(frozen=True)
class OwnWindow:
    """A clerk's window: who is there, whom it calls next in the order of calls (`LISTED` at most), how many
    wait for it in all and since when the first, who is on hold or was passed over."""

    site: str
    site_name: str
    post: PostRow
    current: TicketRow | None
    waiting: list[TicketRow]
    in_line: int
    longest: datetime | None
    aside: list[TicketRow]
    served: int
    service: timedelta
    targets: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class OwnTicket:
    """A visitor's ticket with the place in line; `wait` is None where nothing is waited for any more."""

    row: TicketRow
    site: str
    site_name: str
    address: str
    phone: str
    wait: Wait | None


def own_window(staff: str, now: datetime) -> OwnWindow | None:
    """The window that somebody (staff number) has open or paused today; None where none is."""
    day = china_date(now)
    rows = WindowPost.objects.select_related("window__site", "window__line", "also")
    post = rows.filter(staff=staff, day=day).exclude(state=PostState.CLOSED).first() if staff else None
    if post is None or post.window.line is None:
        return None
    window, own = post.window, post.window.line
    lines = [one for one in (own, post.also) if one]
    # Whoever is on hold or was passed over was called: the index of the last calls finds them.
    called = Ticket.objects.filter(waits_in__in=lines, day=day, called_at__isnull=False)
    aside = called.filter(state__in=_NOT_CALLED)
    held = _rows(aside.order_by("-at")[:LISTED])[::-1]
    at = _rows(Ticket.objects.filter(window=window, day=day, state__in=AT_WINDOW))
    done = Ticket.objects.filter(window=window, day=day, state=TicketState.DONE).count()
    queues = {one.letter: one.pk for one in lines}
    count, longest = inline.count_for(queues.values(), day, window.pk)
    return OwnWindow(
        window.site.code, window.site.name, _post(post.window, post), at[0] if at else None,
        _next_calls(queues, window, day, now), count, longest, held, done, service_time(own, day),
        _targets(window),
    )  # fmt: skip


def _next_calls(queues: Mapping[str, int], window: Window, day: date, now: datetime) -> list[TicketRow]:
    """Whom a window calls next, in that order."""
    called = inline.calls_of(queues, day, (window.pk, window.number), now, LISTED)
    rows = {one.id: one for one in _rows(Ticket.objects.filter(pk__in=called))}
    return [rows[pk] for pk in called]


def _targets(window: Window) -> list[tuple[str, str]]:
    """Where a visitor may be sent: (value, words) of queues (`q:A`) and of single windows (`w:A02`)."""
    lines = Line.objects.filter(site=window.site_id, active=True).order_by("letter")
    found = [(f"q:{one.letter}", f"{one.letter} {one.name}") for one in lines]
    others = Window.objects.filter(site=window.site_id, active=True, line__isnull=False).exclude(pk=window.pk)
    return found + [(f"w:{one.number}", f"{one.number} {one.name}") for one in others.order_by("number")]


def windows_to_open(regions: Collection[str], now: datetime) -> list[tuple[Site, list[PostRow]]]:
    """The windows that call numbers at the sites of these regions (12 digits), as they stand today."""
    sites = Site.objects.filter(active=True, region__code__in=regions).order_by("code")
    return [(site, rows) for site in sites if (rows := posts_of(site, now))]


def windows_at(actor: Actor, site: str, now: datetime) -> list[PostRow]:
    """The windows of one site for who serves there. Raises SiteUnknown, NotPermitted."""
    found = site_of(site)
    require_clerk(actor, found.region.code)
    return posts_of(found, now)


def posts_of(site: Site, now: datetime) -> list[PostRow]:
    """Every window of a site that calls numbers, as it stands today (three statements)."""
    day = china_date(now)
    windows = Window.objects.filter(site=site, active=True, line__active=True).select_related("line")
    posts = {one.window_id: one for one in WindowPost.objects.filter(window__site=site, day=day)}
    at = Ticket.objects.filter(window__site=site, day=day, state__in=AT_WINDOW)
    busy = dict(at.values_list("window_id", "number"))
    return [_post(one, posts.get(one.pk), busy.get(one.pk, "")) for one in windows.order_by("number")]


def _post(window: Window, post: WindowPost | None, busy: str = "") -> PostRow:
    letter = window.line.letter if window.line else ""
    if post is None:
        return PostRow(window.number, window.name, letter, PostState.CLOSED, None, "")
    state = PostState(post.state)
    return PostRow(window.number, window.name, letter, state, post.since, post.staff, busy)


def service_time(line: Line, day: date) -> timedelta:
    """The mean time of one service today, once there are enough; else the mean entered for the queue."""
    rows = Ticket.objects.filter(line=line, day=day, state=TicketState.DONE, served__isnull=False)
    times = [one or 0 for one in rows.order_by("-seq").values_list("served", flat=True)[:LAST]]
    mean = sum(times) / len(times) if times else None
    return measured(len(times), mean) or timedelta(minutes=line.minutes)


def open_windows(line: Line, day: date) -> int:
    """How many windows call a queue now."""
    serves = Q(window__line=line) | Q(also=line)
    return WindowPost.objects.filter(serves, day=day, state=PostState.OPEN).count()


def own_ticket(key: str, now: datetime) -> OwnTicket:
    """A visitor's ticket by its link. Raises TicketUnknown."""
    found = Ticket.objects.filter(key=key[:40]).select_related("waits_in__site").first()
    if found is None:
        raise TicketUnknown()
    row, line = _rows(Ticket.objects.filter(pk=found.pk))[0], found.waits_in
    site, day = line.site, china_date(now)
    waits_now = row.state is TicketState.WAITING and found.day == day
    told = (
        wait(inline.ahead_of(found, now), open_windows(line, day), service_time(line, day))
        if waits_now else None
    )  # fmt: skip
    return OwnTicket(row, site.code, site.name, site.address, site.phone, told)


def waits(site: str, now: datetime) -> list[tuple[str, str, Wait]]:
    """(letter, name, wait of who comes now) of each queue of a site."""
    day = china_date(now)
    found = []
    for line in Line.objects.filter(site__code=site, active=True, windows__active=True).distinct():
        ahead = Ticket.objects.filter(waits_in=line, day=day, state=TicketState.WAITING).count()
        told = wait(ahead, open_windows(line, day), service_time(line, day))
        found.append((line.letter, line.name, told))
    return sorted(found, key=lambda one: one[0])


def my_tickets(party: int, now: datetime) -> list[TicketRow]:
    """The numbers somebody holds today that are not over yet."""
    return _rows(Ticket.objects.filter(party=party, day=china_date(now), state__in=OPEN).order_by("id"))


def serving(staff: str, now: datetime) -> TicketRow | None:
    """Whom somebody (staff number) serves at their window now; None for nobody (two statements)."""
    day = china_date(now)
    windows = WindowPost.objects.filter(staff=staff, day=day).exclude(state=PostState.CLOSED)
    rows = Ticket.objects.filter(window__in=windows.values("window"), day=day, state=TicketState.SERVING)
    found = _rows(rows) if staff else []
    return found[0] if found else None


def _rows(rows: QuerySet[Ticket]) -> list[TicketRow]:
    matters = TicketItem.objects.select_related("item__current").order_by("place")
    full = rows.select_related("window", "waits_in").prefetch_related(Prefetch("matters", queryset=matters))
    return [_row(one, one.matters.all()) for one in full]


def _row(one: Ticket, matters: Iterable[TicketItem]) -> TicketRow:
    told = tuple(
        Matter(m.item.code, m.item.current.name if m.item.current else m.item.code, m.case) for m in matters
    )
    green = GreenReason.label_of(one.green) if one.green else ""
    return TicketRow(
        one.pk, one.number, one.key, TicketState(one.state), Lane(one.lane), green, one.source, one.arrived,
        one.at, one.calls, one.window.number if one.window else "", one.waits_in.letter, one.party_id, told,
    )  # fmt: skip
