"""Writing passwords: changed by their owner, or set anew by somebody who may.

Passwords never reach the trail nor the memory of repeated requests: they travel `Hidden`.
"""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import datetime

from yimen.rules import logins
from yimen.rules.authority import Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account
from .common import Opened, note, save_with, the_account
from .second_step import forget_step
from .sessions import drop_sessions

#: Characters of a password that is read out or copied by hand: none that is taken for another.
_READABLE = "".join(c for c in string.ascii_letters + string.digits if c not in "0O1lIo")
_ONE_TIME_LENGTH = 14


@dataclass(frozen=True)
class OneTime:
    """A password for one sign-in. Empty where the same request comes again: it is shown once."""

    account: int
    password: str


def change_password(
    actor: Actor, old: str, new: str, *, keep: str = "", now: datetime, once: str = ""
) -> Opened:
    """Change one's own password. All sessions end but that with the key `keep`, which is told of the new hash
    by its door. Raises WrongPassword, WeakPassword."""
    return _change_password(actor, Hidden(old), Hidden(new), Hidden(keep), now=now, once=once)


@use_case(Opened)
def _change_password(
    actor: Actor, old: Hidden, new: Hidden, keep: Hidden, *, now: datetime, once: str = ""
) -> Opened:
    one = the_account(actor.account)
    if not one.check_password(old.value):
        raise logins.WrongPassword()
    one.must_change = False
    save_with(one, new, now)
    drop_sessions(one.pk, keep=keep.value)
    note(Kind.PASSWORD_CHANGED, one.pk, actor, now, {})
    return Opened(one.pk, one.party_id)


def reset_password(
    actor: Actor, login: str, new: str, *, papers_seen: bool = False, now: datetime, once: str = ""
) -> Opened:
    """Set a forgotten password. Of staff: SECURITY. Of an applicant: CLERK or SECURITY, who saw their papers.

    Sessions end everywhere; staff must change it when they sign in. Who showed their papers loses the second
    step with it, for that may be what was lost; that of staff stays (`reset_second_step`).
    Raises PapersNotSeen, AccountNotFound, WeakPassword.
    """
    return _reset_password(actor, login, Hidden(new), papers_seen, now=now, once=once)


def one_time_password(actor: Actor, number: str, *, now: datetime, once: str = "") -> OneTime:
    """A password that the system makes for a member of staff, shown once, to be changed at sign-in. SECURITY.

    Raises NotPermitted, AccountNotFound.
    """
    made = "".join(secrets.choice(_READABLE) for _ in range(_ONE_TIME_LENGTH - 3)) + "-2a"
    done = _reset_password(actor, number, Hidden(made), False, now=now, once=once)
    fresh = Account.objects.get(pk=done.account).check_password(made)
    return OneTime(done.account, made if fresh else "")


@use_case(Opened)
def _reset_password(
    actor: Actor, login: str, new: Hidden, papers_seen: bool, *, now: datetime, once: str = ""
) -> Opened:
    found = Account.objects.filter(login=login.strip().upper()).only("pk", "staff").first()
    applicant = found is not None and found.staff_id is None
    require_role(actor, Role.SECURITY, *([Role.CLERK] if applicant else []))
    if applicant:
        logins.require_papers(papers_seen)
    one = the_account(found.pk if found else None)
    one.must_change = not applicant and not actor.is_system
    save_with(one, new, now)
    drop_sessions(one.pk)
    data = {"act": "reset", **({"papers": "seen"} if applicant else {})}
    if applicant and one.second_step_at is not None:
        forget_step(one.pk)
        note(Kind.SECOND_STEP_ENDED, one.pk, actor, now, {"act": "reset", "papers": "seen"})
    note(Kind.PASSWORD_CHANGED, one.pk, actor, now, data)
    return Opened(one.pk, one.party_id)
