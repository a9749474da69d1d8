"""Reading links: whose account a person at the platform has, and what is on file of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from yimen.accounts.models import Account
from yimen.parties import queries as parties
from yimen.rules.identity import Level, OnFile
from yimen.trail import rows
from yimen.trail.chain import sm3

from .models import Identity


def subject_key(issuer: str, subject: str) -> str:
    """How a person at a platform is kept: a digest of the platform and its exact name of the person."""
    return sm3(f"{issuer}\0{subject}".encode())


def refused_label(issuer: str, subject: str) -> str:
    """How a refused person of a platform is written in the trail: a keyed digest."""
    made = salted_hmac("yimen.identities", f"{issuer}\0{subject}", algorithm="sha256")
    return f"oidc:{made.hexdigest()[:32]}"


def account(pk: int | None) -> Account | None:
    """An active account, with what tells who it is."""
    return Account.objects.select_related("party", "staff").filter(pk=pk or 0, is_active=True).first()


def on_file(one: Account) -> OnFile:
    """What is known of the owner of an account: staff by name, a person by name and number."""
    if one.staff is not None:
        return OnFile(one.pk, one.is_active, one.staff.name, staff=True)
    party = one.party
    name, number = (party.name, party.id_number) if party is not None else (one.name, "")
    return OnFile(one.pk, one.is_active, name, number)


def identified(issuer: str, subject: str) -> OnFile | None:
    """Whose account is linked with this person at the platform; closed accounts too."""
    key = subject_key(issuer, subject)
    rows = Identity.objects.select_related("account__party", "account__staff")
    found = rows.filter(issuer=issuer, subject=key).first()
    return on_file(found.account) if found else None


def by_number(id_number: str) -> OnFile | None:
    """The party with this identity number and its account, if it has one. Staff are not found so."""
    party = parties.by_id_number(id_number)
    if party is None:
        return None
    one = Account.objects.filter(party_id=party.pk).first()
    return OnFile(one.pk if one else None, one is None or one.is_active, party.name, party.id_number)


_LEVEL = rows.Ready(
    lambda account: Identity.objects.filter(account=account).order_by("-level", "id")[:1], int
)


def level_of(account_id: int) -> tuple[Level, datetime] | None:
    """The highest level at which a platform knows the owner of an account, and when it last said so."""
    found = _LEVEL.first(account_id)
    return (Level(found.level), found.used_at or found.linked_at) if found else None


@dataclass(frozen=True)
class IdentityView:
    """The link of an account as its owner sees it. `password`: whether there is another way in."""

    level: str
    linked_at: datetime
    used_at: datetime | None
    password: bool


def identity_of(account_id: int | None, issuer: str) -> IdentityView | None:
    """The link of an account with the platform, None where there is none."""
    rows = Identity.objects.select_related("account")
    found = rows.filter(account_id=account_id or 0, issuer=issuer).first()
    if found is None:
        return None
    return IdentityView(found.level, found.linked_at, found.used_at, found.account.has_usable_password())
