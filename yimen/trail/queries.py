"""Reading the trail: one stream's history, what waits, what died, whether a chain is whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import OuterRef, QuerySet

from . import chain, rows
from .models import Event, Seal


@dataclass(frozen=True)
class Row:
    """One event as readers see it."""

    id: int
    stream: str
    seq: int
    kind: str
    actor: str
    at: datetime
    data: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Health:
    """How the relay stands: waiting and dead rows (counted up to `most`), and the oldest that waits."""

    waiting: int
    dead: int
    oldest: datetime | None


def row_of(one: Event) -> Row:
    """One event as readers see it."""
    return Row(one.pk, one.stream, one.seq, one.kind, one.actor, one.at, one.data, one.hash)


_STREAM = rows.Ready(
    lambda stream, after: Event.objects.filter(stream=stream, seq__gt=after).order_by("seq"), str, int
)


def history(stream: str, *, after: int = 0) -> list[Row]:
    """The rows of one stream in order, from seq `after` (exclusive)."""
    return [row_of(e) for e in _STREAM.rows(stream, after)]


def histories(streams: Collection[str]) -> dict[str, list[Row]]:
    """The rows of several streams, each in order: one statement."""
    out: dict[str, list[Row]] = {one: [] for one in streams}
    for one in Event.objects.filter(stream__in=list(streams)).order_by("stream", "seq"):
        out[one.stream].append(row_of(one))
    return out


def counted(kind: str, since: datetime, until: datetime) -> int:
    """How many rows of a kind in [since, until): by the index alone."""
    return Event.objects.filter(kind=kind, at__gte=since, at__lt=until).count()


_LAST = rows.Ready(
    lambda stream, kind: Event.objects.filter(stream=stream, kind=kind).order_by("-seq")[:1], str, str
)


def last(stream: str, kind: str) -> Row | None:
    """The newest row of one kind in one stream."""
    found = _LAST.first(stream, kind)
    return row_of(found) if found is not None else None


def of_kinds(streams: Collection[str], kinds: Collection[str]) -> list[Row]:
    """The rows of these kinds in these streams, each stream in its order (one statement; none for none)."""
    if not streams:
        return []
    found = Event.objects.filter(stream__in=streams, kind__in=[str(one) for one in kinds])
    return [row_of(e) for e in found.order_by("stream", "seq")]


def together(streams: Collection[str]) -> list[Row]:
    """The rows of several streams in the order in which they happened (one statement; none for none)."""
    if not streams:
        return []
    return [row_of(e) for e in Event.objects.filter(stream__in=streams).order_by("at", "id")]


def newest(stream: str, kind: str, *, before: int | None = None, limit: int = 50) -> list[Row]:
    """The rows of one kind in one stream, newest first, keyset by seq."""
    found = Event.objects.filter(stream=stream, kind=kind)
    if before is not None:
        found = found.filter(seq__lt=before)
    return [row_of(e) for e in found.order_by("-seq")[:limit]]


def broken_links(stream: str) -> Iterator[tuple[int, str]]:
    """Rows of a stream whose link does not hold: (seq, what is wrong). Nothing when the chain is whole."""
    expected, before = 1, chain.START
    for e in Event.objects.filter(stream=stream).order_by("seq").iterator():
        if e.seq != expected:
            yield e.seq, "gap"
        if e.prev_hash != before:
            yield e.seq, "order"
        if chain.link(e.stream, e.seq, e.kind, e.actor, e.at, e.data, e.prev_hash) != e.hash:
            yield e.seq, "changed"
        expected, before = e.seq + 1, e.hash


def rows_at(stream: OuterRef, seq: OuterRef, made: OuterRef) -> QuerySet[Event]:
    """The row with this stream, seq and hash, for the owner of a stream who keeps its head."""
    return Event.objects.filter(stream=stream, seq=seq, hash=made)


def last_of(kind: str) -> Row | None:
    """The newest event of a kind."""
    found = Event.objects.filter(kind=kind).order_by("-at").first()
    return row_of(found) if found else None


def first_at() -> datetime | None:
    """When the first event happened."""
    return Event.objects.order_by("pk").values_list("at", flat=True).first()


def latest_seals(*, before: int | None = None, limit: int = 30) -> list[Seal]:
    """The newest daily seals, keyset by number."""
    found = Seal.objects.order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found[:limit])


def health(most: int = 10000) -> Health:
    """The relay's state. Counts stop at `most`, so that the page stays cheap when much is waiting."""
    waiting = Event.objects.filter(due_at__isnull=False)
    oldest = waiting.order_by("due_at", "id").values_list("at", flat=True).first()
    dead = Event.objects.filter(dead_at__isnull=False)
    return Health(waiting[:most].count(), dead[:most].count(), oldest)


def writable() -> bool:
    """Whether the database takes writes, asked without one: files closed to writers, a standby, a database
    set to read-only. (A full disk shows only to who writes.)"""
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.vendor == "sqlite":
        return not here.closed_to_writers()
    with here.cursor() as asked:
        asked.execute("SELECT current_setting('transaction_read_only')")
        return bool(asked.fetchone()[0] == "off")


def dead_letters(*, before: int | None = None, limit: int = 50) -> list[Event]:
    """Dead letters, newest first, keyset by id."""
    found = Event.objects.filter(dead_at__isnull=False)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])


def latest(*, kind: str = "", actor: str = "", before: int | None = None, limit: int = 50) -> list[Row]:
    """The newest events, keyset by id, of one kind or one actor if given."""
    found = Event.objects.all()
    if kind:
        found = found.filter(kind=kind)
    if actor:
        found = found.filter(actor=actor)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [row_of(e) for e in found.order_by("-pk")[:limit]]
