"""The files of the days: where they lie, and their content from the end or from the start."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings

from yimen.rules.accesslog import PACKED, Gap, day_of, decode, name_of

from . import packing

#: Bytes read at once, going backwards.
STEP = 64 * 1024


def stream() -> str:
    """Where the days of this machine stand in the trail: each machine keeps its own files."""
    return f"access:{platform.node()[:50]}"


def listing() -> dict[date, Path]:
    """The file of each day. The plain one first: a packed one beside it is not finished with."""
    folder: Path = settings.ACCESS_LOG_DIR
    found: dict[date, Path] = {}
    for path in sorted(folder.iterdir(), reverse=True) if folder.is_dir() else ():
        day = day_of(path.name)
        if day is not None and path.is_file():
            found[day] = path
    return found


def path_of(day: date) -> Path | None:
    """The file of one day, None where there is none."""
    plain = settings.ACCESS_LOG_DIR / name_of(day)
    packed = settings.ACCESS_LOG_DIR / name_of(day, packed=True)
    return plain if plain.is_file() else packed if packed.is_file() else None


def is_packed(path: Path) -> bool:
    """Whether it is the packed form."""
    return path.name.endswith(PACKED)


def content(path: Path) -> Iterator[bytes]:
    """What was written, from the start, in pieces. Raises OSError, NotPacked."""
    if is_packed(path):
        yield from packing.blocks(path)
        return
    with path.open("rb") as source:
        while piece := source.read(packing.BLOCK):
            yield piece


@dataclass
class Summary:
    """What a file comes to: its digest, its lines, of them torn, and how many were lost between them."""

    sm3: str = ""
    lines: int = 0
    bytes: int = 0
    torn: int = 0
    lost: int = 0


def digest(path: Path) -> str:
    """SM3 of what was written. Raises OSError, NotPacked."""
    made = Hash(SM3())
    for piece in content(path):
        made.update(piece)
    return made.finalize().hex()


def summary(path: Path) -> Summary:
    """Read a file once and say what it holds. Raises OSError, NotPacked."""
    made, found, rest = Hash(SM3()), Summary(), b""
    for piece in content(path):
        made.update(piece)
        found.bytes += len(piece)
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            _count(found, line)
    _count(found, rest)
    found.sm3 = made.finalize().hex()
    return found


def _count(found: Summary, line: bytes) -> None:
    if not line:
        return
    # Only what is rare is read closer: a line that a request left begins and ends like all others.
    if line.startswith(b'{"at":"') and b'"lost":' not in line[:64] and line.endswith(b'"}'):
        found.lines += 1
        return
    told = decode(line)
    if isinstance(told, Gap):
        found.lost += told.lost
    else:
        found.torn += 1


class Backwards:
    """A file of lines, read from its end; a packed one member by member."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._members = packing.members(path) if is_packed(path) else None
        self.size = self._members[-1].end if self._members else 0
        if self._members is None:
            self.size = path.stat().st_size

    def _before(self, end: int) -> tuple[int, bytes]:
        """A piece that ends at `end`, and where it starts."""
        if self._members is not None:
            one = next(m for m in self._members if m.start < end <= m.end)
            return one.start, packing.open_member(self._path, one)[: end - one.start]
        start = max(0, end - STEP)
        with self._path.open("rb") as source:
            source.seek(start)
            return start, source.read(end - start)

    def lines(self, end: int | None = None) -> Iterator[tuple[int, bytes]]:
        """(where it starts, line) of each line that ends at or before `end`, the last first."""
        at = self.size if end is None else max(0, min(end, self.size))
        rest = b""
        while at > 0:
            start, piece = self._before(at)
            parts = (piece + rest).split(b"\n")
            where = start + len(piece) + len(rest)
            for line in reversed(parts[1:]):
                where -= len(line)
                if line:
                    yield where, line
                where -= 1  # the line break before it
            rest, at = parts[0], start
        if rest:
            yield 0, rest
