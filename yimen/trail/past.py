"""Many rows at once of things that are long over: chained like any others, handed on to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.rules.term import Happened

from . import chain, rows
from .actions import Head, require_transaction
from .models import Event


@dataclass(frozen=True)
class Told:
    """One thing that happened, in the order of its stream. `actor`: a label (`Actor.label`)."""

    at: datetime
    kind: Happened
    actor: str
    data: Mapping[str, Any]


def tell(streams: Iterable[tuple[str, Sequence[Told]]]) -> dict[str, Head]:
    """Append what happened to streams that are empty so far, in the caller's transaction: stream → its head.

    No reaction follows: nobody is to be told today of what was over long ago.
    """
    require_transaction()
    made: list[Event] = []
    heads: dict[str, Head] = {}
    for stream, told in streams:
        head = Head()
        for one in told:
            head = _link(made, stream, head, one)
        heads[stream] = head
    rows.insert_all(made)
    return heads


def _link(made: list[Event], stream: str, head: Head, one: Told) -> Head:
    seq, data = head.seq + 1, dict(one.data)
    digest = chain.link(stream, seq, str(one.kind), one.actor, one.at, data, head.hash)
    made.append(
        Event(
            stream=stream, seq=seq, kind=str(one.kind), actor=one.actor, at=one.at, data=data,
            prev_hash=head.hash, hash=digest, due_at=None,
        )
    )  # fmt: skip
    return Head(seq, digest, one.at)
