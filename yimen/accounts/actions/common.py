"""What the actions of accounts share: the answer, the record, the locked row, setting a password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password

from yimen.rules import logins, passwords
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.trail import actions as trail

from .. import known
from ..hidden import Hidden
from ..models import Account, PastPassword


@dataclass(frozen=True)
class Opened:
    """An account, and the party it belongs to (None for staff)."""

    account: int
    party: int | None = None


@dataclass(frozen=True)
class OneTime:
    """A password that the system made. Empty where the same request comes again: it is shown once."""

    account: int
    password: str


def make_first(login: str) -> str:
    """A password for staff, drawn until it has all kinds of characters and not the login in it."""
    while True:
        drawn = (secrets.choice(passwords.FIRST_CHARACTERS) for _ in range(passwords.FIRST_LENGTH))
        made = passwords.grouped("".join(drawn))
        if passwords.kinds_of(made) == 4 and login.strip().lower() not in made.lower():
            return made


def first_of(account: int, made: str) -> OneTime:
    """What was made, if the account has it: a repeated request made another, which holds nowhere."""
    return OneTime(account, made if Account.objects.get(pk=account).check_password(made) else "")


def note(kind: Kind, account: int, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    """Write an event of an account."""
    trail.append(f"account:{account}", kind, actor.label, now, data)


def the_account(pk: int | None) -> Account:
    """The open account, locked for this transaction. Raises AccountNotFound."""
    found = Account.objects.select_for_update(of=("self",)).filter(pk=pk or 0, is_active=True).first()
    if found is None:
        raise logins.AccountNotFound()
    return found


def prove(one: Account, password: Hidden, since: datetime | None, now: datetime) -> None:
    """It is still the owner who asks: see `logins.require_proof`. Raises WrongPassword, SignInAgain."""
    right = one.check_password(password.value) if one.has_usable_password() else None
    logins.require_proof(right, since, now)


def save_with(one: Account, password: Hidden, now: datetime) -> Account:
    """Check the password, set it and save; the one before is kept among the past. Raises WeakPassword."""
    owner, text = passwords.Owner(one.login, one.name), password.value
    passwords.require_good(
        passwords.problems(
            text, owner, common=known.is_common(text), used=_used(one, text), words=known.words()
        )
    )
    before = one.password
    one.set_password(text)
    one.password_at = now
    one.save()
    if before:
        PastPassword.objects.create(account=one, password=before, at=now)
        kept = PastPassword.objects.filter(account=one).order_by("-pk").values_list("pk", flat=True)
        stale = list(kept[passwords.PAST - 1 :])
        PastPassword.objects.filter(pk__in=stale).delete()
    return one


def _used(one: Account, text: str) -> bool:
    """Whether the text is the present password or one of those before it."""
    if one.pk is None or len(text) > passwords.LENGTH_MAX:
        return False
    past = one.past_passwords.order_by("-pk").values_list("password", flat=True)[: passwords.PAST - 1]
    return any(check_password(text, hashed) for hashed in (one.password, *past))
