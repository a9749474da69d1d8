"""Destroying files: the row stays with its digest, the name and the content go.

The row is marked in the transaction of whoever destroys; the content is taken from the disk afterwards, by a
sweep that may be killed anywhere and begins again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from yimen.trail import actions as trail

from ..models import HeldFile, Licence, StoredFile
from ..queries.files import path_of

#: Content that somebody just stored again has no row yet: it is left alone for so long.
FRESH = timedelta(hours=1)


def destroy_files(ids: Iterable[int], *, now: datetime) -> list[str]:
    """Destroy stored files but those in a party's library or in the register of licences; their digests.

    In the caller's transaction.
    """
    trail.require_transaction()
    wanted = set(ids)
    kept = set(HeldFile.objects.filter(stored__in=wanted).values_list("stored_id", flat=True))
    kept |= set(Licence.objects.filter(file__in=wanted).values_list("file_id", flat=True))
    rows = StoredFile.objects.select_for_update().filter(pk__in=wanted - kept, destroyed_at__isnull=True)
    gone = []
    for row in rows.order_by("pk"):
        row.name, row.destroyed_at = "", now
        row.save(update_fields=["name", "destroyed_at"])
        gone.append(row.digest)
    return sorted(set(gone))


def sweep_files(now: datetime, *, most: int = 200) -> int:
    """Take the content of destroyed files from the disk, unless another file has the same; how many rows."""
    waiting = StoredFile.objects.filter(destroyed_at__isnull=False, swept_at__isnull=True)
    done = 0
    for pk, digest in list(waiting.order_by("pk").values_list("pk", "digest")[:most]):
        with transaction.atomic():
            shared = StoredFile.objects.filter(digest=digest, destroyed_at__isnull=True).exists()
            if shared or drop_content(digest, now):
                done += StoredFile.objects.filter(pk=pk).update(swept_at=now)
    return done


def drop_content(digest: str, now: datetime) -> bool:
    """Take content from the disk. False, and nothing done, where it was stored (again) a moment ago."""
    path = path_of(digest)
    try:
        if now.timestamp() - path.stat().st_mtime < FRESH.total_seconds():
            return False
    except FileNotFoundError:
        return True
    path.unlink(missing_ok=True)
    return True
