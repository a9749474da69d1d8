"""Reading files: by their address, and their content. Who may read one is for its owner to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ..content import images
from ..models import StoredFile


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
    """One upload by its address."""
    found = StoredFile.objects.filter(key=key).first()
    return _facts(found) if found else None


def own_by_digest(uploaded_by: str, digest: str) -> FileFacts | None:
    """The newest upload of somebody with this content."""
    found = StoredFile.objects.filter(digest=digest, uploaded_by=uploaded_by).order_by("-pk").first()
    return _facts(found) if found else None


def by_ids(ids: Iterable[int]) -> dict[int, FileFacts]:
    """Uploads by id, in one statement."""
    return {one.pk: _facts(one) for one in StoredFile.objects.filter(pk__in=list(ids))}


def digests() -> Iterator[str]:
    """The digest of every content that a row names."""
    yield from StoredFile.objects.values_list("digest", flat=True).distinct().order_by("digest").iterator()


def open_content(facts: FileFacts) -> BinaryIO:
    """The content, open for reading. Raises FileNotFoundError where the disk lost it."""
    return path_of(facts.digest).open("rb")


def preview(facts: FileFacts) -> bytes:
    """A picture made anew as a small JPEG without what the camera wrote into it (place, time, device)."""
    return images.preview(path_of(facts.digest))


def _facts(one: StoredFile) -> FileFacts:
    return FileFacts(
        one.pk, one.key, one.digest, one.size, one.media_type, one.name, one.uploaded_by, one.uploaded_at
    )
