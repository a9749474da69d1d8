"""Files that the product itself made and that are no upload: archive packages. Nothing of them is judged."""

from __future__ import annotations

import secrets
from datetime import datetime

from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.trail import actions as trail

from ..models import StoredFile


def record_made(digest: str, size: int, media_type: str, name: str, *, now: datetime) -> int:
    """Give content that lies in its place (`seal_content`) its row, in the caller's transaction; its id."""
    trail.require_transaction()
    made = StoredFile.objects.create(
        key=secrets.token_urlsafe(32), digest=digest, size=size, media_type=media_type, name=name,
        uploaded_by=SYSTEM.label, uploaded_at=now,
    )  # fmt: skip
    data = {"digest": digest, "size": size, "type": media_type, "name": name}
    trail.append(f"file:{made.pk}", Kind.FILE_KEPT, SYSTEM.label, now, data, head=trail.Head())
    return made.pk
