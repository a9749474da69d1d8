"""Opening the account of a person whose identity number somebody trusted has verified."""

from __future__ import annotations

from datetime import datetime

from yimen.parties import actions as parties
from yimen.parties.actions import Entry
from yimen.rules import logins, people
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.masking import mask_phone
from yimen.trail import actions as trail

from ..models import Account
from .common import Opened, note


def open_vouched(actor: Actor, phone: str, name: str, id_number: str, *, now: datetime) -> Opened:
    """Open an account without a password, inside the caller's transaction. A telephone noted before does not
    matter: the number was verified, so a party that the counter registered is theirs.

    Raises LoginTaken, AlreadyRegistered (the party has an account), NameDiffers, Blank, BadEntry.
    """
    trail.require_transaction()
    login = people.read_phone(phone, china_date(now))
    if Account.objects.filter(login=login).exists():
        raise logins.LoginTaken()
    party = parties.find_or_register(actor, Entry("person", name, id_number, login), now=now).id
    if Account.objects.filter(party_id=party).exists():
        raise people.AlreadyRegistered()
    one = Account(login=login, name=name, created_at=now)
    one.party_id = party
    one.set_unusable_password()
    one.save()
    note(Kind.ACCOUNT_OPENED, one.pk, actor, now, {"login": mask_phone(login), "party": party, "by": "oidc"})
    return Opened(one.pk, party)
