"""The hash chain: SM3 (GB/T 32905) over the canonical form of a row and the hash before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

#: By what rows are linked and seals signed: said in the head of every export and in every day's seal, so that
#: rows stay provable after another follows.
ALGORITHMS = {"digest": "SM3", "signature": "Ed25519"}
#: The hash before the first row of a stream.
START = "0" * 64


def sm3(data: bytes) -> str:
    """SM3 digest as 64 hexadecimal digits."""
    made = Hash(SM3())
    made.update(data)
    return made.finalize().hex()


def canonical(
    stream: str, seq: int, kind: str, actor: str, at: datetime, data: Mapping[str, Any], prev_hash: str
) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no spaces, UTF-8, time in UTC to the microsecond."""
    row = [stream, seq, kind, actor, at.astimezone(UTC).isoformat(timespec="microseconds"), data, prev_hash]
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(
    stream: str, seq: int, kind: str, actor: str, at: datetime, data: Mapping[str, Any], prev_hash: str
) -> str:
    """The hash of one row."""
    return sm3(canonical(stream, seq, kind, actor, at, data, prev_hash))
