"""Reading accounts: who somebody is, as rules know it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth import BACKEND_SESSION_KEY
from django.utils.crypto import salted_hmac

from yimen.bureau import queries as bureau
from yimen.parties import queries as parties
from yimen.parties.queries import helping
from yimen.rules import logins, passwords, visits
from yimen.rules.authority import Actor, Post
from yimen.rules.calendar import china_date
from yimen.rules.codes import half_width
from yimen.rules.events import Kind
from yimen.rules.logins import LOCKED, TRIES, TRIES_ANYWHERE, TRIES_WITHIN
from yimen.rules.logins import minutes_locked as minutes_left
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.trail import rows
from yimen.trail.chain import sm3

from . import codes
from .models import Account, ApiToken, RecoveryCode, SecondStep, Session

#: Where a session keeps from where and by what it was opened.
NETWORK, BROWSER = "network", "browser"


def actor_of(account: Account, now: datetime) -> Actor:
    """The actor behind a signed-in account: own party, mandates held today, posts held today."""
    today = china_date(now)
    staff = account.staff
    posts = bureau.posts_of(staff.pk, today) if staff else ()
    return Actor(
        account=account.pk,
        name=account.name,
        party=account.party_id,
        acts_for=parties.mandates_of(account.party_id, today) if account.party_id else frozenset(),
        helps=_helps(staff.number, posts, today) if staff else frozenset(),
        staff=staff.number if staff else "",
        posts=posts,
    )


def _helps(staff: str, posts: tuple[Post, ...], today: date) -> frozenset[tuple[int, str, str]]:
    """Whom a helper may help today; nobody else is asked, and who lost the post helps nobody."""
    if not any(post.role is Role.HELPER for post in posts):
        return frozenset()
    return helping.helps_of(staff, today)


def must_change_password(account: Account, now: datetime, days: int) -> bool:
    """Whether nothing else can be done: somebody else chose the password, or staff had it for `days` days."""
    end = passwords.ends_at(account.password_at, days) if account.staff_id else None
    return account.must_change or (end is not None and end <= now)


def first_password_ends(account: Account) -> datetime | None:
    """Until when a password lets in that the system made for this account; None: it has its own."""
    return passwords.first_ends_at(account.password_at, account.must_change)


def require_in_time(account: Account, now: datetime) -> None:
    """Raise FirstPasswordLapsed where the account still has a password that the system made, and too long."""
    passwords.require_in_time(account.password_at, account.must_change, now)


def password_days_left(account: Account, now: datetime, days: int) -> int | None:
    """Days until staff must change the password, where it is time to say so; else None."""
    return passwords.days_left(account.password_at, days, now) if account.staff_id else None


def account_by_login(login: str) -> Account | None:
    """One active account."""
    return Account.objects.select_related("party", "staff").filter(login=login, is_active=True).first()


#: A secret that was shown and not confirmed is shown again for so long.
SHOWN_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class StepView:
    """The second step as its owner sees it. `secret`: only until it is confirmed, and not for long."""

    since: datetime | None
    secret: str = ""
    codes_left: int = 0


def second_step_of(account_id: int | None, now: datetime) -> StepView:
    """Since when an account has a second step, or what is being set up."""
    account = Account.objects.filter(pk=account_id or 0).first()
    since = account.second_step_at if account else None
    if since is not None:
        left = RecoveryCode.objects.filter(account_id=account_id or 0, used_at__isnull=True).count()
        return StepView(since, codes_left=left)
    begun = SecondStep.objects.filter(account_id=account_id or 0, made_at__gt=now - SHOWN_FOR).first()
    return StepView(None, begun.secret if begun else "")


def fresh_digits(account: Account, secret: str, now: datetime) -> str:
    """The code of a secret that this account would take now; "" until the next one. For the demo alone, which
    knows the secret."""
    used = SecondStep.objects.filter(account=account).values_list("last_step", flat=True).first()
    return codes.digits_at(secret, now, -1 if used is None else used)


def require_proof(account_id: int | None, password: str, since: datetime | None, now: datetime) -> None:
    """It is still the owner who asks; see `logins.require_proof`. Raises AccountNotFound, WrongPassword,
    SignInAgain."""
    found = account(account_id)
    if found is None:
        raise logins.AccountNotFound()
    right = found.check_password(password) if found.has_usable_password() else None
    logins.require_proof(right, since, now)


def account(pk: int | None) -> Account | None:
    """An active account, with what tells who it is."""
    return Account.objects.select_related("party", "staff").filter(pk=pk or 0, is_active=True).first()


def session_label(key: str) -> str:
    """What stands for a session on a page: its key would let in whoever reads it."""
    return salted_hmac("yimen.accounts.session", key, algorithm="sha256").hexdigest()[:20]


@dataclass(frozen=True)
class SessionView:
    """A session as its owner sees it. `network`: the address in part; `browser`: family and system."""

    label: str
    started_at: datetime
    seen_at: datetime
    network: str
    browser: tuple[str, str]
    stepped: bool
    this: bool


def sessions_of(
    account_id: int | None, key: str | None, span: visits.Span, now: datetime
) -> list[SessionView]:
    """The sessions of an account that still last, the latest used first. `key`: of the one that asks."""
    rows = Session.objects.filter(account_id=account_id or 0, expire_date__gt=now).order_by("-seen_at", "pk")
    return [
        _session(row, key) for row in rows
        if visits.left(span, row.started_at, row.seen_at, now) > timedelta(0)
    ]  # fmt: skip


def _session(row: Session, key: str | None) -> SessionView:
    held = row.get_decoded()
    browser = held.get(BROWSER, (visits.OTHER, ""))
    return SessionView(
        session_label(row.pk), row.started_at, row.seen_at, held.get(NETWORK, ""), (browser[0], browser[1]),
        held.get(BACKEND_SESSION_KEY, "").endswith(".ByCode"), row.pk == key,
    )  # fmt: skip


@dataclass(frozen=True)
class Lasting:
    """A session that is there: since when, when it was last used, and what it holds."""

    started_at: datetime
    seen_at: datetime
    held: dict[str, Any]


def session_of(account_id: int, label: str, now: datetime) -> Lasting | None:
    """The session of an account behind this label; None: it was ended."""
    rows = Session.objects.filter(account_id=account_id, expire_date__gt=now)
    found = next((row for row in rows if session_label(row.pk) == label), None)
    return Lasting(found.started_at, found.seen_at, found.get_decoded()) if found is not None else None


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


#: Asked at every call of the interface: of the account only what an actor is made of.
_TOKENS: rows.Ready[ApiToken] = rows.Ready(
    lambda digest: (
        ApiToken.objects.select_related("account", "account__staff")
        .filter(digest=digest, revoked_at__isnull=True, account__is_active=True)
        .only(
            "account_id", "scopes", "expires_at", "used_at", "account__name", "account__party_id",
            "account__staff_id", "account__staff__number",
        )
    ),
    str,
)  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """Who calls by a token, and when the token was last used, to the hour."""

    actor: Actor
    used_at: datetime | None


def caller(secret: str, now: datetime) -> Caller | None:
    """Who acts by this token, with its scopes; None for an unknown, ended or expired one."""
    found = _TOKENS.first(sm3(secret.encode()))
    if found is None or found.expires_at <= now:
        return None
    actor = replace(actor_of(found.account, now), scopes=frozenset(found.scopes))
    return Caller(actor, found.used_at)


def tokens_of(account_id: int) -> list[TokenView]:
    """All tokens of an account, newest first."""
    return [
        TokenView(t.pk, t.name, tuple(t.scopes), t.created_at, t.expires_at, t.revoked_at, t.used_at)
        for t in ApiToken.objects.filter(account_id=account_id).order_by("-pk")
    ]


def attempt_label(login: str) -> str:
    """How tries of a login are counted: a keyed digest, since telephone numbers are few enough to guess."""
    return (
        "login:"
        + salted_hmac("yimen.accounts.login", login.strip().upper(), algorithm="sha256").hexdigest()[:32]
    )


def rests(login: str, now: datetime) -> bool:
    """Whether this login had so many failures of late, from anywhere, that it rests everywhere.

    `logins.TRIES_ANYWHERE` within `TRIES_WITHIN`, and nobody unlocked it since.
    """
    label = attempt_label(login)
    failed = trail.latest(kind=str(Kind.SIGN_IN_FAILED), actor=label, limit=TRIES_ANYWHERE)
    if len(failed) < TRIES_ANYWHERE or failed[-1].at <= now - TRIES_WITHIN:
        return False
    opened = trail.history(label)
    return not opened or opened[-1].at < failed[-1].at


def minutes_locked(login: str, now: datetime, address: str | None = None) -> int:
    """Minutes until this login opens again, for one address or (None) for the longest; 0: open."""
    if rests(login, now):
        return int(TRIES_WITHIN.total_seconds() // 60)
    rows = AccessAttempt.objects.filter(username=attempt_label(login), attempt_time__gt=now - LOCKED)
    if address is not None:
        rows = rows.filter(ip_address=address)
    counted: dict[str | None, tuple[int, datetime]] = {}
    for row in rows:
        failures, last = counted.get(row.ip_address, (0, row.attempt_time))
        counted[row.ip_address] = failures + row.failures_since_start, max(last, row.attempt_time)
    return max(
        (minutes_left(last, now) for failures, last in counted.values() if failures >= TRIES), default=0
    )


def login_of(account_id: int) -> str:
    """The login of an account, "" if there is none."""
    found = Account.objects.filter(pk=account_id).first()
    return found.login if found else ""


def account_of_number(id_number: str) -> Account | None:
    """The active account of the person with this identity number; None for none, for a firm, for staff."""
    found = parties.by_id_number(id_number)
    if found is None or not parties.masked(found).is_person:
        return None
    rows = Account.objects.select_related("party", "staff")
    return rows.filter(party_id=found.pk, staff__isnull=True, is_active=True).first()


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


def seen_in_person(account_id: int) -> datetime | None:
    """When a clerk saw the papers of an account's owner and opened it; None: they opened it by themselves."""
    opened = trail.last(f"account:{account_id}", str(Kind.ACCOUNT_OPENED))
    return opened.at if opened is not None and opened.data.get("papers") == "seen" else None
