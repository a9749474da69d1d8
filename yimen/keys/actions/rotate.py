"""A new key while the site runs: it seals at once, the old one's values are sealed anew, then it retires.

Killed anywhere, the next call goes on: what is done is told by the rows. A retired key stays, wrapped, so
that an older backup opens; nothing is sealed with it any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from yimen.rules.authority import Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail import actions as trail

from .. import master, ring
from ..crypto import new_key
from ..models import Key
from ..queries import columns
from .reseal import seal_rows

STREAM = "keys"
#: Another process may still seal with the old key for so long (seconds): twice what its ring may be old.
SETTLE = 2 * ring.SECONDS

Told = Callable[[int], None]


def begin(actor: Actor, purposes: Iterable[str], *, now: datetime) -> bool:
    """Make new keys of these purposes the active ones; False where a change is under way: then it goes on.

    ADMIN or the system. Raises NotPermitted.
    """
    require_role(actor, Role.ADMIN)
    with transaction.atomic(durable=True):
        rows = list(Key.objects.select_for_update().order_by("pk"))
        if any(row.state == Key.RETIRING for row in rows):
            return False
        by = ring.master_of(rows[0])
        for purpose in purposes:
            Key.objects.filter(purpose=purpose, state=Key.ACTIVE).update(state=Key.RETIRING)
            made = Key.objects.create(
                purpose=purpose, state=Key.ACTIVE, made_at=now,
                wrapped=ring.wrap(new_key(), purpose, now, by),
            )  # fmt: skip
            trail.append(STREAM, Kind.KEYS_CHANGED, actor.label, now, {"act": "begun", purpose: made.pk})
    ring.forget()
    return True


def seal_anew(told: Told, *, settle: float = SETTLE) -> int:
    """Seal every value that lies under a replaced key with the present one; how many were.

    `told` hears after each batch. Goes round until one round that began after all processes know the new
    key finds nothing. Between two batches it rests as long as the batch took, for writers come first.
    """
    settled, total = time.monotonic() + settle, 0
    while True:
        began = time.monotonic()
        ring.forget()
        done = sum(_column(column.model, column.name, told) for column in columns())
        total += done
        if not done and began >= settled:
            return total
        if not done:
            time.sleep(min(1.0, max(0.0, settled - time.monotonic())))


def _column(model: object, name: str, told: Told) -> int:
    total, after = 0, 0
    while True:
        began = time.monotonic()
        after, done = seal_rows(model, name, after)
        if not after:
            return total
        total += done
        told(done)
        time.sleep(time.monotonic() - began)


def finish(actor: Actor, *, now: datetime) -> list[int]:
    """Retire the replaced keys, once nothing lies under them; their ids. ADMIN or the system."""
    require_role(actor, Role.ADMIN)
    with transaction.atomic(durable=True):
        rows = list(Key.objects.select_for_update().filter(state=Key.RETIRING).order_by("pk"))
        Key.objects.filter(pk__in=[row.pk for row in rows]).update(state=Key.RETIRED, retired_at=now)
        if rows:
            data = {"act": "retired", "keys": [row.pk for row in rows]}
            trail.append(STREAM, Kind.KEYS_CHANGED, actor.label, now, data)
    ring.forget()
    return [row.pk for row in rows]


def rewrap(actor: Actor, new_master: bytes | None = None, *, now: datetime) -> None:
    """Put all keys under another master key. The values stay as they lie.

    Where the master key is a file, a new one is made: written beside the old first, and put in its place once
    the keys lie under it, so that a crash at any point leaves one that opens. Where the operator keeps it
    (YIMEN_MASTER_KEY), `new_master` is theirs, and they put it into the environment afterwards.
    ADMIN or the system. Raises MasterKeyMissing.
    """
    require_role(actor, Role.ADMIN)
    if new_master is None and master.from_environment():
        raise master.MasterKeyMissing("YIMEN_MASTER_KEY is set: give the new master key")
    by = new_master or new_key()
    if not master.from_environment():
        master.write(master.NEXT, by, replace=True)
    with transaction.atomic(durable=True):
        for row in Key.objects.select_for_update().order_by("pk"):
            wrapped = ring.wrap(ring.unwrap(row), row.purpose, row.made_at, by)
            Key.objects.filter(pk=row.pk).update(wrapped=wrapped)
        trail.append(STREAM, Kind.KEYS_CHANGED, actor.label, now, {"act": "rewrapped"})
    if not master.from_environment():
        master.promote()
    ring.forget()
