"""One's own data: a copy of it and the way one is reached, for who proves once more who they are."""

from __future__ import annotations

from datetime import datetime

from yimen.parties import actions as parties
from yimen.rules import logins
from yimen.rules.authority import Actor
from yimen.rules.events import Kind
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account
from .common import Opened, prove


def rename(party: int, name: str) -> None:
    """A party's name was put right: its account bears it too. In the caller's transaction."""
    trail.require_transaction()
    Account.objects.filter(party_id=party).update(name=name[:80])


def take_copy(
    actor: Actor, password: str, *, since: datetime | None = None, now: datetime, once: str = ""
) -> Opened:
    """Note that the actor takes a copy of their data; `since`: when the session began.

    Raises AccountNotFound, WrongPassword, SignInAgain.
    """
    return _take_copy(actor, Hidden(password), since, now=now, once=once)


@use_case(Opened)
def _take_copy(
    actor: Actor, password: Hidden, since: datetime | None, *, now: datetime, once: str = ""
) -> Opened:
    found = _mine(actor)
    prove(found, password, since, now)
    trail.append(f"party:{found.party_id}", Kind.DATA_COPIED, actor.label, now, {})
    return Opened(found.pk, found.party_id)


def change_contact(
    actor: Actor, password: str, phone: str, address: str = "", *,
    since: datetime | None = None, now: datetime, once: str = "",
) -> Opened:  # fmt: skip
    """Change one's own telephone and address; `since`: when the session began.

    What happens to a case is told to that telephone: a session left open is not enough to turn it elsewhere.
    Raises AccountNotFound, WrongPassword, SignInAgain, BadEntry.
    """
    return _change_contact(actor, Hidden(password), since, phone, address, now=now, once=once)


@use_case(Opened)
def _change_contact(
    actor: Actor, password: Hidden, since: datetime | None, phone: str, address: str, *,
    now: datetime, once: str = "",
) -> Opened:  # fmt: skip
    found = _mine(actor)
    prove(found, password, since, now)
    parties.rewrite_contact(actor, found.party_id or 0, phone, address, now=now)
    return Opened(found.pk, found.party_id)


def _mine(actor: Actor) -> Account:
    """The actor's own account with a party behind it. Raises AccountNotFound."""
    found = Account.objects.filter(pk=actor.account or 0, is_active=True, party__isnull=False).first()
    if found is None:
        raise logins.AccountNotFound()
    return found
