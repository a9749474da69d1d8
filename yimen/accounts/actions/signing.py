"""Writing who signed in, who failed, and whose login is locked or unlocked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset
from django.db import transaction

from yimen.rules.authority import Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Account
from ..queries import attempt_label
from .common import note, the_account


@dataclass(frozen=True)
class Unlocked:
    """So many addresses from which the login was counted before it was unlocked."""

    addresses: int


def note_sign_in(actor: Actor, *, now: datetime, device: int | None = None) -> None:
    """Note that this actor signed in, `device`: at which kiosk. A password of which nobody knows the age is
    counted from here."""
    with transaction.atomic(durable=True):
        one = the_account(actor.account)
        if one.password_at is None:
            Account.objects.filter(pk=one.pk).update(password_at=now)
        note(Kind.SIGNED_IN, one.pk, actor, now, {} if device is None else {"device": device})


def note_sign_out(actor: Actor, *, now: datetime) -> None:
    """Note that this actor signed out."""
    with transaction.atomic(durable=True):
        one = the_account(actor.account)
        note(Kind.SIGNED_OUT, one.pk, actor, now, {})


def note_failed(login: str, *, now: datetime, locked: bool = False) -> None:
    """Note a failed try; the login is kept as a keyed digest, so that tries can be counted and no more.

    `locked`: with this one the login was locked. The same for a login that exists and one that does not. Each
    try is its own stream: tries at one moment do not meet, and none goes uncounted.
    """
    label = attempt_label(login)
    with transaction.atomic(durable=True):
        stream = f"{label}:{secrets.token_hex(8)}"
        head = trail.append(stream, Kind.SIGN_IN_FAILED, label, now, {}, head=trail.Head())
        if locked:
            trail.append(stream, Kind.LOGIN_LOCKED, label, now, {}, head=head)


@use_case(Unlocked)
def unlock(actor: Actor, login: str, *, now: datetime, once: str = "") -> Unlocked:
    """Open a locked login again, for all addresses. SECURITY. The same for a login that does not exist."""
    require_role(actor, Role.SECURITY)
    label = attempt_label(login)
    counted = reset(username=label)
    trail.append(label, Kind.LOGIN_UNLOCKED, actor.label, now, {"addresses": counted})
    return Unlocked(counted)
