"""The first keys of a database."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import master, ring
from ..crypto import new_key
from ..models import Key


def ensure() -> None:
    """Make the first data key and the first index key where there are none. Safe at any moment, by many."""
    have = set(Key.objects.filter(state=Key.ACTIVE).values_list("purpose", flat=True))
    missing = [purpose for purpose in (Key.DATA, Key.INDEX) if purpose not in have]
    for purpose in missing:
        try:
            with transaction.atomic():
                _make(purpose, timezone.now())
        except IntegrityError:
            continue  # another process was quicker
    ring.forget()


def _make(purpose: str, now: datetime) -> Key:
    wrapped = ring.wrap(new_key(), purpose, now, _master())
    return Key.objects.create(purpose=purpose, state=Key.ACTIVE, wrapped=wrapped, made_at=now)


def _master() -> bytes:
    """The master key that the present keys lie under. Raises MasterKeyMissing."""
    first = Key.objects.order_by("pk").first()
    return ring.master_of(first) if first else master.make_once()
