"""Reading the access log: by day, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yimen.rules.accesslog import Gap, Line, Wanted, decode
from yimen.rules.events import Kind
from yimen.trail import queries as trail

from . import files
from .writer import writer

#: So many bytes are looked through for one page; a filter that fits nothing stops there and says so.
LOOKED_MOST = 8 << 20
#: So many days are listed at most: more are not kept.
DAYS_MOST = 1200


@dataclass(frozen=True)
class Page:
    """Lines newest first; None cannot be read. `before`: where the next page starts, None: there is none.

    `looked`: fewer lines than asked for, because enough was looked through; there may be more.
    """

    rows: tuple[Line | Gap | None, ...]
    before: int | None
    looked: bool = False


def page(day: date, wanted: Wanted, *, before: int | None = None, limit: int = 50) -> Page:
    """Up to `limit` lines of a day before a place in its file. Raises OSError, NotPacked."""
    path = files.path_of(day)
    if path is None:
        return Page((), None)
    found: list[Line | Gap | None] = []
    reader = files.Backwards(path)
    began = reader.size if before is None else min(before, reader.size)
    for place, raw in reader.lines(before):
        one = decode(raw)
        if not isinstance(one, Line) or wanted.fits(one):
            found.append(one)
        if place and len(found) >= limit:
            return Page(tuple(found), place)
        if place and began - place > LOOKED_MOST:
            return Page(tuple(found), place, looked=True)
    return Page(tuple(found), None)


@dataclass(frozen=True)
class Day:
    """One day: its size in bytes on the disk, and what was recorded when it was closed (empty: it is not)."""

    day: date
    size: int
    packed: bool
    sealed: dict[str, Any]


def days() -> list[Day]:
    """The days that have a file, newest first, with what the trail says of them."""
    told = sealed_days()
    return [_day(day, path, told.get(day, {})) for day, path in sorted(files.listing().items(), reverse=True)]


def one_day(day: date) -> Day | None:
    """One day that has a file."""
    path = files.path_of(day)
    return _day(day, path, sealed_days().get(day, {})) if path else None


def _day(day: date, path: Path, sealed: dict[str, Any]) -> Day:
    return Day(day, path.stat().st_size, files.is_packed(path), sealed)


def sealed_days() -> dict[date, dict[str, Any]]:
    """What was recorded of each closed day of this machine, of the last DAYS_MOST."""
    rows = trail.newest(files.stream(), str(Kind.ACCESS_SEALED), limit=DAYS_MOST)
    return {date.fromisoformat(row.data["day"]): row.data for row in rows}


def removed_days() -> set[date]:
    """Days of this machine that were removed by the policy."""
    rows = trail.newest(files.stream(), str(Kind.ACCESS_REMOVED), limit=DAYS_MOST)
    return {date.fromisoformat(row.data["day"]) for row in rows}


def last_sealed() -> date | None:
    """The newest closed day of this machine."""
    rows = trail.newest(files.stream(), str(Kind.ACCESS_SEALED), limit=1)
    return date.fromisoformat(rows[0].data["day"]) if rows else None


def stored(day: date) -> tuple[str, int, Iterator[bytes]] | None:
    """A day's file as it lies: its name, its size now, and its bytes up to there. Today's goes on growing."""
    path = files.path_of(day)
    if path is None:
        return None
    size = path.stat().st_size
    return path.name, size, _upto(path, size)


def _upto(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        while size > 0 and (piece := source.read(min(size, files.STEP))):
            size -= len(piece)
            yield piece


def losing() -> tuple[int, datetime] | None:
    """Lines that this process cannot write, since when; None while all is well."""
    found = writer.losing
    return (found.lines, found.since) if found else None
