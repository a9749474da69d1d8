"""The few hashes that a trail stands on: SM3, the packed form, fingerprints, the Merkle tree."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

START = "0" * 64
ROW = ("stream", "seq", "kind", "actor", "at", "data", "prev")
SEAL = ("number", "day", "made_at", "after_id", "last_id", "rows", "streams", "root", "prev", "key")


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905) as 64 hexadecimal digits."""
    made = Hash(SM3())
    made.update(data)
    return made.finalize().hex()


def packed(values: Sequence[Any]) -> bytes:
    """The bytes that are hashed and signed: a JSON list with sorted keys and no spaces, UTF-8."""
    return json.dumps(list(values), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(public: bytes) -> str:
    """What a public key is known by: the first 40 digits of its SM3."""
    return sm3(public)[:40]


def leaf_hash(stream: str, first: int, last: int, last_hash: str) -> str:
    """One stream's part of a seal."""
    return sm3(b"\0" + packed([stream, first, last, last_hash]))


def seal_bytes(seal: dict[str, Any]) -> bytes:
    """What of a seal is hashed and signed."""
    return packed(["yimen-seal", *(seal[name] for name in SEAL)])


def join(left: str, right: str) -> str:
    """Two children of a Merkle tree."""
    return sm3(b"\1" + bytes.fromhex(left) + bytes.fromhex(right))


class Merkle:
    """The root of leaves that come one by one; holds one hash per level."""

    def __init__(self) -> None:
        self.count = 0
        self._open: list[tuple[int, str]] = []

    def add(self, leaf: str) -> None:
        """Take the next leaf."""
        self.count += 1
        level = 0
        while self._open and self._open[-1][0] == level:
            leaf = join(self._open.pop()[1], leaf)
            level += 1
        self._open.append((level, leaf))

    def root(self) -> str:
        """The root of all leaves so far; zeros when there are none."""
        if not self._open:
            return START
        made = self._open[-1][1]
        for _, left in reversed(self._open[:-1]):
            made = join(left, made)
        return made


def path_of(leaves: Sequence[str], index: int) -> list[str]:
    """The neighbours that lead from one leaf to the root, lowest first."""
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    mine, other = (leaves[:split], leaves[split:]) if index < split else (leaves[split:], leaves[:split])
    side = Merkle()
    for one in other:
        side.add(one)
    return [*path_of(mine, index if index < split else index - split), side.root()]


def root_from(leaf: str, index: int, size: int, path: Sequence[str]) -> str:
    """The root that a leaf and its path lead to. Raises ValueError where the path does not fit the size."""
    if size <= 1:
        if path or index != 0:
            raise ValueError("path")
        return leaf
    if not path or not 0 <= index < size:
        raise ValueError("path")
    split = 1 << ((size - 1).bit_length() - 1)
    if index < split:
        return join(root_from(leaf, index, split, path[:-1]), path[-1])
    return join(path[-1], root_from(leaf, index - split, size - split, path[:-1]))
