"""Making and revoking API tokens. The secret is shown once; only its SM3 digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from yimen.rules import logins, people, second_step
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.trail import actions as trail
from yimen.trail.chain import sm3
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account, ApiToken
from ..scopes import Scope

#: Every token begins with this, so that one that leaked into a file is recognised.
PREFIX = "ym_"
#: `used_at` is written at most this often for one token.
USED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class TokenRow:
    """A token without its secret."""

    id: int
    digest: str


@dataclass(frozen=True)
class TokenMade:
    """A new token. `secret` is empty where the same request comes again: it is shown once."""

    id: int
    secret: str


def make_token(
    actor: Actor, name: str, scopes: list[str], days: int, *, custodian: bool = False,
    now: datetime, once: str = "",
) -> TokenMade:  # fmt: skip
    """Make a token of one's own account for `days` natural days. `custodian`: the actor keeps the seal today.

    Raises TokenScopes, TokenDays, AccountNotFound, StepMissing, Blank, BadEntry.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    row = _make_token(actor, name, scopes, days, Hidden(secret), custodian, now=now, once=once)
    return TokenMade(row.id, secret if row.digest == sm3(secret.encode()) else "")


@use_case(TokenRow)
def _make_token(
    actor: Actor, name: str, scopes: list[str], days: int, secret: Hidden, custodian: bool, *,
    now: datetime, once: str = "",
) -> TokenRow:  # fmt: skip
    account = (
        Account.objects.select_for_update(of=("self",)).filter(pk=actor.account or 0, is_active=True).first()
    )
    if account is None:
        raise logins.AccountNotFound()
    must = second_step.required(actor.roles, custodian)
    second_step.require_enrolled(required=must, enrolled=account.second_step_at is not None)
    name = people.read_name(name, china_date(now), label="令牌名称", most=logins.TOKEN_NAME_MAX)
    chosen = logins.check_scopes(scopes, [str(scope) for scope in Scope])
    logins.check_token_days(days)
    digest = sm3(secret.value.encode())
    made = ApiToken.objects.create(
        account=account, name=name, digest=digest, scopes=chosen,
        created_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    data = {"token": made.pk, "name": name, "scopes": chosen, "days": days}
    trail.append(f"account:{account.pk}", Kind.TOKEN_MADE, actor.label, now, data)
    return TokenRow(made.pk, digest)


@use_case(TokenRow)
def revoke_token(actor: Actor, token: int, *, now: datetime, once: str = "") -> TokenRow:
    """End a token of one's own account; ended already is no error. Raises TokenNotFound."""
    found = ApiToken.objects.select_for_update().filter(pk=token, account_id=actor.account or 0).first()
    if found is None:
        raise logins.TokenNotFound()
    if found.revoked_at is None:
        ApiToken.objects.filter(pk=found.pk).update(revoked_at=now)
        trail.append(f"account:{found.account_id}", Kind.TOKEN_REVOKED, actor.label, now, {"token": found.pk})
    return TokenRow(found.pk, found.digest)


def note_token_used(secret: str, used_at: datetime | None, *, now: datetime) -> None:
    """Keep when a token was last used, to the hour: a busy client does not write at every call.

    `used_at`: what stands there, as just read. Several calls at once write once.
    """
    if used_at is not None and used_at >= now - USED_EVERY:
        return
    stale = Q(used_at__isnull=True) | Q(used_at__lt=now - USED_EVERY)
    with transaction.atomic(durable=True):
        ApiToken.objects.filter(stale, digest=sm3(secret.encode())).update(used_at=now)
