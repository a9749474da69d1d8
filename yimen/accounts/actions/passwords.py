"""Writing passwords: changed by their owner, or set anew by somebody who may.

Passwords never reach the trail nor the memory of repeated requests: they travel `Hidden`.
"""

from __future__ import annotations

from datetime import datetime

from yimen.rules import logins, passwords
from yimen.rules.authority import Actor, NotPermitted, require_role
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account
from .common import OneTime, Opened, first_of, make_first, note, save_with, the_account
from .second_step import forget_step
from .sessions import drop_sessions


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
    """Set a forgotten password of an applicant, who types it. CLERK or SECURITY, who saw their papers.

    Nobody chooses one for staff: `one_time_password`. Sessions end everywhere. The second step goes with it,
    for that may be what was lost. Raises NotPermitted, PapersNotSeen, AccountNotFound, WeakPassword.
    """
    return _reset_password(actor, login, Hidden(new), papers_seen, now=now, once=once)


def one_time_password(actor: Actor, number: str, *, now: datetime, once: str = "") -> OneTime:
    """A password that the system makes for a member of staff whose own is forgotten or whose first lapsed.

    SECURITY. Shown once, over after `passwords.FIRST_HOURS`, to be changed at sign-in; the second step
    stays (`reset_second_step`). Raises NotPermitted, AccountNotFound.
    """
    made = make_first(number)
    done = _renew_password(actor, number, Hidden(made), now=now, once=once)
    return first_of(done.account, made)


@use_case(Opened)
def _renew_password(actor: Actor, number: str, new: Hidden, *, now: datetime, once: str = "") -> Opened:
    require_role(actor, Role.SECURITY)
    found = Account.objects.filter(login=number.strip().upper(), staff__isnull=False).only("pk").first()
    one = the_account(found.pk if found else None)
    one.must_change = True
    save_with(one, new, now)
    drop_sessions(one.pk)
    note(Kind.PASSWORD_CHANGED, one.pk, actor, now, {"act": "reset", "hours": passwords.FIRST_HOURS})
    return Opened(one.pk)


@use_case(Opened)
def _reset_password(
    actor: Actor, login: str, new: Hidden, papers_seen: bool, *, now: datetime, once: str = ""
) -> Opened:
    found = Account.objects.filter(login=login.strip().upper()).only("pk", "staff").first()
    require_role(actor, Role.SECURITY, Role.CLERK)
    if found is not None and found.staff_id is not None:
        raise NotPermitted()
    logins.require_papers(papers_seen)
    one = the_account(found.pk if found else None)
    save_with(one, new, now)
    drop_sessions(one.pk)
    data = {"act": "reset", "papers": "seen"}
    if one.second_step_at is not None:
        forget_step(one.pk)
        note(Kind.SECOND_STEP_ENDED, one.pk, actor, now, {"act": "reset", "papers": "seen"})
    note(Kind.PASSWORD_CHANGED, one.pk, actor, now, data)
    return Opened(one.pk, one.party_id)
