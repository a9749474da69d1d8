"""Files at rest: their keys put under the ring's present key; files that lie in clear from before sealed.

Safe beside readers and writers, and restartable: what is done is told by the files themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SM3, Hash

from yimen.keys import filebox
from yimen.keys.crypto import NotOurs

from ..queries.files import contents, path_of
from .files import seal_content

Told = Callable[[int], None]


@dataclass
class Done:
    """How many files were changed; `bad`: digests of those that are not what their names say."""

    changed: int = 0
    bad: list[str] = field(default_factory=list)


def rewrap_files(told: Told) -> Done:
    """Put the key of every sealed file under the present key. `told` hears after each file."""
    done = Done()
    for digest in _in_state(told, sealed=True):
        try:
            done.changed += filebox.rewrap(path_of(digest), digest)
        except NotOurs:
            done.bad.append(digest)
        except FileNotFoundError:
            continue  # swept a moment ago: nobody's
    return done


def seal_files(told: Told) -> Done:
    """Seal every file that lies in clear, where its content is what its name says."""
    done = Done()
    for digest in _in_state(told, sealed=False):
        with path_of(digest).open("rb") as plain:
            if _digest(plain) != digest:
                done.bad.append(digest)
                continue
            plain.seek(0)
            seal_content(plain, digest)
            done.changed += 1
    return done


def _in_state(told: Told, *, sealed: bool) -> Iterator[str]:
    for digest in contents():
        try:
            with path_of(digest).open("rb") as handle:
                fits = filebox.is_sealed(handle.read(filebox.HEAD)) is sealed
        except FileNotFoundError:
            continue
        if fits:
            yield digest
        told(1)


def _digest(plain: BinaryIO) -> str:
    made = Hash(SM3())
    while piece := plain.read(1 << 20):
        made.update(piece)
    return made.finalize().hex()
