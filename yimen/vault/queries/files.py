"""Reading files: by their address, and their content. Who may read one is for its owner to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from yimen.keys import filebox

from ..content import images
from ..models import StoredFile

#: Below FILES_ROOT: what is being written.
PASSING = "tmp"


@dataclass(frozen=True)
class FileFacts:
    """One upload. `size` in bytes; `digest` is the SM3 of its content."""

    id: int
    key: str
    digest: str
    size: int
    media_type: str
    name: str
    uploaded_by: str
    uploaded_at: datetime


def path_of(digest: str) -> Path:
    """Where content of this digest lies: FILES_ROOT/aa/bb/<digest>."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def by_key(key: str) -> FileFacts | None:
    """One upload by its address; None for one that was destroyed, as for none at all."""
    found = StoredFile.objects.filter(key=key, destroyed_at__isnull=True).first()
    return _facts(found) if found else None


def own_by_digest(uploaded_by: str, digest: str) -> FileFacts | None:
    """The newest upload of somebody with this content."""
    found = StoredFile.objects.filter(digest=digest, uploaded_by=uploaded_by, destroyed_at__isnull=True)
    newest = found.order_by("-pk").first()
    return _facts(newest) if newest else None


def by_ids(ids: Iterable[int]) -> dict[int, FileFacts]:
    """Uploads by id, in one statement."""
    return {one.pk: _facts(one) for one in StoredFile.objects.filter(pk__in=list(ids))}


def digests() -> Iterator[str]:
    """The digest of every content that a row names and that was not destroyed."""
    found = StoredFile.objects.filter(destroyed_at__isnull=True).values_list("digest", flat=True)
    yield from found.distinct().order_by("digest").iterator()


def open_content(facts: FileFacts) -> BinaryIO:
    """The content, open for reading. Raises FileNotFoundError where the disk lost it, NotOurs if changed."""
    return open_digest(facts.digest)


def open_digest(digest: str) -> BinaryIO:
    """The content of a digest as it was given, sealed on the disk or (older) in clear. As `open_content`."""
    handle = path_of(digest).open("rb")
    try:
        if filebox.is_sealed(handle.read(filebox.HEAD)):
            return filebox.opened(handle, digest)
        handle.seek(0)
        return handle
    except BaseException:
        handle.close()
        raise


def preview(facts: FileFacts) -> bytes:
    """A picture made anew as a small JPEG without what the camera wrote into it (place, time, device)."""
    with open_content(facts) as handle:
        return images.preview(handle)


def contents(*, shelf: str = "*") -> Iterator[str]:
    """The digests of everything that lies by its content, in order. `shelf`: its first two digits."""
    root = Path(settings.FILES_ROOT)
    for folder in sorted(root.glob(f"{shelf}/[0-9a-f][0-9a-f]")):
        for path in sorted(folder.iterdir()):
            if len(path.name) == 64 and path.name.startswith(folder.parent.name + folder.name):
                yield path.name


@dataclass(frozen=True)
class AtRest:
    """How the files lie: sealed, of those under a replaced key (or none that is known), in clear."""

    sealed: int
    stale: int
    clear: int


def at_rest() -> AtRest:
    """Look at the head of every file: seconds for each hundred thousand."""
    sealed = stale = clear = 0
    for digest in contents():
        with path_of(digest).open("rb") as handle:
            head = handle.read(filebox.HEAD)
        if not filebox.is_sealed(head):
            clear += 1
            continue
        sealed += 1
        stale += not filebox.is_current(head, digest)
    return AtRest(sealed, stale, clear)


def _facts(one: StoredFile) -> FileFacts:
    return FileFacts(
        one.pk, one.key, one.digest, one.size, one.media_type, one.name, one.uploaded_by, one.uploaded_at
    )
