"""What the displays show: the last calls, who waits, one window. No person is named on any of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from yimen.rules.calendar import china_date
from yimen.rules.hours import Opens
from yimen.rules.queueing.terms import Lane, PostState, TicketState
from yimen.rules.queueing.tickets import AT_WINDOW

from ..models import Line, Ticket, Window, WindowPost
from . import tickets as reading
from .site_waits import people_in

#: So many calls stand on a display.
CALLS = 8
#: The mean wait is that of so many who were last served.
LAST = 20
#: States in which a number that was called still stands on a display.
_SHOWN = (*AT_WINDOW, TicketState.HELD, TicketState.MISSED, TicketState.DONE)


@dataclass(frozen=True)
class Call:
    """One call: number, window, since when; `state` as it stands now."""

    number: str
    window: str
    at: datetime
    state: TicketState
    green: bool


@dataclass(frozen=True)
class LineWait:
    """How many wait in a queue."""

    letter: str
    name: str
    waiting: int


@dataclass(frozen=True)
class Board:
    """A hall's display. `mean`: minutes that those served last had waited, None before anybody was; `opens`:
    the session that runs or comes next."""

    calls: list[Call]
    lines: list[LineWait]
    mean: int | None
    opens: Opens | None


@dataclass(frozen=True)
class WindowBoard:
    """A window's display: its state, and whose number is there ("" for nobody)."""

    number: str
    name: str
    state: PostState
    call: Call | None


def opens_at(site: str, now: datetime) -> Opens | None:
    """The session of a site that runs or comes next (two statements). Raises SiteUnknown."""
    return reading.opens(reading.site_of(site), now)


def board(site: str, now: datetime) -> Board:
    """What a hall's display shows (six statements). Raises SiteUnknown."""
    found, day = reading.site_of(site), china_date(now)
    lines = {one.pk: one for one in Line.objects.filter(site=found, active=True).order_by("letter")}
    ahead = people_in(lines, day)
    told = [LineWait(one.letter, one.name, ahead[pk]) for pk, one in lines.items()]
    return Board(_calls(lines, day), told, _mean(lines, day), reading.opens(found, now))


def window_board(site: str, number: str, now: datetime) -> WindowBoard:
    """What a window's display shows (three statements)."""
    day = china_date(now)
    window = Window.objects.get(site__code=site, number=number)
    post = WindowPost.objects.filter(window=window, day=day).first()
    there = Ticket.objects.filter(window=window, day=day, state__in=AT_WINDOW, called_at__isnull=False)
    call = next((_call(one) for one in there.values_list(*_CALL)), None)
    state = PostState(post.state) if post is not None and window.active else PostState.CLOSED
    return WindowBoard(number, window.name, state, call)


_CALL = ("number", "called_to", "called_at", "state", "lane")


def _call(told: tuple[str, str, datetime, str, str]) -> Call:
    number, window, at, state, lane = told
    return Call(number, window, at, TicketState(state), lane == Lane.GREEN)


def _calls(lines: Collection[int], day: date) -> list[Call]:
    rows = Ticket.objects.filter(waits_in__in=lines, day=day, called_at__isnull=False, state__in=_SHOWN)
    return [_call(one) for one in rows.order_by("-called_at", "-pk").values_list(*_CALL)[:CALLS]]


def _mean(lines: Collection[int], day: date) -> int | None:
    """Minutes, of those who were called last."""
    rows = Ticket.objects.filter(
        waits_in__in=lines, day=day, called_at__isnull=False, state=TicketState.DONE, waited__isnull=False
    )
    times = [one or 0 for one in rows.order_by("-called_at").values_list("waited", flat=True)[:LAST]]
    return round(sum(times) / len(times) / 60) if times else None
