"""Visits that are over, taken in many at a time: a year of a hall as it stood before. Waiting and service are
sums of the intervals that are handed over, by the same rule as for visits lived here; nobody types a time."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from yimen.catalogue import queries as catalogue
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import midnight
from yimen.rules.queueing.spans import AFTER, spans
from yimen.rules.queueing.terms import Lane, PostState, TicketEvent, TicketSource, TicketState
from yimen.rules.queueing.tickets import number_of, require_over
from yimen.trail import chain, past, rows

from ..models import DayQueue, Line, MeasuredDay, Ticket, TicketItem, Window, WindowPost
from ._tickets import stream

#: Rows of one statement.
_AT_ONCE = 500
_KEY_BYTES = 16


@dataclass(frozen=True)
class Past:
    """One visit that is over. `told`: (second of the day, event, window) in order, the first is TAKEN;
    `waits`: the queue that called it at the end; `slot`: second of the day; `matters`: (item, case or "")."""

    letter: str
    seq: int
    told: Sequence[tuple[int, TicketEvent, str]]
    waits: str
    window: str = ""
    lane: Lane = Lane.ORDINARY
    green: str = ""
    source: TicketSource = TicketSource.KIOSK
    slot: int | None = None
    calls: int = 0
    matters: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class PastDay:
    """One day of one site. `posts`: (window, staff number, second it closed); `record`: whether what happened
    is written to the trail as well, or only what came of it."""

    site: str
    day: date
    visits: Sequence[Past]
    posts: Sequence[tuple[str, str, int]]
    record: bool = False


def keep_past(days: Sequence[PastDay]) -> int:
    """Take in the visits of these days, each site and day for the first time; how many visits.

    In one transaction; the worker adds the days up again. Raises VisitNotOver, and IntegrityError where a day
    is there already.
    """
    with transaction.atomic(durable=True):
        known = _Known(days)
        made = [(day, one, known.ticket(day, one)) for day in days for one in day.visits]
        rows.insert_all(row for _, _, row in made)
        matters = (known.matter(row, n, *told) for _, one, row in made for n, told in enumerate(one.matters))
        rows.insert_all(matters)
        rows.insert_all(_queues(made))
        rows.insert_all(known.posts(days))
        MeasuredDay.objects.filter(day__in={one.day for one in days}).delete()
        _record([one for one in made if one[0].record])
    return len(made)


class _Known:
    """Rows that the visits name, read once."""

    def __init__(self, days: Iterable[PastDay]) -> None:
        sites = {one.site for one in days}
        lines = Line.objects.filter(site__code__in=sites).values_list("site__code", "letter", "pk")
        windows = Window.objects.filter(site__code__in=sites).values_list("site__code", "number", "pk")
        self.lines = {(site, letter): pk for site, letter, pk in lines}
        self.windows = {(site, number): pk for site, number, pk in windows}
        codes = {item for day in days for one in day.visits for item, _ in one.matters}
        self.items = catalogue.ids(sorted(codes)) if codes else {}

    def ticket(self, day: PastDay, one: Past) -> Ticket:
        """The row of a visit. Raises VisitNotOver."""
        began, number = midnight(day.day), number_of(one.letter, one.seq)
        told = [(began + timedelta(seconds=at), event) for at, event, _ in one.told]
        state = AFTER[told[-1][1]]
        require_over(number, state)
        sums = spans(told, told[-1][0]) if state is TicketState.DONE else None
        return Ticket(
            line_id=self.lines[day.site, one.letter], waits_in_id=self.lines[day.site, one.waits],
            day=day.day, seq=one.seq, number=number, key=secrets.token_urlsafe(_KEY_BYTES), state=str(state),
            lane=str(one.lane), green=one.green, source=str(one.source), arrived=told[0][0],
            slot=None if one.slot is None else began + timedelta(seconds=one.slot), calls=one.calls,
            window_id=self.windows[day.site, one.window] if one.window else None,
            waited=round(sums.before_call.total_seconds()) if sums else None,
            served=round(sums.serving.total_seconds()) if sums else None,
            rev=0, head_hash=chain.START, at=told[-1][0],
        )  # fmt: skip

    def matter(self, ticket: Ticket, place: int, item: str, case: str) -> TicketItem:
        """The row of one matter."""
        return TicketItem(ticket_id=ticket.pk, place=place, item_id=self.items[item], case=case)

    def posts(self, days: Iterable[PastDay]) -> Iterable[WindowPost]:
        """Who sat where, all closed by now."""
        for day in days:
            for number, staff, closed in day.posts:
                yield WindowPost(
                    window_id=self.windows[day.site, number], day=day.day, state=str(PostState.CLOSED),
                    since=midnight(day.day) + timedelta(seconds=closed), staff=staff,
                )  # fmt: skip


def _queues(made: Iterable[tuple[PastDay, Past, Ticket]]) -> Iterable[DayQueue]:
    """Numbers given and calls made, by queue and day."""
    numbers: Counter[tuple[int, date]] = Counter()
    calls: Counter[tuple[int, date]] = Counter()
    for day, one, row in made:
        numbers[row.line_id, day.day] += 1
        calls[row.waits_in_id, day.day] += sum(event is TicketEvent.CALLED for _, event, _ in one.told)
    for line, day_ in sorted(numbers.keys() | calls.keys()):
        yield DayQueue(line_id=line, day=day_, numbers=numbers[line, day_], calls=calls[line, day_])


def _record(made: Sequence[tuple[PastDay, Past, Ticket]]) -> None:
    """What happened, on the stream of each ticket; its head is kept on the ticket."""
    staff = {(day.site, day.day, window): who for day, _, _ in made for window, who, _ in day.posts}
    heads = past.tell((stream(row), [_told(day, one, n, staff) for n in range(len(one.told))])
                      for day, one, row in made)  # fmt: skip
    for _, _, row in made:
        head = heads[stream(row)]
        row.rev, row.head_hash = head.seq, head.hash
    Ticket.objects.bulk_update([row for _, _, row in made], ["rev", "head_hash"], batch_size=_AT_ONCE)


def _told(day: PastDay, one: Past, place: int, staff: dict[tuple[str, date, str], str]) -> past.Told:
    second, event, window = one.told[place]
    at = midnight(day.day) + timedelta(seconds=second)
    if event is TicketEvent.TAKEN:
        data: dict[str, Any] = {
            "site": day.site, "number": number_of(one.letter, one.seq), "source": str(one.source),
            "items": [item for item, _ in one.matters],
        }  # fmt: skip
        return past.Told(at, event, SYSTEM.label, data | ({"green": one.green} if one.green else {}))
    who = f"staff:{staff[day.site, day.day, window]}" if window else SYSTEM.label
    return past.Told(at, event, who, {"window": window} if window else {})
