"""What an uploaded file is: its digest, its signature, the licence it is a file of. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings

from yimen.rules import files

from .. import sealing
from ..models import Licence
from .licences import Face, face_of
from .seals import fingerprints


@dataclass(frozen=True)
class Uploaded:
    """A file as examined: SM3 digest, what its signature says, and the licence whose file it is."""

    digest: str
    signed: sealing.Examined
    licence: Face | None


def examine_upload(chunks: Iterable[bytes], now: datetime) -> Uploaded:
    """Examine a file in memory; nothing is written. Raises files.TooBig, EmptyFile, IsBroken (no PDF)."""
    content, most = bytearray(), settings.MAX_FILE_MB * files.MB
    for chunk in chunks:
        content += chunk
        if len(content) > most:
            raise files.TooBig(most=settings.MAX_FILE_MB, size=-(-len(content) // files.MB))
    files.check_size(len(content), settings.MAX_FILE_MB)
    if b"%PDF-" not in content[: files.HEAD]:
        raise files.IsBroken()
    made = Hash(SM3())
    made.update(bytes(content))
    digest = made.finalize().hex()
    held = Licence.objects.select_related("type", "version", "party").filter(file__digest=digest).first()
    return Uploaded(
        digest, sealing.examine(bytes(content), fingerprints()), face_of(held, now) if held else None
    )
