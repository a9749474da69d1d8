"""The floor of one hall as it is now: windows, queues, who waits too long, how many windows to open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Min, Q
from django.db.models.functions import Coalesce, Greatest

from yimen.bureau import queries as bureau
from yimen.rules.calendar import china_date
from yimen.rules.hours import Opens
from yimen.rules.queueing.estimate import Wait, measured, wait
from yimen.rules.queueing.floor import first_to_open
from yimen.rules.queueing.staffing import Promise
from yimen.rules.queueing.suggest import Past, Suggestion, suggest
from yimen.rules.queueing.terms import GreenReason, Lane, PostState, TicketState
from yimen.rules.queueing.tickets import AT_WINDOW

from ..models import Line, Site, Ticket, Window, WindowPost
from .past import past_of
from .rostered import rostered_now
from .tickets import opens

#: So many of those who wait longer than promised are listed; all are counted.
LISTED = 20
#: Waiting counts from the time booked where that is later than checking in. Where one of them is NULL,
#: SQLite's GREATEST is NULL too.
SINCE = Coalesce(Greatest("arrived", "slot"), "arrived")


@dataclass(frozen=True)
class Tile:
    """A window today. `staff`, `name`: who sits there, else who is rostered now; `also`: the queue it helps;
    `busy`, `busy_since`: whom it has; `free`: the one rostered serves at no other window."""

    number: str
    title: str
    line: str
    state: PostState
    since: datetime | None
    staff: str
    name: str
    also: str = ""
    busy: str = ""
    busy_since: datetime | None = None
    free: bool = True


@dataclass(frozen=True)
class LineNow:
    """A queue now. `longest`: since when the first one waits; `green`: of the green lane; `late`: how many
    wait longer than promised; `wait`: of who comes now; `next`: the window to open first, "" none."""

    letter: str
    name: str
    waiting: int
    green: int
    late: int
    longest: datetime | None
    wait: Wait
    served: int
    suggestion: Suggestion
    windows: int
    next: Tile | None = None


@dataclass(frozen=True)
class Late:
    """Somebody who waits longer than promised. A ticket names nobody."""

    number: str
    line: str
    lane: Lane
    green: str
    since: datetime


@dataclass(frozen=True)
class Floor:
    """One hall now. `promise`: within what everybody should be called; `late`: how many wait longer."""

    site: Site
    opens: Opens | None
    tiles: list[Tile]
    lines: list[LineNow]
    over: list[Late]
    late: int
    clerks: dict[str, str]
    promise: timedelta


def floor(site: Site, now: datetime) -> Floor:
    """The floor of a site now, in a fixed number of statements however many windows and visitors."""
    day, promise = china_date(now), Promise().within
    tiles = _tiles(site, now)
    lines = list(Line.objects.filter(site=site, active=True).order_by("letter"))
    stand, means, past = _standing(lines, day, now - promise), _means(lines, day), past_of(lines, now)
    made = [_line(one, stand.get(one.pk, {}), means.get(one.pk), past[one.pk], tiles, now) for one in lines]
    late = _late(lines, day, now - promise)
    clerks = bureau.clerks_of(site.region.code, day)
    return Floor(site, opens(site, now), tiles, made, late, sum(one.late for one in made), clerks, promise)


def _tiles(site: Site, now: datetime) -> list[Tile]:
    day = china_date(now)
    rows = Window.objects.filter(site=site, active=True, line__active=True).select_related("line")
    windows = list(rows.order_by("number"))
    posts = WindowPost.objects.filter(window__in=windows, day=day).select_related("also")
    by_window = {one.window_id: one for one in posts}
    at = Ticket.objects.filter(window__in=windows, day=day, state__in=AT_WINDOW)
    busy = {row[0]: row[1:] for row in at.values_list("window_id", "number", "at")}
    rostered = rostered_now(site, now)
    open_posts = [one for one in by_window.values() if one.state != PostState.CLOSED]
    taken = {one.staff for one in open_posts}
    names = bureau.staff_names({*taken, *rostered.values()})
    return [_tile(one, by_window.get(one.pk), busy.get(one.pk), rostered, names, taken) for one in windows]


def _tile(
    one: Window, post: WindowPost | None, busy: Any, rostered: dict[str, str], names: dict[str, str],
    taken: Collection[str],
) -> Tile:  # fmt: skip
    letter, planned = one.line.letter if one.line else "", rostered.get(one.number, "")
    if post is None or post.state == PostState.CLOSED:
        since = post.since if post else None
        return Tile(
            one.number, one.name, letter, PostState.CLOSED, since, planned, names.get(planned, ""),
            free=bool(planned) and planned not in taken,
        )  # fmt: skip
    number, busy_since = busy or ("", None)
    return Tile(
        one.number, one.name, letter, PostState(post.state), post.since, post.staff,
        names.get(post.staff, ""), post.also.letter if post.also else "", number, busy_since,
    )  # fmt: skip


def _standing(lines: Iterable[Line], day: date, limit: datetime) -> dict[int, Mapping[str, Any]]:
    """Who waits in each queue (one statement)."""
    rows = Ticket.objects.filter(waits_in__in=list(lines), day=day, state=TicketState.WAITING)
    counted = rows.order_by().annotate(since=SINCE).values("waits_in").annotate(
        n=Count("id"), first=Min("since"), green=Count("id", filter=Q(lane=Lane.GREEN)),
        late=Count("id", filter=Q(since__lt=limit)),
    )  # fmt: skip
    return {row["waits_in"]: row for row in counted}


def _means(lines: Iterable[Line], day: date) -> dict[int, Mapping[str, Any]]:
    done = Ticket.objects.filter(line__in=list(lines), day=day, state=TicketState.DONE).order_by()
    counted = done.values("line").annotate(n=Count("id"), timed=Count("served"), mean=Avg("served"))
    return {row["line"]: row for row in counted}


def _line(
    one: Line,
    stand: Mapping[str, Any],
    done: Mapping[str, Any] | None,
    past: Past,
    tiles: list[Tile],
    now: datetime,
) -> LineNow:
    calling = Counter(letter for tile in tiles if tile.state is PostState.OPEN for letter in _calls(tile))
    n, open_now = stand.get("n", 0), calling[one.letter]
    today = measured(done["timed"], done["mean"]) if done else None
    service = today or timedelta(minutes=one.minutes)
    own = [tile for tile in tiles if tile.line == one.letter]
    if today and not past.measured:
        past = replace(past, service=service)
    return LineNow(
        one.letter, one.name, n, stand.get("green", 0), stand.get("late", 0), stand.get("first"),
        wait(n, open_now, service), done["n"] if done else 0, suggest(past, n, open_now, now), len(own),
        first_to_open(own),
    )  # fmt: skip


def _calls(tile: Tile) -> set[str]:
    return {one for one in (tile.line, tile.also) if one}


def _late(lines: Iterable[Line], day: date, limit: datetime) -> list[Late]:
    """Who waits since before `limit`, the first one first."""
    rows = Ticket.objects.filter(waits_in__in=list(lines), day=day, state=TicketState.WAITING)
    told = rows.annotate(since=SINCE).filter(since__lt=limit).order_by("since", "number")
    return [
        Late(number, letter, Lane(lane), GreenReason.label_of(green) if green else "", since)
        for number, letter, lane, green, since in told.values_list(
            "number", "waits_in__letter", "lane", "green", "since"
        )[:LISTED]
    ]
