"""How long one waits at many sites, in a fixed number of statements: for lists of halls."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count

from yimen.rules.calendar import china_date
from yimen.rules.hall import serving
from yimen.rules.hall.serving import WindowFact
from yimen.rules.item import ItemSpec
from yimen.rules.queueing.estimate import Wait, measured, wait
from yimen.rules.queueing.terms import PostState, TicketState

from ..models import Line, Ticket, Window, WindowItem, WindowPost
from . import facts


@dataclass(frozen=True)
class SiteWait:
    """Who waits at a site now. `wait`: of who comes for the item asked about; None where none is asked about
    or nobody calls numbers for it there."""

    people: int
    wait: Wait | None = None


def waits_at(sites: Collection[str], now: datetime, spec: ItemSpec | None = None) -> dict[str, SiteWait]:
    """Site code → who waits there, where numbers are called (eight statements, however many)."""
    day = china_date(now)
    lines = Line.objects.filter(site__code__in=sites, active=True, windows__active=True).distinct()
    listed = {one.pk: one for one in lines.select_related("site")}
    ahead = people_in(listed, day)
    people: Counter[str] = Counter()
    for one in listed.values():
        people[one.site.code] += ahead[one.pk]
    mine = _lines_for(spec, sites, day) if spec else {}
    chosen = {code: listed[pk] for code, pk in mine.items() if pk in listed}
    told = _told(chosen, ahead, day) if chosen else {}
    return {code: SiteWait(count, told.get(code)) for code, count in people.items()}


def people_in(lines: Collection[int], day: date) -> dict[int, int]:
    """Queue (its row) → how many wait in it; 0 for every other (one statement)."""
    rows = Ticket.objects.filter(waits_in__in=lines, day=day, state=TicketState.WAITING)
    counted = rows.order_by().values("waits_in").annotate(n=Count("id")).values_list("waits_in", "n")
    return defaultdict(int, counted)


def _told(chosen: dict[str, Line], ahead: dict[int, int], day: date) -> dict[str, Wait]:
    ids = [one.pk for one in chosen.values()]
    windows, means = _calling(ids, day), _means(ids, day)
    return {
        code: wait(ahead[one.pk], windows[one.pk], means.get(one.pk, timedelta(minutes=one.minutes)))
        for code, one in chosen.items()
    }


def _calling(lines: Iterable[int], day: date) -> Counter[int]:
    """How many windows call each queue now."""
    found: Counter[int] = Counter()
    open_posts = WindowPost.objects.filter(day=day, state=PostState.OPEN)
    for field in ("window__line", "also"):
        found.update(open_posts.filter(**{f"{field}__in": lines}).values_list(field, flat=True))
    return found


def _means(lines: Iterable[int], day: date) -> dict[int, timedelta]:
    """The mean time of one service today where there were enough."""
    done = Ticket.objects.filter(line__in=lines, day=day, state=TicketState.DONE, served__isnull=False)
    rows = done.order_by().values("line").annotate(n=Count("id"), mean=Avg("served"))
    told = {row["line"]: measured(row["n"], row["mean"]) for row in rows}
    return {line: mean for line, mean in told.items() if mean is not None}


def _lines_for(spec: ItemSpec, sites: Collection[str], day: date) -> dict[str, int]:
    """Site code → the queue (its row) in which an item stands there."""
    held = frozenset({spec.code})
    rows = WindowItem.objects.filter(item__code=spec.code, window__site__code__in=sites)
    listed = set(rows.values_list("window", flat=True))
    queues: dict[str, dict[int, list[WindowFact]]] = defaultdict(lambda: defaultdict(list))
    windows = Window.objects.filter(site__code__in=sites, active=True, line__active=True)
    for one in windows.select_related("department", "site"):
        fact = facts.fact_of(one, held if one.pk in listed else frozenset())
        queues[one.site.code][one.line_id or 0].append(fact)
    item = facts.item_fact(spec)
    found = {code: serving.queue_for(by, item, day) for code, by in queues.items()}
    return {code: line for code, line in found.items() if line is not None}
