"""A copy of one's own data: given to who signs once more with the password, and on record."""

from __future__ import annotations

from datetime import datetime

from yimen.rules import logins
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account
from .common import Opened


def rename(party: int, name: str) -> None:
    """A party's name was put right: its account bears it too. In the caller's transaction."""
    trail.require_transaction()
    Account.objects.filter(party_id=party).update(name=name[:80])


def take_copy(actor: Actor, password: str, *, now: datetime, once: str = "") -> Opened:
    """Note that the actor takes a copy of their data. Raises AccountNotFound, WrongPassword."""
    return _take_copy(actor, Hidden(password), now=now, once=once)


@use_case(Opened)
def _take_copy(actor: Actor, password: Hidden, *, now: datetime, once: str = "") -> Opened:
    mine = Account.objects.filter(pk=actor.account or 0, is_active=True, party__isnull=False)
    found = mine.first()
    if found is None:
        raise logins.AccountNotFound()
    if not found.check_password(password.value):
        raise logins.WrongPassword()
    trail.append(f"party:{found.party_id}", Kind.DATA_COPIED, actor.label, now, {})
    return Opened(found.pk, found.party_id)
