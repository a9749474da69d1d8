"""The daily seal: what stood in the trail when a day had ended, signed and chained to the seal before.

Exact whatever order rows are committed in: a seal covers the ids after the last seal's up to a horizon below
which nothing can appear any more (see `_horizon`), and says of every stream from which row to which.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Collate

from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind

from . import actions
from .chain import ALGORITHMS
from .keys import trail_key
from .models import Event, Seal
from .proof.hashes import START, Merkle, leaf_hash, seal_bytes, sm3

log = logging.getLogger(__name__)

#: A day is closed so long after its end, so that acts begun before midnight are in its own seal.
MARGIN = timedelta(minutes=10)
#: How long a seal waits for writers in hand (PostgreSQL); then it lets go and comes again.
PATIENCE = "2s"


@dataclass(frozen=True)
class Leaf:
    """One stream's part of a seal: its rows from `first` to `last`, and the hash of the last."""

    stream: str
    first: int
    last: int
    hash: str

    @property
    def digest(self) -> str:
        """The leaf as the Merkle tree takes it."""
        return leaf_hash(self.stream, self.first, self.last, self.hash)


def in_order(events: QuerySet[Event]) -> QuerySet[Event]:
    """Streams by their bytes on both databases, and the rows of each in order."""
    by_bytes = Collate("stream", "C") if connection.vendor == "postgresql" else F("stream")
    return events.order_by(by_bytes, "seq")


def leaves(after_id: int, last_id: int) -> Iterator[Leaf]:
    """What the rows with these ids come to, stream after stream."""
    found = in_order(Event.objects.filter(pk__gt=after_id, pk__lte=last_id))
    rows: Iterable[tuple[str, int, str]] = found.values_list("stream", "seq", "hash").iterator()
    for stream, group in groupby(rows, key=lambda row: row[0]):
        yield _leaf_of(stream, group)


def _leaf_of(stream: str, rows: Iterator[tuple[str, int, str]]) -> Leaf:
    first = last = next(rows)
    for row in rows:
        last = row
    return Leaf(stream, first[1], last[1], last[2])


def day_to_close(now: datetime) -> date:
    """The last day in China that has ended, with the margin."""
    return china_date(now - MARGIN) - timedelta(days=1)


def is_due(now: datetime) -> bool:
    """Whether a day waits for its seal. A fresh installation begins with its first day.

    Asked of the day itself, not of the newest seal: one made while the clock was ahead must not put off all
    others until its day comes.
    """
    if Seal.objects.filter(day=day_to_close(now)).exists():
        return False
    if Seal.objects.exists():
        return True
    first = Event.objects.order_by("pk").values_list("at", flat=True).first()
    return first is not None and china_date(first) <= day_to_close(now)


def seal_due(now: datetime) -> int:
    """Close the day that waits, if one does; how many seals were made. Safe to call from several workers."""
    if not is_due(now):
        return 0
    try:
        horizon = _horizon()
        return _seal(day_to_close(now), horizon, now)
    except OperationalError as busy:
        log.warning("the seal waits for a long write: %s", busy)
        return 0


def _horizon() -> int:
    """The greatest id at a moment when no row is being written, so that none below it can come later.

    PostgreSQL gives ids when rows are inserted, not when they are committed. SHARE lets the writers in hand
    finish and holds new ones back for as long as one maximum takes. SQLite has one writer at a time: what is
    visible is all there is.
    """
    if connection.vendor != "postgresql":
        return _greatest_id()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute("LOCK TABLE trail_event IN SHARE MODE")
        return _greatest_id()


def _greatest_id() -> int:
    return int(Event.objects.aggregate(last=Max("pk"))["last"] or 0)


def _seal(day: date, horizon: int, now: datetime) -> int:
    before = Seal.objects.order_by("-number").first()
    key = trail_key()
    facts = _facts(before, day, horizon, now) | {"key": key.name}
    data = seal_bytes(facts)
    facts |= {"hash": sm3(data), "signature": key.sign(data), "public": key.public.hex()}
    try:
        with transaction.atomic():
            Seal.objects.create(**facts | {"made_at": now})
            told = {name: facts[name] for name in ("number", "day", "rows", "streams", "hash")} | ALGORITHMS
            actions.append("seals", Kind.DAY_SEALED, SYSTEM.label, now, told)
    except IntegrityError:
        return 0  # another worker was first
    return 1


def _facts(before: Seal | None, day: date, horizon: int, now: datetime) -> dict[str, Any]:
    """What a seal says, in JSON types."""
    after = before.last_id if before else 0
    tree, rows = Merkle(), 0
    for leaf in leaves(after, horizon):
        tree.add(leaf.digest)
        rows += leaf.last - leaf.first + 1
    return {
        "number": before.number + 1 if before else 1,
        "day": day.isoformat(),
        "made_at": moment(now),
        "after_id": after,
        "last_id": max(horizon, after),
        "rows": rows,
        "streams": tree.count,
        "root": tree.root(),
        "prev": before.hash if before else START,
    }


def moment(at: datetime) -> str:
    """A time as rows and seals are hashed: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
