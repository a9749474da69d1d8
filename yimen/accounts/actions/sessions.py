"""Writing sessions: kept, seen, and ended by their owner, by the clock, or by what befell the account."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import IntegrityError, connection, transaction

from yimen.rules import visits
from yimen.rules.authority import Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail.usecase import use_case

from ..hidden import Hidden
from ..models import Account, Session
from ..queries import session_label
from .common import note, the_account

#: Seconds that reading a page may wait for other writers, to note that somebody read it.
PATIENCE = 0.2
#: What of a session changes after it was made; when it was seen is written apart.
_CHANGES = ["account_id", "session_data", "expire_date"]


def write_session(row: Session, fresh: bool) -> None:
    """Write a session's row. Raises CreateError (the key is taken), UpdateError (it is gone)."""
    if fresh:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise CreateError from error
        return
    changes = {name: getattr(row, name) for name in _CHANGES}
    with transaction.atomic():
        if not Session.objects.filter(pk=row.pk).update(**changes):
            raise UpdateError


def drop_sessions(account: int, *, keep: str = "") -> int:
    """End all sessions of an account but the one with the key `keep`; how many. Part of an action."""
    ended, _ = Session.objects.filter(account_id=account).exclude(pk=keep).delete()
    return ended


def _hurried() -> AbstractContextManager[None]:
    """Writers of SQLite wait for each other, up to half a minute; a reader does not wait with them."""
    hurried = getattr(connection, "hurried", None)
    return hurried(PATIENCE) if hurried else nullcontext()


def note_seen(key: str, *, now: datetime) -> None:
    """Keep when a session was last used, once a minute. Raises OperationalError where others write."""
    stale = now - visits.SEEN_EVERY
    with _hurried(), transaction.atomic(durable=True):
        mine = Session.objects.filter(pk=key)
        (mine.filter(seen_at__lte=stale) | mine.filter(seen_at__gt=now + visits.SEEN_EVERY)).update(
            seen_at=now
        )


def end_unused(actor: Actor, key: str, *, now: datetime, why: str = "unused") -> None:
    """A session is over by the clock; `why`: by what else ("device": it left its kiosk). Raises
    OperationalError where others write: it is over all the same."""
    with _hurried(), transaction.atomic(durable=True):
        if Session.objects.filter(pk=key).delete()[0]:
            note(Kind.SESSION_ENDED, actor.account or 0, actor, now, {"act": why})


@dataclass(frozen=True)
class Ended:
    """So many sessions were ended; 0: they were over already."""

    sessions: int


@use_case(Ended)
def end_session(actor: Actor, label: str, *, now: datetime, once: str = "") -> Ended:
    """End one of one's own sessions, by its label. One that is over is no error. Raises AccountNotFound."""
    one = the_account(actor.account)
    keys = Session.objects.filter(account=one).values_list("pk", flat=True)
    found = [key for key in keys if session_label(key) == label]
    ended, _ = Session.objects.filter(pk__in=found).delete()
    return _ended(one, actor, now, {"act": "own"}, ended)


def end_other_sessions(actor: Actor, keep: str, *, now: datetime, once: str = "") -> Ended:
    """End all of one's own sessions but that with the key `keep`. Raises AccountNotFound."""
    return _end_others(actor, Hidden(keep), now=now, once=once)


@use_case(Ended)
def _end_others(actor: Actor, keep: Hidden, *, now: datetime, once: str = "") -> Ended:
    one = the_account(actor.account)
    return _ended(one, actor, now, {"act": "own"}, drop_sessions(one.pk, keep=keep.value))


@use_case(Ended)
def end_sessions_of(
    actor: Actor, number: str, *, why: str = "administrator", now: datetime, once: str = ""
) -> Ended:
    """End all sessions of a member of staff; `why` stands in the record ("post": one was lost). SECURITY.

    No account is no error.
    """
    require_role(actor, Role.SECURITY)
    found = Account.objects.filter(login=number.strip().upper()).only("pk").first()
    if found is None:
        return Ended(0)
    return _ended(found, actor, now, {"act": why}, drop_sessions(found.pk))


def _ended(one: Account, actor: Actor, now: datetime, why: dict[str, str], sessions: int) -> Ended:
    if sessions:
        note(Kind.SESSION_ENDED, one.pk, actor, now, {**why, "sessions": sessions})
    return Ended(sessions)
