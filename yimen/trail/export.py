"""The export of the trail: the lines that `proof` reads, one after the other, in the memory of its seals."""

from __future__ import annotations

import functools
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.db import connection, transaction

from .chain import ALGORITHMS
from .keys import trail_key
from .models import Event, Seal
from .proof.hashes import SEAL, packed, path_of
from .sealing import in_order, leaves, moment

#: Rows that are read from the database at a time.
CHUNK = 2000


@dataclass(frozen=True)
class Scope:
    """What is exported: all; the seals of these days (inclusive); or these streams, each with a proof."""

    from_day: date | None = None
    to_day: date | None = None
    streams: tuple[str, ...] = ()

    @property
    def mode(self) -> str:
        """As the head of the file says it."""
        if self.streams:
            return "streams"
        return "days" if self.from_day or self.to_day else "all"


@dataclass
class _Count:
    rows: int = 0
    streams: int = 0
    seals: int = 0
    digest: Hash = field(default_factory=lambda: Hash(SM3()))


def lines(scope: Scope, *, now: datetime) -> Iterator[bytes]:
    """The export line by line. One statement reads the rows, so that they stand as at one moment."""
    with _one_moment():
        count = _Count()
        for told in _content(scope, count, now):
            line = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            count.digest.update(line)
            yield line
        yield _end(count)


def _one_moment() -> AbstractContextManager[Any]:
    """PostgreSQL keeps a cursor open in a transaction only; on SQLite one would hold all writers up."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _content(scope: Scope, count: _Count, now: datetime) -> Iterator[dict[str, Any]]:
    seals = _seals(scope)
    key = trail_key()
    yield {
        "yimen_trail": 1,
        **ALGORITHMS,
        "mode": scope.mode,
        "site": settings.SITE_NAME,
        "made_at": moment(now),
        "keys": {key.name: key.public.hex(), **{one.key: one.public for one in seals}},
    }
    for one in seals:
        count.seals += 1
        yield {"seal": told_seal(one)}
    yield from _streams(scope, seals, count)


def _seals(scope: Scope) -> list[Seal]:
    found = Seal.objects.order_by("number")
    if scope.mode == "days":
        found = found.filter(day__gte=scope.from_day) if scope.from_day else found
        found = found.filter(day__lte=scope.to_day) if scope.to_day else found
    if scope.mode != "streams":
        return list(found)
    seals = list(found)
    ids = Event.objects.filter(stream__in=scope.streams).order_by("pk").values_list("pk", flat=True)
    ends = [one.last_id for one in seals]
    needed = {bisect_left(ends, pk) for pk in ids.iterator(CHUNK)}
    return [one for place, one in enumerate(seals) if place in needed]


def told_seal(seal: Seal) -> dict[str, Any]:
    """A seal as the file writes it: what is signed, then its hash and signature."""
    facts = {name: getattr(seal, name) for name in SEAL}
    facts |= {"day": seal.day.isoformat(), "made_at": moment(seal.made_at)}
    return {**facts, "hash": seal.hash, "signature": seal.signature}


def _streams(scope: Scope, seals: Sequence[Seal], count: _Count) -> Iterator[dict[str, Any]]:
    """Every stream's rows, and after those of one seal its leaf."""
    ends = [one.last_id for one in seals]

    def place(event: Event) -> int:
        """Which seal covers the row; the number of seals for a row that none covers yet."""
        found = bisect_left(ends, event.pk)
        return found if found < len(seals) and event.pk > seals[found].after_id else len(seals)

    for stream, events in groupby(_rows(scope, seals), key=lambda event: event.stream):
        count.streams += 1
        for index, part in groupby(events, key=place):
            first = last = None
            for last in part:
                first = first or last
                count.rows += 1
                yield told_row(last)
            if index < len(seals) and first is not None and last is not None:
                yield {"leaf": _leaf(scope, seals[index], stream, first, last)}


def _rows(scope: Scope, seals: Sequence[Seal]) -> Iterable[Event]:
    found = Event.objects.only("id", "stream", "seq", "kind", "actor", "at", "data", "prev_hash", "hash")
    if scope.mode == "streams":
        found = found.filter(stream__in=scope.streams)
    elif scope.mode == "days":
        ids = (seals[0].after_id, seals[-1].last_id) if seals else (0, 0)
        found = found.filter(pk__gt=ids[0], pk__lte=ids[1])
    return in_order(found).iterator(CHUNK)


def told_row(event: Event) -> dict[str, Any]:
    """A row as the file writes it."""
    return {
        "stream": event.stream, "seq": event.seq, "kind": event.kind, "actor": event.actor,
        "at": moment(event.at), "data": event.data, "prev": event.prev_hash, "hash": event.hash,
    }  # fmt: skip


def _leaf(scope: Scope, seal: Seal, stream: str, first: Event, last: Event) -> dict[str, Any]:
    told = {"stream": stream, "seal": seal.number, "from": first.seq, "to": last.seq, "hash": last.hash}
    if scope.mode == "streams":
        streams, digests = _tree(seal.after_id, seal.last_id)
        # A row that was slipped in by hand may belong to no leaf: the proof then says that it does not fit.
        index = streams.index(stream) if stream in streams else 0
        told |= {"index": index, "path": path_of(digests, index)}
    return told


@functools.lru_cache(maxsize=16)
def _tree(after_id: int, last_id: int) -> tuple[list[str], list[str]]:
    """The leaves of one seal: their streams and digests. Kept, for the next case of the same days."""
    found = list(leaves(after_id, last_id))
    return [one.stream for one in found], [one.digest for one in found]


def _end(count: _Count) -> bytes:
    end = {
        "rows": count.rows, "streams": count.streams, "seals": count.seals,
        "sm3": count.digest.copy().finalize().hex(),
    }  # fmt: skip
    key = trail_key()
    told = {"end": end, "key": key.name, "signature": key.sign(packed(["yimen-end", end]))}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
