"""Writing accounts: open and close them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.bureau import queries as bureau
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.parties.actions import Entry
from yimen.rules import logins, passwords, people
from yimen.rules.authority import Actor, NotPermitted, require_role
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.masking import mask_phone
from yimen.rules.offices import NotThere
from yimen.rules.terms import FieldType, Role
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account, ApiToken
from .common import OneTime, Opened, first_of, make_first, note, save_with, the_account
from .sessions import drop_sessions

#: Who registers has no account yet.
VISITOR = Actor(account=None, name="访客")


_NUMBER = {"person": FieldType.ID_NUMBER, "enterprise": FieldType.CREDIT_CODE}


# --- opening ----------------------------------------------------------------------------------------------
def register(
    actor: Actor, phone: str, name: str, id_number: str, password: str, *, now: datetime, once: str = ""
) -> Opened:
    """A person opens an account by telephone; their party is registered with it.

    Somebody whom the counter registered before is taken over only with the telephone that the counter noted:
    else anyone who knows a name and a number could read their cases.
    Raises LoginTaken, AlreadyRegistered, NameDiffers, WeakPassword, Blank, BadEntry.
    """
    return _open(actor, Entry("person", name, id_number, phone), password, now, once)


def register_enterprise(
    actor: Actor, phone: str, name: str, credit_code: str, legal_person: str, password: str,
    *, papers_seen: bool, now: datetime, once: str = "",
) -> Opened:  # fmt: skip
    """Open the account of an enterprise, by the telephone of whoever acts for it. CLERK or SECURITY.

    Not by itself: name and credit code are public, so knowing them proves nothing. The papers prove it, so a
    telephone noted before does not matter. Raises PapersNotSeen, LoginTaken, AccountTaken, NameDiffers,
    WeakPassword, Blank, BadEntry.
    """
    entry = Entry("enterprise", name, credit_code, phone, legal_person=legal_person)
    return _open_at_counter(actor, entry, password, papers_seen, now, once)


def register_person(
    actor: Actor, phone: str, name: str, id_number: str, password: str,
    *, papers_seen: bool, now: datetime, once: str = "",
) -> Opened:  # fmt: skip
    """Open the account of a person who stands at the counter. CLERK or SECURITY; as `register_enterprise`."""
    entry = Entry("person", name, id_number, phone)
    return _open_at_counter(actor, entry, password, papers_seen, now, once)


def _open_at_counter(
    actor: Actor, entry: Entry, password: str, papers_seen: bool, now: datetime, once: str
) -> Opened:
    require_role(actor, Role.CLERK, Role.SECURITY)
    logins.require_papers(papers_seen)
    return _open(actor, entry, password, now, once, counter=True)


def _open(
    actor: Actor, entry: Entry, password: str, now: datetime, once: str, counter: bool = False
) -> Opened:
    """Open the account; of two at one moment the database lets one through, the other is told."""
    try:
        return _open_party_account(actor, entry, Hidden(password), counter, now=now, once=once)
    except IntegrityError as error:
        login = people.read_phone(entry.phone, china_date(now))
        taken = Account.objects.filter(login=login).exists()
        raise (logins.LoginTaken() if taken else people.AlreadyRegistered()) from error


@use_case(Opened)
def _open_party_account(
    actor: Actor, entry: Entry, password: Hidden, counter: bool, *, now: datetime, once: str = ""
) -> Opened:
    today = china_date(now)
    phone = people.read_phone(entry.phone, today)
    if Account.objects.filter(login=phone).exists():
        raise logins.LoginTaken()
    known = party_queries.by_id_number(people.read_number(_NUMBER[entry.kind], entry.number, today)[0])
    party = parties.find_or_register(actor, entry, now=now).id
    _require_first(party, counter or known is None or known.phone == phone, counter)
    one = Account(
        login=phone, name=people.read_name(entry.name, today, most=people.PERSON_NAME_MAX), created_at=now
    )
    one.party_id = party
    made = save_with(one, password, now)
    data = {"login": mask_phone(phone), "party": party, **({"papers": "seen"} if counter else {})}
    note(Kind.ACCOUNT_OPENED, made.pk, actor, now, data)
    return Opened(made.pk, party)


def _require_first(party: int, proven: bool, counter: bool) -> None:
    """Nobody has an account of this party yet, and who asks is the party. The clerk is told which it is."""
    taken = Account.objects.filter(party_id=party).exists()
    if taken and counter:
        raise logins.AccountTaken()
    if taken or not proven:
        raise people.AlreadyRegistered()


def open_staff_account(
    actor: Actor, staff_number: str, password: str, *, now: datetime, once: str = ""
) -> Opened:
    """Open the account of a member of staff with a password that is theirs: they type it
    (`yimen first-admin`), or it is of the sample. The system alone; everybody else goes by
    `open_with_first_password`.

    Raises NotPermitted, NotThere, AccountTaken, WeakPassword.
    """
    if not actor.is_system:
        raise NotPermitted()
    return _open_staff_account(actor, staff_number, Hidden(password), False, now=now, once=once)


def open_with_first_password(actor: Actor, staff_number: str, *, now: datetime, once: str = "") -> OneTime:
    """Open the account of a member of staff with a password that the system makes. SECURITY.

    It is shown once, over after `passwords.FIRST_HOURS`, and must be changed at the first sign-in.
    Raises NotPermitted, NotThere, AccountTaken.
    """
    made = make_first(staff_number)
    done = _open_staff_account(actor, staff_number, Hidden(made), True, now=now, once=once)
    return first_of(done.account, made)


@use_case(Opened)
def _open_staff_account(
    actor: Actor, staff_number: str, password: Hidden, first: bool, *, now: datetime, once: str = ""
) -> Opened:
    require_role(actor, Role.SECURITY)
    staff = bureau.staff_by_number(staff_number.strip().upper())
    if staff is None or not staff.active:
        raise NotThere(what="工号", number=staff_number)
    if Account.objects.filter(login=staff.number).exists():
        raise logins.AccountTaken()
    one = Account(login=staff.number, name=staff.name, created_at=now)
    one.staff_id, one.must_change = staff.pk, first
    made = save_with(one, password, now)
    lasts = {"hours": passwords.FIRST_HOURS} if first else {}
    note(Kind.ACCOUNT_OPENED, made.pk, actor, now, {"login": staff.number, **lasts})
    return Opened(made.pk)


# --- closing ----------------------------------------------------------------------------------------------
@use_case(Opened)
def close_account(actor: Actor, account: int | None = None, *, now: datetime, once: str = "") -> Opened:
    """Close one's own account, or any as SECURITY or ADMIN: nobody signs in with it, sessions and tokens end.

    Cases stay. Raises AccountNotFound.
    """
    pk = actor.account if account is None else account
    if pk != actor.account:
        require_role(actor, Role.SECURITY, Role.ADMIN)
    one = the_account(pk)
    Account.objects.filter(pk=one.pk).update(is_active=False)
    drop_sessions(one.pk)
    ApiToken.objects.filter(account=one, revoked_at__isnull=True).update(revoked_at=now)
    note(Kind.ACCOUNT_CLOSED, one.pk, actor, now, {})
    return Opened(one.pk, one.party_id)


def set_elder(actor: Actor, elder: bool) -> None:
    """Remember 长辈版 for one's own account. A taste, not an event."""
    with transaction.atomic(durable=True):
        Account.objects.filter(pk=actor.account or 0).update(elder=elder)
