"""How the halls do today: who came, who waits, how long; in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, Max, Min, QuerySet, Sum
from django.db.models.functions import ExtractHour

from yimen.rules.calendar import CHINA, china_date
from yimen.rules.measures import today as rules
from yimen.rules.queueing.staffing import Promise
from yimen.rules.queueing.terms import PostState, TicketState

from ..models import Line, MeasuredDay, MeasuredHour, Site, Ticket, Window, WindowPost
from .floor import SINCE

#: So many queues are named, those with who waits longest.
QUEUES = 6


@dataclass(frozen=True)
class HallNow:
    """A hall today. `since`: since when its first one waits; `calling` of `windows` are open."""

    code: str
    name: str
    came: int
    waiting: int
    since: datetime | None
    calling: int
    windows: int


@dataclass(frozen=True)
class QueueNow:
    """A queue in which somebody waits, and since when the first one does."""

    site: str
    letter: str
    name: str
    waiting: int
    since: datetime


@dataclass(frozen=True)
class Today:
    """All halls today. `mean`, `ninth`, `most`: seconds that those waited who were served, `ninth`: nine
    in ten not longer; None while nobody was. `late`: who waits longer than promised now."""

    came: int
    served: int
    waiting: int
    late: int
    mean: float | None
    ninth: int | None
    most: int | None
    halls: list[HallNow]
    queues: list[QueueNow]
    hours: list[rules.Hour]

    @property
    def calling(self) -> int:
        """How many windows call."""
        return sum(one.calling for one in self.halls)

    @property
    def windows(self) -> int:
        """How many there are."""
        return sum(one.windows for one in self.halls)


def today(now: datetime) -> Today:
    """How all halls do (eleven statements, however many)."""
    day = china_date(now)
    sites, lines = list(Site.objects.filter(active=True).order_by("code")), list(Line.objects.all())
    tickets = Ticket.objects.filter(line__in=lines, day=day).order_by()
    waits = Ticket.objects.filter(waits_in__in=lines, day=day, state=TicketState.WAITING).order_by()
    done = tickets.filter(state=TicketState.DONE, waited__isnull=False)
    told = done.aggregate(n=Count("id"), mean=Avg("waited"), most=Max("waited"))
    place = rules.ninth(told["n"])
    ninth = done.order_by("waited").values_list("waited", flat=True)[place] if place is not None else None
    halls = _halls(sites, tickets, waits, day)
    return Today(
        sum(one.came for one in halls), told["n"], sum(one.waiting for one in halls),
        waits.annotate(since=SINCE).filter(since__lt=now - Promise().within).count(),
        told["mean"], ninth, told["most"], halls, _queues(waits), _hours(tickets, day),
    )  # fmt: skip


def _halls(sites: list[Site], tickets: QuerySet[Ticket], waits: QuerySet[Ticket], day: date) -> list[HallNow]:
    """The halls that call numbers, those where most people were today first."""
    came = _by(tickets, "line__site", n=Count("id"))
    waiting = _by(waits.annotate(since=SINCE), "waits_in__site", n=Count("id"), first=Min("since"))
    windows = _by(Window.objects.filter(active=True, line__active=True).order_by(), "site", n=Count("id"))
    posts = WindowPost.objects.filter(day=day, state=PostState.OPEN).order_by()
    calling = _by(posts, "window__site", n=Count("id"))
    found = [
        HallNow(
            one.code, one.name, came.get(one.pk, {}).get("n", 0), waiting.get(one.pk, {}).get("n", 0),
            waiting.get(one.pk, {}).get("first"), calling.get(one.pk, {}).get("n", 0),
            windows.get(one.pk, {}).get("n", 0),
        )
        for one in sites
        if one.pk in windows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.came, one.code))


def _by(rows: QuerySet[Any], key: str, **told: Any) -> dict[int, Mapping[str, Any]]:
    return {row[key]: row for row in rows.values(key).annotate(**told)}


def _queues(waits: QuerySet[Ticket]) -> list[QueueNow]:
    """The queues whose first visitor waits longest."""
    rows = waits.annotate(since=SINCE).values("waits_in__site__name", "waits_in__letter", "waits_in__name")
    told = rows.annotate(n=Count("id"), first=Min("since")).order_by("first", "waits_in__letter")
    return [
        QueueNow(
            row["waits_in__site__name"],
            row["waits_in__letter"],
            row["waits_in__name"],
            row["n"],
            row["first"],
        )
        for row in told[:QUEUES]
    ]


def _hours(tickets: QuerySet[Ticket], day: date) -> list[rules.Hour]:
    hour = ExtractHour("arrived", tzinfo=CHINA)
    came = dict(tickets.annotate(hour=hour).values("hour").annotate(n=Count("id")).values_list("hour", "n"))
    like = MeasuredDay.objects.filter(day__in=rules.days_like(day)).values_list("day", flat=True)
    days = list(like)
    rows = MeasuredHour.objects.filter(day__in=days).order_by().values("hour").annotate(n=Sum("visits"))
    return rules.hours(came, dict(rows.values_list("hour", "n")), days)
