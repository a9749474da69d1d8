"""Keeping files: sealed content on disk by the SM3 digest of what was given, one row per upload.

The content is written before any transaction opens, so that no writer waits for a slow upload; content
without a row (the transaction failed) is harmless and found again by its digest. What is being judged lies in
a file without a name: killed in the middle, nothing of it can be found.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.db import transaction

from yimen.keys import filebox
from yimen.rules import files
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.rules.masking import mask_text
from yimen.trail import actions as trail

from .. import content
from ..models import StoredFile
from ..queries.files import PASSING, path_of


@dataclass(frozen=True)
class Stashed:
    """Content on disk that has no row yet. `size` in bytes."""

    digest: str
    size: int
    media: files.Media
    name: str


@dataclass(frozen=True)
class Kept:
    """A stored upload: `key` is its unguessable address."""

    id: int
    key: str
    digest: str
    size: int
    media_type: str
    name: str


def stash(chunks: Iterable[bytes], name: str) -> Stashed:
    """Judge all of an upload's content and write it sealed. No database: best called before a transaction.

    Raises rules.files.BadFile's children (empty, too big, a program, a polyglot …); then nothing is left.
    """
    folder = Path(settings.FILES_ROOT) / PASSING
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as plain:
        size, digest, head = _copy(chunks, plain.write)
        plain.flush()
        files.check_size(size, settings.MAX_FILE_MB)
        media = files.recognise(head, _members(plain) if files.is_zip(head) else None)
        content.check(plain, media, settings.MAX_FILE_MB)
        if not _touched(path_of(digest)):
            plain.seek(0)
            seal_content(plain, digest)
    return Stashed(digest, size, media, files.clean_name(name, media))


def _touched(path: Path) -> bool:
    """Whether the content is there already; it is young again then, so that the sweep leaves it alone."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def seal_content(plain: BinaryIO, digest: str) -> None:
    """Put content of this digest sealed in its place, whole or not at all, also over what lies there."""
    folder = Path(settings.FILES_ROOT) / PASSING
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder)
    path = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as target:
            filebox.seal(plain, target, digest)
            target.flush()
            os.fsync(target.fileno())
        _settle(path, path_of(digest))
    finally:
        path.unlink(missing_ok=True)


def record(actor: Actor, stashed: Stashed, *, now: datetime) -> Kept:
    """Give stashed content its row, in the caller's transaction."""
    trail.require_transaction()
    made = StoredFile.objects.create(
        key=secrets.token_urlsafe(32), digest=stashed.digest, size=stashed.size, name=stashed.name,
        media_type=stashed.media.type, uploaded_by=actor.label, uploaded_at=now,
    )  # fmt: skip
    data = {"digest": made.digest, "size": made.size, "type": made.media_type, "name": mask_text(made.name)}
    trail.append(f"file:{made.pk}", Kind.FILE_KEPT, actor.label, now, data, head=trail.Head())
    return Kept(made.pk, made.key, made.digest, made.size, made.media_type, made.name)


def keep(actor: Actor, chunks: Iterable[bytes], name: str, *, now: datetime) -> Kept:
    """Stash and record: in the caller's transaction if one is open, else in its own. Raises BadFile.

    Within a transaction prefer `stash` before it and `record` inside.
    """
    stashed = stash(chunks, name)
    with transaction.atomic():
        return record(actor, stashed, now=now)


def _copy(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> tuple[int, str, bytes]:
    """Write chunks up to the limit: (size of all, SM3 digest, first bytes). Past it, only counts."""
    made, size, head = Hash(SM3()), 0, b""
    most = settings.MAX_FILE_MB * files.MB
    for chunk in chunks:
        size += len(chunk)
        head = head if len(head) >= files.HEAD else (head + chunk)[: files.HEAD]
        if size <= most:
            made.update(chunk)
            write(chunk)
    return size, made.finalize().hex(), head


def _members(plain: BinaryIO) -> list[str] | None:
    """The names inside a zip, None where it cannot be read."""
    try:
        with zipfile.ZipFile(plain) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None  # `recognise` tells the uploader that the file is broken


def _settle(temporary: Path, final: Path) -> None:
    """Move content to its place, whole or not at all, and see that the folders are on the disk."""
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(final)
    for folder in (final.parent, final.parent.parent):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
