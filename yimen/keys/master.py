"""The master key: wraps all others. From YIMEN_MASTER_KEY, else a file beside the data, made once (0600).

It never enters the database, a log or an error. Whoever has the database or a backup of it without this key
reads no personal number.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from .crypto import KEY_BYTES, new_key

NAME = "master.key"
#: Where the next master key waits while the keys are wrapped anew.
NEXT = "master.key.next"


class MasterKeyMissing(RuntimeError):
    """There are keys, but the master key that opens them is not there, or cannot be read."""


def folder() -> Path:
    """Where the file lies."""
    return Path(settings.DATA_DIR)


def from_environment() -> bool:
    """Whether the operator keeps the master key; the file is not looked at then."""
    return bool(settings.MASTER_KEY)


def candidates() -> list[bytes]:
    """The master key, and the one that was being changed to when a change was cut off."""
    if from_environment():
        return [parse(settings.MASTER_KEY)]
    return [parse(p.read_text()) for p in (folder() / NAME, folder() / NEXT) if p.exists()]


def parse(text: str) -> bytes:
    """Sixteen bytes from 32 hexadecimal digits. Raises MasterKeyMissing, which does not repeat the text."""
    try:
        made = bytes.fromhex(text.strip())
    except ValueError:
        made = b""
    if len(made) != KEY_BYTES:
        raise MasterKeyMissing("the master key must be 32 hexadecimal digits (16 bytes)")
    return made


def make_once() -> bytes:
    """The master key, made where there is none. Two processes at one moment end with the same."""
    if not candidates():
        write(NAME, new_key(), replace=False)
    return candidates()[0]


def write(name: str, key: bytes, *, replace: bool) -> None:
    """Put a key into a file that only its owner reads, whole or not at all."""
    folder().mkdir(parents=True, exist_ok=True)
    half = folder() / f".{name}.{os.getpid()}"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        if replace:
            half.replace(folder() / name)
        else:
            (folder() / name).hardlink_to(half)
    except FileExistsError:
        pass  # another process was quicker: its key is the one
    finally:
        half.unlink(missing_ok=True)


def promote() -> None:
    """The next master key becomes the master key."""
    (folder() / NEXT).replace(folder() / NAME)
