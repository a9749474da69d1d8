"""Writing about the access log: closing days, packing and removing files, and who read them."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from yimen.rules import accesslog
from yimen.rules.accesslog import READERS, Wanted, name_of
from yimen.rules.authority import SYSTEM, Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.masking import mask_text
from yimen.trail import actions as trail
from yimen.trail.sealing import day_to_close
from yimen.trail.usecase import use_case

from . import files, packing, queries

log = logging.getLogger(__name__)
#: Days that one turn closes: after a long rest of the worker the other chores have their turn in between.
AT_ONCE = 10
#: Days whose file is not what was closed: this process has said so and does not read it again.
_spoilt: set[date] = set()


@dataclass(frozen=True)
class Looked:
    """The day that was read (ISO)."""

    day: str


# --- by the day ---------------------------------------------------------------------------------------------
def keep_house(now: datetime) -> int:
    """Close ended days, pack older ones, remove those beyond the policy; how many things were done.

    The worker calls it; several may. Every step may be cut off and is taken up again.
    """
    try:
        return _seal_days(now) + _pack_one(now) + _remove_old(now)
    except (OSError, packing.NotPacked) as error:
        log.error("the files of the access log cannot be kept: %s", error)
        return 0


def _seal_days(now: datetime) -> int:
    head, done = trail.head_of(files.stream()), 0
    closed, last = day_to_close(now), queries.last_sealed()
    if last is not None and last >= closed:
        return 0
    for day in accesslog.to_seal(files.listing(), last, closed)[:AT_ONCE]:
        path = files.path_of(day)
        told = asdict(files.summary(path) if path else files.Summary())
        after = _record(Kind.ACCESS_SEALED, {"day": day.isoformat(), **told}, now, head)
        if after is None:
            break
        head, done = after, done + 1
    return done


def _record(kind: Kind, data: dict[str, Any], now: datetime, head: trail.Head) -> trail.Head | None:
    """Append after `head`, which was read before anything was decided. None: another worker was first."""
    try:
        with transaction.atomic(durable=True):
            return trail.append(files.stream(), kind, SYSTEM.label, now, data, head=head)
    except IntegrityError:
        return None


def _pack_one(now: datetime) -> int:
    """Pack the oldest plain file that waits: a large one takes seconds, the other chores wait no longer."""
    plain = {day: path for day, path in files.listing().items() if not files.is_packed(path)}
    waiting = [day for day in accesslog.to_pack(plain, china_date(now)) if day not in _spoilt]
    told = queries.sealed_days() if waiting else {}
    for day in waiting:
        if day in told and _pack(plain[day], day, told[day]["sm3"]):
            return 1
    return 0


def _pack(path: Path, day: date, sm3: str) -> bool:
    """Pack a file and let the plain one go, once the packed one is proved to be what was closed.

    A file that is not what was closed stays as it is: `yimen verify-logs` and the check page name it.
    """
    if files.digest(path) != sm3:
        _spoilt.add(day)
        log.error("%s is not what was closed: it stays unpacked, see `yimen verify-logs`", path.name)
        return False
    target = path.with_name(name_of(day, packed=True))
    packing.pack(path, target)
    if files.digest(target) != sm3:
        raise packing.NotPacked(target.name)
    path.unlink()
    return True


def _remove_old(now: datetime) -> int:
    """Record first, then remove: what is gone is on record, whatever happens between."""
    head, done = trail.head_of(files.stream()), 0
    old = accesslog.to_remove(files.listing(), china_date(now), settings.ACCESS_LOG_DAYS)
    told, gone = (queries.sealed_days(), queries.removed_days()) if old else ({}, set())
    for day in (one for one in old if one in told):  # others are closed first
        data = {"day": day.isoformat(), "sm3": told[day]["sm3"], "kept_days": settings.ACCESS_LOG_DAYS}
        after = head if day in gone else _record(Kind.ACCESS_REMOVED, data, now, head)
        if after is None:
            break
        _unlink(day)
        head, done = after, done + 1
    return done


def _unlink(day: date) -> None:
    for packed in (False, True):
        (settings.ACCESS_LOG_DIR / name_of(day, packed=packed)).unlink(missing_ok=True)


# --- who read it --------------------------------------------------------------------------------------------
@use_case(Looked)
def note_viewed(actor: Actor, day: date, wanted: Wanted, *, now: datetime, once: str = "") -> Looked:
    """Record that somebody reads a day and what they look for, before it is shown. Raises NotPermitted."""
    require_role(actor, *READERS)
    asked = {name: mask_text(value) for name, value in asdict(wanted).items() if value}
    return _note(actor, Kind.ACCESS_VIEWED, day, asked, now)


@use_case(Looked)
def note_taken(actor: Actor, day: date, *, now: datetime, once: str = "") -> Looked:
    """Record that somebody takes a day's file away, before it is sent. Raises NotPermitted."""
    require_role(actor, *READERS)
    return _note(actor, Kind.ACCESS_TAKEN, day, {}, now)


def _note(actor: Actor, kind: Kind, day: date, asked: dict[str, str], now: datetime) -> Looked:
    trail.append(f"access.readers:{actor.staff}", kind, actor.label, now, {"day": day.isoformat(), **asked})
    return Looked(day.isoformat())
