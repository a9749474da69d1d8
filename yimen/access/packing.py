"""A packed day: gzip of many members, each with its lengths in its header, so that it is read from its end.

Any gunzip reads the whole; our reader hops from header to header (RFC 1952, 2.3.1.1: extra field) and opens
only the members that it needs.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Bytes of the plain file in one member.
BLOCK = 1 << 20
#: gzip header with an extra field of one subfield "YM": length of the whole member, length of what is in it.
_HEAD = struct.Struct("<4BL2BH2BH2L")
_TAIL = struct.Struct("<2L")
_FIXED = (0x1F, 0x8B, 8, 4, 0, 0, 255, 12, ord("Y"), ord("M"), 8)


class NotPacked(ValueError):
    """The file was not written here, or is broken."""


@dataclass(frozen=True)
class Member:
    """Where one member lies: from `at`, `length` bytes, holding the plain bytes from `start` to `end`."""

    at: int
    length: int
    start: int
    end: int


def pack(source: Path, target: Path) -> None:
    """Write the packed form of a file, whole or not at all, onto the disk."""
    half = target.with_name(f".{target.name}.part")
    try:
        with source.open("rb") as plain, half.open("wb") as out:
            os.fchmod(out.fileno(), source.stat().st_mode & 0o777)
            while block := plain.read(BLOCK):
                out.write(_member(block))
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _member(block: bytes) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = squeeze.compress(block) + squeeze.flush()
    length = _HEAD.size + len(body) + _TAIL.size
    return _HEAD.pack(*_FIXED, length, len(block)) + body + _TAIL.pack(zlib.crc32(block), len(block))


def members(path: Path) -> list[Member]:
    """Where the members lie, in order; reads headers only. Raises NotPacked."""
    found, at, start, size = [], 0, 0, path.stat().st_size
    with path.open("rb") as source:
        while at < size:
            source.seek(at)
            head = source.read(_HEAD.size)
            if len(head) != _HEAD.size:
                raise NotPacked(path.name)
            *fixed, length, inside = _HEAD.unpack(head)
            if tuple(fixed) != _FIXED or length <= _HEAD.size or at + length > size:
                raise NotPacked(path.name)
            found.append(Member(at, length, start, start + inside))
            at, start = at + length, start + inside
    return found


def open_member(path: Path, one: Member) -> bytes:
    """The plain bytes of one member. Raises NotPacked."""
    with path.open("rb") as source:
        source.seek(one.at)
        packed = source.read(one.length)
    try:
        block = zlib.decompress(packed[_HEAD.size : -_TAIL.size], -zlib.MAX_WBITS)
    except zlib.error as error:
        raise NotPacked(path.name) from error
    if (zlib.crc32(block), len(block)) != _TAIL.unpack(packed[-_TAIL.size :]):
        raise NotPacked(path.name)
    return block


def blocks(path: Path) -> Iterator[bytes]:
    """The plain content of a packed file, member by member. Raises NotPacked."""
    for one in members(path):
        yield open_member(path, one)
