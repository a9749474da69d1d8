"""A file sealed at rest: SM4-GCM in pieces under a key of its own, which lies in its head under the ring.

    head (1,024 bytes)  magic (8), SM3 of the body (32), two slots for the wrapped key at 64 and at 512
    body                pieces of 64 KiB with nonce and tag; number and "last" are authenticated with each

The body never changes. When keys are changed only the wrapped key does: it is written into the free slot, put
on the disk, then the other slot is emptied; cut off anywhere, one slot opens. A piece that is changed, moved,
left out or cut off does not open, nor does a file under another name.
"""

from __future__ import annotations

import fcntl
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.hashes import SM3, Hash

from . import ring
from .crypto import KEY_BYTES, NONCE_BYTES, TAG_BYTES, NotOurs, decrypt, encrypt, new_key

MAGIC = b"YMFILE01"
HEAD = 1024
#: Bytes of one piece before it is sealed, and what sealing adds to it.
PIECE, _MORE = 64 * 1024, NONCE_BYTES + TAG_BYTES
_BODY_DIGEST = slice(8, 40)
_SLOTS = (64, 512)
_SLOT_BYTES = 4 + KEY_BYTES + _MORE
_EMPTY = bytes(_SLOT_BYTES)


@dataclass(frozen=True)
class Slot:
    """A wrapped key: where it lies in the head, the ring's key it lies under, the file's own key."""

    at: int
    under: int
    key: bytes


def seal(source: BinaryIO, target: BinaryIO, name: str) -> None:
    """Write `source`, from where it stands to its end, sealed into the empty file `target`."""
    key, made = new_key(), Hash(SM3())
    target.write(bytes(HEAD))
    for number, last, piece in _pieces(source):
        sealed = encrypt(key, piece, _place(number, last))
        made.update(sealed)
        target.write(sealed)
    head = bytearray(HEAD)
    head[: len(MAGIC)] = MAGIC
    head[_BODY_DIGEST] = made.finalize()
    head[_SLOTS[0] : _SLOTS[0] + _SLOT_BYTES] = _wrapped(key, name)
    target.seek(0)
    target.write(head)


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is sealed. No kind of file that is taken in begins so."""
    return head.startswith(MAGIC)


def body_digest(head: bytes) -> str:
    """What the head says of the body: its SM3."""
    return head[_BODY_DIGEST].hex()


def is_current(head: bytes, name: str) -> bool:
    """Whether a file lies under the ring's present key."""
    try:
        return _slot(head, name).under == ring.ring().sealing
    except NotOurs:
        return False


def opened(handle: BinaryIO, name: str) -> io.BufferedReader:
    """The content of a sealed file, to be read and sought in as if it lay in clear. Raises NotOurs.

    Reading raises NotOurs at the first piece that is not what was sealed. Closes `handle` when it is closed.
    """
    return io.BufferedReader(_Opened(handle, name), PIECE)


def rewrap(path: Path, name: str) -> bool:
    """Put a file's key under the ring's present key; False where it lies there already. Raises NotOurs."""
    with path.open("r+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # two changes of keys at one moment take turns
        head = handle.read(HEAD)
        held = _slot(head, name)
        other = next(at for at in _SLOTS if at != held.at)
        if held.under == ring.ring().sealing:
            if head[other : other + _SLOT_BYTES] != _EMPTY:
                _put(handle, other, _EMPTY)  # a change that was cut off between its two steps
            return False
        _put(handle, other, _wrapped(held.key, name))
        _put(handle, held.at, _EMPTY)
    return True


def _put(handle: BinaryIO, at: int, content: bytes) -> None:
    handle.seek(at)
    handle.write(content)
    handle.flush()
    os.fsync(handle.fileno())


def _slot(head: bytes, name: str) -> Slot:
    """The slot that opens; where both do, the one under the present key."""
    found = []
    for at in _SLOTS:
        kept = head[at : at + _SLOT_BYTES]
        under = int.from_bytes(kept[:4], "big")
        if not under:
            continue
        try:
            found.append(Slot(at, under, decrypt(ring.data_key(under), kept[4:], name.encode())))
        except NotOurs:
            continue
    if not found:
        raise NotOurs(f"the key of the file {name} does not open")
    return max(found, key=lambda one: one.under == ring.ring().sealing)


def _wrapped(key: bytes, name: str) -> bytes:
    held = ring.ring()
    return held.sealing.to_bytes(4, "big") + encrypt(held.data[held.sealing], key, name.encode())


def _place(number: int, last: bool) -> bytes:
    return f"{number}:{'last' if last else 'more'}".encode()


def _pieces(source: BinaryIO) -> Iterator[tuple[int, bool, bytes]]:
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE) if len(piece) == PIECE else b""
        yield number, not following, piece
        if not following:
            return
        number, piece = number + 1, following


class _Opened(io.RawIOBase):
    """Opens one piece at a time, as it is asked for."""

    def __init__(self, handle: BinaryIO, name: str) -> None:
        self._handle = handle
        handle.seek(0)
        self._key = _slot(handle.read(HEAD), name).key
        body = handle.seek(0, os.SEEK_END) - HEAD
        self._count = max(1, -(-body // (PIECE + _MORE)))
        self._size, self._at = body - self._count * _MORE, 0
        self._number, self._piece = -1, b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where the next reading begins."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """The rest of the piece in hand, as much as fits."""
        number, within = divmod(self._at, PIECE)
        if number >= self._count:
            return 0
        if number != self._number:
            self._open(number)
        part = self._piece[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _open(self, number: int) -> None:
        self._handle.seek(HEAD + number * (PIECE + _MORE))
        sealed = self._handle.read(PIECE + _MORE)
        self._piece = decrypt(self._key, sealed, _place(number, number == self._count - 1))
        self._number = number

    def close(self) -> None:
        """Close the file below too."""
        try:
            self._handle.close()
        finally:
            super().close()
