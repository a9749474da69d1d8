"""Reading accounts: who somebody is, as rules know it."""

from __future__ import annotations

from datetime import datetime

from yimen.bureau import queries as bureau
from yimen.parties import queries as parties
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date

from .models import Account


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
