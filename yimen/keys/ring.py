"""The key ring of this process: read once, looked at again every few seconds and when a key is unknown.

A rotation in another process is noticed by `fresh` (before each request and each turn of the worker, so that
no act takes a statement more) and, for keys to open with, at once: an unknown key reads the ring anew.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from . import master
from .crypto import NotOurs, decrypt, encrypt
from .models import Key

#: No process seals with a key that was replaced longer ago than this (seconds), a request in hand apart.
SECONDS = 10.0


@dataclass(frozen=True)
class Ring:
    """All keys by id; which seal now; with which index keys an exact search must look."""

    data: Mapping[int, bytes]
    index: Mapping[int, bytes]
    sealing: int
    indexing: int
    searched: tuple[int, ...]
    read_at: float


class NoKeys(RuntimeError):
    """The key table is empty: the database is not migrated."""


_held: Ring | None = None


def ring() -> Ring:
    """The ring; one statement the first time."""
    return _held or _read()


def forget() -> None:
    """Read the ring anew at the next use."""
    global _held
    _held = None


def fresh(within: float = SECONDS) -> None:
    """Read the ring anew if it was read longer than `within` seconds ago."""
    if _held is not None and time.monotonic() - _held.read_at > within:
        _read()


def data_key(key: int) -> bytes:
    """A key that opens. Raises NotOurs where there is none, after looking once more."""
    found = ring().data.get(key) or _read().data.get(key)
    if found is None:
        raise NotOurs(f"there is no data key {key}")
    return found


def _read() -> Ring:
    global _held
    rows = list(Key.objects.order_by("pk"))
    known = {**_held.data, **_held.index} if _held else {}
    opened = {row.pk: known.get(row.pk) or unwrap(row) for row in rows}
    by = {(row.purpose, row.state): row.pk for row in rows if row.state == Key.ACTIVE}
    if len(by) < 2:
        raise NoKeys("the key table has no active keys: run `yimen migrate`")
    _held = Ring(
        data={row.pk: opened[row.pk] for row in rows if row.purpose == Key.DATA},
        index={row.pk: opened[row.pk] for row in rows if row.purpose == Key.INDEX},
        sealing=by[Key.DATA, Key.ACTIVE], indexing=by[Key.INDEX, Key.ACTIVE],
        searched=tuple(
            row.pk for row in reversed(rows) if row.purpose == Key.INDEX and row.state != Key.RETIRED
        ),
        read_at=time.monotonic(),
    )  # fmt: skip
    return _held


def _place(purpose: str, made: datetime) -> bytes:
    return f"yimen.key:{purpose}:{made.astimezone(UTC).isoformat()}".encode()


def wrap(key: bytes, purpose: str, made: datetime, by: bytes) -> str:
    """A key as the table keeps it; bound to its purpose and the moment it was made."""
    return base64.b64encode(encrypt(by, key, _place(purpose, made))).decode()


def unwrap(row: Key) -> bytes:
    """The key of a row. Raises MasterKeyMissing where no master key at hand opens it."""
    return _opened(row)[1]


def master_of(row: Key) -> bytes:
    """The master key that a row lies under. Raises MasterKeyMissing."""
    return _opened(row)[0]


def _opened(row: Key) -> tuple[bytes, bytes]:
    for one in master.candidates():
        try:
            return one, decrypt(one, base64.b64decode(row.wrapped), _place(row.purpose, row.made_at))
        except NotOurs:
            continue
    raise master.MasterKeyMissing(
        "the master key does not open the key table: set YIMEN_MASTER_KEY, or put back master.key"
    )
