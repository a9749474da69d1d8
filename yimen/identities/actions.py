"""Writing which account is linked with which person at the sign-in platform."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.accounts.actions import vouched
from yimen.accounts.actions.common import Opened, note, the_account
from yimen.accounts.models import Account
from yimen.rules import identity, logins, people
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.identity import LinkedElsewhere, NotLinked, Told
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from . import queries
from .models import Identity


def link_identity(
    actor: Actor, account: int, issuer: str, told: Told, *, provider: str, now: datetime, once: str = ""
) -> Opened:
    """Link an account with the person whom the platform has just confirmed. Twice does no harm.

    Asked of the person first, or begun by them where they are signed in (staff: only so).
    Raises LinkedElsewhere, ClaimContradicts, AccountNotFound.
    """
    try:
        return _link(actor, account, issuer, told, provider, now=now, once=once)
    except IntegrityError as error:
        raise LinkedElsewhere() from error


@use_case(Opened)
def _link(
    actor: Actor, account: int, issuer: str, told: Told, provider: str, *, now: datetime, once: str = ""
) -> Opened:
    one = the_account(account)
    linked = queries.identified(issuer, told.subject)
    identity.require_linkable(told, queries.on_file(one), linked, provider)
    if linked is None:
        if Identity.objects.filter(account=one, issuer=issuer).exists():
            raise LinkedElsewhere()
        _keep(one, issuer, told, actor, now)
    return Opened(one.pk, one.party_id)


def open_with_identity(
    actor: Actor, issuer: str, told: Told, phone: str, *, now: datetime, once: str = ""
) -> Opened:
    """Open the account of a person whom the platform has just confirmed, and link it. It has no password.

    The number was verified, so a party that the counter registered before is theirs.
    Raises LoginTaken, AlreadyRegistered, NameDiffers, LinkedElsewhere, Blank, BadEntry.
    """
    try:
        return _open(actor, issuer, told, phone, now=now, once=once)
    except IntegrityError as error:
        login = people.read_phone(phone, china_date(now))
        taken = Account.objects.filter(login=login).exists()
        raise (logins.LoginTaken() if taken else LinkedElsewhere()) from error


@use_case(Opened)
def _open(actor: Actor, issuer: str, told: Told, phone: str, *, now: datetime, once: str = "") -> Opened:
    made = vouched.open_vouched(actor, phone, told.name, told.number, now=now)
    _keep(the_account(made.account), issuer, told, actor, now)
    return made


def _keep(one: Account, issuer: str, told: Told, actor: Actor, now: datetime) -> None:
    subject = queries.subject_key(issuer, told.subject)
    Identity.objects.create(account=one, issuer=issuer, subject=subject, level=str(told.level), linked_at=now)
    note(Kind.IDENTITY_LINKED, one.pk, actor, now, {"issuer": issuer, "level": str(told.level)})


def note_identity_used(actor: Actor, issuer: str, told: Told, *, now: datetime) -> None:
    """Note that an account is entered by the platform, and at which level it knows the person now."""
    with transaction.atomic(durable=True):
        one = the_account(actor.account)
        Identity.objects.filter(account=one, issuer=issuer).update(level=str(told.level), used_at=now)
        note(Kind.IDENTITY_USED, one.pk, actor, now, {"issuer": issuer, "level": str(told.level)})


def note_identity_refused(issuer: str, subject: str, code: str, *, now: datetime) -> None:
    """Note that somebody whom the platform knows was not let in, and why (a code of a refusal).

    `subject` is kept as a keyed digest: of some platforms it is the identity number. Each try is its own
    stream, as a failed password is.
    """
    label = queries.refused_label(issuer, subject)
    with transaction.atomic(durable=True):
        stream = f"{label}:{secrets.token_hex(8)}"
        trail.append(stream, Kind.SIGN_IN_FAILED, label, now, {"why": code}, head=trail.Head())


@use_case(Opened)
def unlink_identity(actor: Actor, issuer: str, *, now: datetime, once: str = "") -> Opened:
    """Take one's own link away. Raises NotLinked, LastWayIn, AccountNotFound."""
    one = the_account(actor.account)
    found = Identity.objects.filter(account=one, issuer=issuer)
    if not found.exists():
        raise NotLinked()
    identity.require_other_way(one.has_usable_password())
    found.delete()
    note(Kind.IDENTITY_UNLINKED, one.pk, actor, now, {"issuer": issuer})
    return Opened(one.pk, one.party_id)
