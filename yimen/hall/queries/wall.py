"""All halls now, on one wall: who came, who waits, how long it took today, how many windows are open. In a
fixed number of statements, of the rows of today only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, Sum

from yimen.rules.calendar import china_date
from yimen.rules.hall.terms import SiteLevel, WindowKind
from yimen.rules.measures.hall import OneWindow
from yimen.rules.measures.spread import CLASSES, EDGES, Spread, added
from yimen.rules.queueing.staffing import Promise
from yimen.rules.queueing.terms import PostState, TicketState

from ..models import DayQueue, Line, Site, Ticket, TicketItem, Window, WindowPost
from .site_waits import people_in


@dataclass(frozen=True)
class HallNow:
    """One hall today. `centre`: of the county; `visits`: numbers given; `waiting`: who waits now, of
    whom `late` longer than promised; `waits`: of those who were served; `open` of `windows` that call numbers;
    `matters` done today."""

    code: str
    name: str
    centre: bool
    visits: int
    waiting: int
    late: int
    waits: Spread
    windows: int
    open: int
    matters: OneWindow


@dataclass(frozen=True)
class Wall:
    """All halls that call numbers, the centre first. `promise`: minutes within which one should be called."""

    halls: list[HallNow]
    promise: int

    @property
    def visits(self) -> int:
        """Numbers given today."""
        return sum(one.visits for one in self.halls)

    @property
    def waiting(self) -> int:
        """Who waits now."""
        return sum(one.waiting for one in self.halls)

    @property
    def late(self) -> int:
        """Who waits longer than promised."""
        return sum(one.late for one in self.halls)

    @property
    def waits(self) -> Spread:
        """How long those waited who were served today."""
        return added(one.waits for one in self.halls)

    @property
    def windows(self) -> tuple[int, int]:
        """Windows that are open now, of how many that call numbers."""
        return sum(one.open for one in self.halls), sum(one.windows for one in self.halls)

    @property
    def one_window(self) -> float | None:
        """一窗率 by volume of the county's centre, percent; None where it has none or did nothing yet."""
        return next((one.matters.by_volume for one in self.halls if one.centre), None)


def wall(now: datetime) -> Wall:
    """All halls that call numbers, as they stand now (eight statements)."""
    day, promise = china_date(now), Promise().within
    lines = dict(Line.objects.filter(active=True, site__active=True).values_list("pk", "site"))
    sites = [one for one in Site.objects.filter(pk__in=set(lines.values())) if one.active]
    visits = _by_site(DayQueue.objects.filter(line__in=lines, day=day).values_list("line", "numbers"), lines)
    waiting = _by_site(people_in(lines, day).items(), lines)
    late = _by_site(_late(lines, day, now - promise), lines)
    waits, windows, matters = _waits(lines, day), _windows(sites, day), _matters(lines, day)
    found = [
        HallNow(
            one.code, one.name, one.level == SiteLevel.CENTRE, visits[one.pk], waiting[one.pk],
            late[one.pk], waits[one.pk], *windows[one.pk], matters[one.pk],
        )
        for one in sorted(sites, key=lambda one: (one.level != SiteLevel.CENTRE, one.code))
    ]  # fmt: skip
    return Wall(found, round(promise.total_seconds() / 60))


def _by_site(told: Any, lines: Mapping[int, int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for line, n in told:
        found[lines[line]] += n
    return found


def _late(lines: Collection[int], day: date, limit: datetime) -> Any:
    """Queue → who waits since before `limit`, counted from the time booked where that is later."""
    since = Q(slot__isnull=True, arrived__lt=limit) | Q(slot__lt=limit, arrived__lt=limit)
    rows = Ticket.objects.filter(since, waits_in__in=lines, day=day, state=TicketState.WAITING)
    return rows.order_by().values("waits_in").annotate(n=Count("id")).values_list("waits_in", "n")


def _waits(lines: Mapping[int, int], day: date) -> dict[int, Spread]:
    """Site → how long those waited whose number was given and served today."""
    done = Ticket.objects.filter(line__in=lines, day=day, state=TicketState.DONE, waited__isnull=False)
    classes = {f"w{n}": Count("id", filter=_class(n)) for n in range(CLASSES)}
    sums = {"total": Sum("waited"), "most": Max("waited")}
    rows = done.order_by().values("line").annotate(**sums, **classes)
    parts: dict[int, list[Spread]] = defaultdict(list)
    for row in rows:
        counts = tuple(row[f"w{n}"] for n in range(CLASSES))
        parts[lines[row["line"]]].append(Spread(counts, row["total"], row["most"]))
    return defaultdict(Spread, {site: added(mine) for site, mine in parts.items()})


def _class(n: int) -> Q:
    """Waits of the n-th class of `measures.spread`."""
    low = Q(waited__gte=EDGES[n - 1]) if n else Q()
    return low & (Q(waited__lt=EDGES[n]) if n < len(EDGES) else Q())


def _windows(sites: Collection[Site], day: date) -> dict[int, tuple[int, int]]:
    """Site → windows that call numbers, and those open now."""
    calling = Window.objects.filter(site__in=[one.pk for one in sites], active=True, line__active=True)
    of = dict(calling.values_list("pk", "site"))
    open_now = WindowPost.objects.filter(window__in=of, day=day, state=PostState.OPEN)
    opened = Counter(of[pk] for pk in open_now.values_list("window", flat=True))
    every = Counter(of.values())
    return defaultdict(lambda: (0, 0), {site: (n, opened[site]) for site, n in every.items()})


def _matters(lines: Mapping[int, int], day: date) -> dict[int, OneWindow]:
    """Site → matters done today, and those of them at general windows."""
    done = TicketItem.objects.filter(ticket__line__in=lines, ticket__day=day, ticket__state=TicketState.DONE)
    general = Count("pk", filter=Q(ticket__window__kind=WindowKind.GENERAL))
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in done.order_by().values("ticket__line").annotate(n=Count("pk"), general=general):
        mine = sums[lines[row["ticket__line"]]]
        mine[0], mine[1] = mine[0] + row["n"], mine[1] + row["general"]
    return defaultdict(OneWindow, {site: OneWindow(0, 0, n, at) for site, (n, at) in sums.items()})
