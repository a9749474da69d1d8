"""Sealing what lies in a column under the keys that seal now: at a migration, and when keys are changed.

Restartable and safe beside writers: what is done is told by the rows themselves, and a row is replaced only
while it still holds what was read.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from .. import sealed
from ..sealed import Sealed
from .first import ensure

#: Rows of one transaction: short enough that a writer hardly waits.
BATCH = 200


def seal_rows(model: Any, name: str, after: int = 0, most: int = BATCH) -> tuple[int, int]:
    """One batch of rows behind pk `after`: (last pk looked at, rows sealed); (0, 0) at the end."""
    with transaction.atomic():
        found = model._base_manager.filter(pk__gt=after, **{f"{name}__stale": True}).order_by("pk")
        rows = list(found.only("pk", name)[:most])
        done = sum(_seal_row(model, name, row) for row in rows)
    return (rows[-1].pk, done) if rows else (0, 0)


def _seal_row(model: Any, name: str, row: Any) -> int:
    field = model._meta.get_field(name)
    old: str = row.__dict__[name].raw
    text = sealed.unseal(old, field.place) if sealed.is_sealed(old) else old
    new = Sealed(sealed.seal(text, field.place), field.place)
    changed: int = model._base_manager.filter(pk=row.pk, **{f"{name}__stored": old}).update(**{name: new})
    return changed


def seal_column(model: Any, *names: str) -> int:
    """All rows of columns, as a migration does it: what lies in clear is sealed; how many were."""
    ensure()
    total = 0
    for name in names:
        after, done = seal_rows(model, name)
        while after:
            total += done
            after, done = seal_rows(model, name, after)
    return total
