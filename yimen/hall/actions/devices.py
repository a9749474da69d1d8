"""Displays and kiosks: entered, connected by a code, taken out of use; the help asked for there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yimen.accounts.hidden import Hidden
from yimen.rules import people
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall import devices as rules
from yimen.rules.hall.devices import DeviceKind
from yimen.rules.hall.events import HallEvent
from yimen.rules.queueing import posts
from yimen.rules.queueing.floor import require_floor
from yimen.rules.second_step import READABLE
from yimen.trail.chain import sm3
from yimen.trail.usecase import use_case

from ..models import Device
from ._shared import Kept, note, site_in_hand, window_in_hand

#: A token is this many random bytes.
_TOKEN_BYTES = 32
_NAME = 40


@dataclass(frozen=True)
class Coded:
    """A device with the digest of its code."""

    id: int
    digest: str


@dataclass(frozen=True)
class CodeMade:
    """A fresh code for a device; "" where the same request comes again: it is shown once."""

    id: int
    code: str


@use_case(Kept)
def add_device(
    actor: Actor, site: str, kind: str, name: str, *, now: datetime, window: str = "", once: str = ""
) -> Kept:
    """Enter a display or kiosk of a site; a window's display with the number of its window. It shows nothing
    before it is connected.

    Whoever runs the floor there. Raises NotPermitted, SiteUnknown, WindowUnknown,
    DeviceWindow, and what `people` refuses.
    """
    found, of = site_in_hand(site), DeviceKind(kind)
    require_floor(actor, found.region.code)
    rules.check_device(of, window)
    name = people.read_name(name, china_date(now), label="设备名称", most=_NAME)
    at = window_in_hand(site, window) if window else None
    made = Device.objects.create(site=found, kind=str(of), name=name, window=at, made_at=now)
    data = {"device": made.pk, "kind": str(of), "name": name, "window": window}
    note(site, HallEvent.DEVICE_KEPT, actor, now, data)
    return Kept(made.pk)


def give_code(actor: Actor, site: str, device: int, *, now: datetime, once: str = "") -> CodeMade:
    """A code that connects a device, for half an hour; one given before counts no longer. What is connected
    stays so until the code is used.

    Whoever runs the floor there. Raises NotPermitted, DeviceUnknown, DeviceEnded.
    """
    code = "".join(secrets.choice(READABLE) for _ in range(rules.CODE_LENGTH))
    row = _give_code(actor, site, device, Hidden(code), now=now, once=once)
    return CodeMade(row.id, code if row.digest == _digest(code) else "")


@use_case(Coded)
def _give_code(actor: Actor, site: str, device: int, code: Hidden, *, now: datetime, once: str = "") -> Coded:
    one = _in_hand(actor, site, device)
    if one.ended_at is not None:
        raise rules.DeviceEnded()
    one.code_digest, one.code_until = _digest(code.value), now + rules.CODE_FOR
    one.save(update_fields=["code_digest", "code_until"])
    note(site, HallEvent.DEVICE_CODED, actor, now, {"device": one.pk, "name": one.name})
    return Coded(one.pk, one.code_digest)


def join(code: str, *, now: datetime, once: str = "") -> str:
    """Connect the device whose code this is; the token that it proves itself by from now on. The one it had
    counts no longer.

    By whoever stands before the device. Raises DeviceCode.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    _join(SYSTEM, Hidden(code), Hidden(token), now=now, once=once)
    return token


@use_case(Kept)
def _join(actor: Actor, code: Hidden, token: Hidden, *, now: datetime, once: str = "") -> Kept:
    typed = rules.read_code(code.value)
    rows = Device.objects.select_for_update(of=("self",)).select_related("site")
    counts = Q(code_digest=_digest(typed), code_until__gt=now, ended_at__isnull=True)
    one = rows.filter(counts).first() if typed else None
    if one is None:
        raise rules.DeviceCode()
    one.code_digest, one.code_until, one.joined_at, one.seen_at = "", None, now, now
    one.token_digest = _digest(token.value)
    one.save(update_fields=["code_digest", "code_until", "joined_at", "seen_at", "token_digest"])
    note(one.site.code, HallEvent.DEVICE_JOINED, actor, now, {"device": one.pk, "name": one.name})
    return Kept(one.pk)


@use_case(Kept)
def end_device(actor: Actor, site: str, device: int, *, now: datetime, once: str = "") -> Kept:
    """停用: its token and its code count no longer, at once. Ended already is no error.

    Whoever runs the floor there. Raises NotPermitted, DeviceUnknown.
    """
    one = _in_hand(actor, site, device)
    if one.ended_at is None:
        one.ended_at, one.token_digest, one.code_digest, one.help_at = now, None, "", None
        one.save(update_fields=["ended_at", "token_digest", "code_digest", "help_at"])
        note(site, HallEvent.DEVICE_ENDED, actor, now, {"device": one.pk, "name": one.name})
    return Kept(one.pk)


def note_seen(device: int, *, now: datetime) -> None:
    """A device says that it is there: kept once a minute, however often it says so. No act, so no event.

    In a transaction, to wait its turn among the writers. Raises OperationalError where it does not come.
    """
    due = Q(seen_at__isnull=True) | Q(seen_at__lte=now - rules.BEAT / 2)
    silent = Device.objects.filter(due, pk=device, ended_at__isnull=True)
    if silent.exists():
        with transaction.atomic(durable=True):
            silent.update(seen_at=now)


@use_case(Kept)
def ask_help(actor: Actor, *, now: datetime, once: str = "") -> Kept:
    """请人来帮我, at a kiosk. Asked already: they are on their way. Raises DeviceUnknown."""
    one = own_device(actor)
    if one.help_at is None:
        one.help_at = now
        one.save(update_fields=["help_at"])
        note(one.site.code, HallEvent.HELP_ASKED, actor, now, {"device": one.pk, "name": one.name})
    return Kept(one.pk)


@use_case(Kept)
def give_help(actor: Actor, device: int, *, now: datetime, once: str = "") -> Kept:
    """我去帮忙: somebody goes there. Nobody waiting any more is no error. CLERK of the site's region.

    Raises DeviceUnknown, NotPermitted.
    """
    rows = Device.objects.select_for_update(of=("self",)).select_related("site__region")
    one = rows.filter(pk=device, ended_at__isnull=True).first()
    if one is None:
        raise rules.DeviceUnknown()
    posts.require_clerk(actor, one.site.region.code)
    if one.help_at is not None:
        waited = round((now - one.help_at).total_seconds())
        one.help_at = None
        one.save(update_fields=["help_at"])
        data = {"device": one.pk, "name": one.name, "waited": waited}
        note(one.site.code, HallEvent.HELP_GIVEN, actor, now, data)
    return Kept(one.pk)


def _in_hand(actor: Actor, site: str, device: int) -> Device:
    """A device of a hall whose floor the actor runs, locked. Raises NotPermitted, DeviceUnknown."""
    require_floor(actor, site_in_hand(site).region.code)
    rows = Device.objects.select_for_update(of=("self",)).select_related("site")
    found = rows.filter(site__code=site, pk=device).first()
    if found is None:
        raise rules.DeviceUnknown()
    return found


def own_device(actor: Actor) -> Device:
    """The device that acts, locked. Raises DeviceUnknown."""
    rows = Device.objects.select_for_update(of=("self",)).select_related("site")
    row = int(actor.machine) if actor.machine.isdecimal() else 0
    found = rows.filter(pk=row, ended_at__isnull=True).first()
    if found is None:
        raise rules.DeviceUnknown()
    return found


def _digest(secret: str) -> str:
    return sm3(secret.encode())
