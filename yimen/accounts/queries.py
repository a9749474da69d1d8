"""Reading accounts: who somebody is, as rules know it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.crypto import salted_hmac

from yimen.bureau import queries as bureau
from yimen.parties import queries as parties
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.codes import half_width
from yimen.rules.events import Kind
from yimen.rules.logins import TRIES, TRIES_WITHIN
from yimen.trail import queries as trail
from yimen.trail.chain import sm3

from .models import Account, ApiToken


def actor_of(account: Account, now: datetime) -> Actor:
    """The actor behind a signed-in account: own party, mandates held today, posts held today."""
    today = china_date(now)
    staff = account.staff
    return Actor(
        account=account.pk,
        name=account.name,
        party=account.party_id,
        acts_for=parties.mandates_of(account.party_id, today) if account.party_id else frozenset(),
        staff=staff.number if staff else "",
        posts=bureau.posts_of(staff.pk, today) if staff else (),
    )


def account_by_login(login: str) -> Account | None:
    """One active account."""
    return Account.objects.select_related("party", "staff").filter(login=login, is_active=True).first()


@dataclass(frozen=True)
class TokenView:
    """A token as its owner sees it."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it still opens the interface."""
        return self.revoked_at is None and now < self.expires_at


def token_actor(secret: str, now: datetime) -> Actor | None:
    """Who acts by this token, with its scopes; None for an unknown, ended or expired one."""
    found = (
        ApiToken.objects.select_related("account__party", "account__staff")
        .filter(
            digest=sm3(secret.encode()), revoked_at__isnull=True, expires_at__gt=now, account__is_active=True
        )
        .first()
    )
    return replace(actor_of(found.account, now), scopes=frozenset(found.scopes)) if found else None


def tokens_of(account_id: int) -> list[TokenView]:
    """All tokens of an account, newest first."""
    return [
        TokenView(t.pk, t.name, tuple(t.scopes), t.created_at, t.expires_at, t.revoked_at, t.used_at)
        for t in ApiToken.objects.filter(account_id=account_id).order_by("-pk")
    ]


def attempt_label(login: str) -> str:
    """How tries of a login are counted: a keyed digest, since telephone numbers are few enough to guess."""
    return "login:" + salted_hmac("yimen.accounts.login", login.strip().upper()).hexdigest()[:32]


def rests(login: str, now: datetime) -> bool:
    """Whether this login had so many failures of late that it rests (`logins.TRIES`, `TRIES_WITHIN`)."""
    failed = trail.latest(kind=str(Kind.SIGN_IN_FAILED), actor=attempt_label(login), limit=TRIES)
    return len(failed) == TRIES and failed[-1].at > now - TRIES_WITHIN


def login_of(account_id: int) -> str:
    """The login of an account, "" if there is none."""
    found = Account.objects.filter(pk=account_id).first()
    return found.login if found else ""


@dataclass(frozen=True)
class Holding:
    """The account of a party: its login, and whether one can still sign in with it."""

    login: str
    active: bool


def account_of_party(party_id: int) -> Holding | None:
    """The account of a party, closed ones too: a party has one at most."""
    found = Account.objects.filter(party_id=party_id).first()
    return Holding(found.login, found.is_active) if found else None


def find_parties(text: str) -> list[parties.PartyView]:
    """Parties whose number, noted telephone or login is exactly this: the counter does not browse people."""
    found = parties.search(text)
    account = Account.objects.select_related("party").filter(login=re.sub(r"[\s\-]", "", half_width(text)))
    others = [parties.masked(one.party) for one in account if one.party is not None]
    return found + [one for one in others if one.id not in {known.id for known in found}]
