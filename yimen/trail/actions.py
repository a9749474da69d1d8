"""Writing the trail: append an event, remember a request. Both only inside the writer's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.db import transaction

from yimen.rules import clocks
from yimen.rules.authority import Actor, require_role
from yimen.rules.errors import Kind as RefusalKind
from yimen.rules.errors import RuleBroken
from yimen.rules.events import Kind
from yimen.rules.masking import mask_text
from yimen.rules.term import Happened
from yimen.rules.terms import Role

from . import chain, rows
from .models import Event, Once

#: Where people write freely: a number of a person found there is masked before it is written for ever.
FREE_TEXT = frozenset({"reason", "text", "again", "lines", "words", "note"})


class OutsideTransaction(RuntimeError):
    """A part of an action was called outside a transaction: a programming error."""


class KeyReused(RuleBroken):
    """The same idempotency key came with another request."""

    code = "request.key_reused"
    text = "这个请求编号已经用过，但内容不一样，请换一个编号"
    kind = RefusalKind.INVALID


@dataclass(frozen=True)
class Head:
    """The last row of a stream: its number, hash and time (None where the keeper does not know it)."""

    seq: int = 0
    hash: str = chain.START
    at: datetime | None = None


def require_transaction() -> None:
    """Raise OutsideTransaction unless a transaction is open."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("this must run inside the action's transaction")


def head_of(stream: str) -> Head:
    """The last row of a stream (one statement); the start of the chain when it is empty."""
    last = Event.objects.filter(stream=stream).order_by("-seq").values_list("seq", "hash", "at").first()
    return Head(*last) if last else Head()


def append(
    stream: str,
    kind: Happened,
    actor: str,
    at: datetime,
    data: Mapping[str, Any],
    *,
    head: Head | None = None,
) -> Head:
    """Append one event in the caller's transaction and return the new head.

    `head`: the last row, when the caller keeps it on a row that it holds locked (a case does); otherwise it
    is read here, and two writers at once meet the unique (stream, seq). Where the clock was set back, the
    event's data say by how many seconds (`clock_back`). What people wrote freely is kept with the numbers of
    persons masked: a row of the chain can never be taken back.
    """
    require_transaction()
    data = {key: _veiled(value) if key in FREE_TEXT else value for key, value in data.items()}
    before = head if head is not None else head_of(stream)
    seq, time = before.seq + 1, clocks.told(before.at, at)
    facts = {**data, **({"clock_back": time.behind} if time.behind else {})}
    made = chain.link(stream, seq, str(kind), actor, time.at, facts, before.hash)
    row = Event(
        stream=stream, seq=seq, kind=str(kind), actor=actor, at=time.at, data=facts,
        prev_hash=before.hash, hash=made, due_at=at,
    )  # fmt: skip
    rows.insert(row)
    return Head(seq, made, time.at)


def _veiled(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {key: _veiled(one) for key, one in value.items()}
    return [_veiled(one) for one in value] if isinstance(value, list | tuple) else value


def fingerprint(request: Mapping[str, Any]) -> str:
    """A keyed digest of what was asked, to tell a repeat from a reuse of the key.

    Keyed, because a request may hold a telephone number: few enough to be guessed from a plain digest.
    """
    text = json.dumps(request, ensure_ascii=False, sort_keys=True, default=str)
    made = HMAC(f"yimen.once:{settings.SECRET_KEY}".encode(), SM3())
    made.update(text.encode())
    return made.finalize().hex()


_ONCE: rows.Ready[Once] = rows.Ready(
    lambda actor, key: Once.objects.filter(actor=actor, key=key).only("fingerprint", "answer"), str, str
)


def recall(actor: str, key: str, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """The stored answer of a request that was carried out before, or None. Raises KeyReused."""
    found = _ONCE.first(actor, key)
    if found is None:
        return None
    if found.fingerprint != fingerprint(request):
        raise KeyReused()
    return dict(found.answer)


def remember(
    actor: str, key: str, request: Mapping[str, Any], answer: Mapping[str, Any], at: datetime
) -> None:
    """Keep the answer of a request beside what it changed, in the same transaction."""
    require_transaction()
    Once.objects.create(actor=actor, key=key, fingerprint=fingerprint(request), answer=dict(answer), at=at)


def revive(actor: Actor, event_id: int, *, now: datetime) -> bool:
    """Put a dead letter back in line, on record. True when it was dead. Raises NotPermitted."""
    require_role(actor, Role.ADMIN)
    with transaction.atomic(durable=True):
        changed = Event.objects.filter(pk=event_id, dead_at__isnull=False).update(
            dead_at=None, due_at=now, attempts=0, error=""
        )
        if changed:
            append("relay", Kind.LETTER_REVIVED, actor.label, now, {"event": event_id})
    return bool(changed)
