"""帮代办委托: a helper asks, the principal confirms, either side ends it.

Asking gives nothing. What a code is made of lies on the row; the digits leave after commit, by the reaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yimen.rules import people
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.helping import mandate as rules
from yimen.rules.helping.terms import Confirmed, HelpEvent
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import HelpMandate, Party
from ..queries import match
from ..queries.helping import asked_of, digits_of

#: Bytes of the seed of a code.
_SEED = 16


@dataclass(frozen=True)
class Helped:
    """A mandate of help and whether it holds; `left`: how often a wrong code may still be followed by one."""

    id: int
    confirmed: bool = False
    left: int = 0


@use_case(Helped)
def ask_help(
    actor: Actor,
    name: str,
    number: str,
    kind: str,
    items: Sequence[str],
    from_day: date,
    to_day: date,
    *,
    now: datetime,
    once: str = "",
) -> Helped:
    """Ask to help the party of this name and number, which must be on file; no `items` means all. HELPER.

    It gives nothing until the principal confirms. Raises PartyNotFound, HelpKindUnknown, MandateDays,
    HelpAskedBefore.
    """
    require_role(actor, Role.HELPER)
    chosen = rules.read_kind(kind)
    people.check_mandate_days(from_day, to_day, china_date(now))
    principal = _locked(match(name, number))
    since = now - timedelta(days=rules.WAITS_DAYS)
    open_ones = HelpMandate.objects.filter(
        principal_id=principal, staff=actor.staff, asked_at__gt=since,
        confirmed_at__isnull=True, ended_at__isnull=True,
    )  # fmt: skip
    if open_ones.exists():
        raise rules.HelpAskedBefore()
    codes = sorted({code.strip() for code in items} - {""})
    made = HelpMandate.objects.create(
        principal_id=principal, staff=actor.staff, kind=str(chosen), items=codes, from_day=from_day,
        to_day=to_day, asked_at=now,
    )  # fmt: skip
    data = {"kind": str(chosen), "items": codes, "from": from_day.isoformat(), "to": to_day.isoformat()}
    _note(HelpEvent.ASKED, made, actor, now, data)
    return Helped(made.pk)


def _locked(principal: int | None) -> int:
    """The party, locked, for its stream has one writer. Raises PartyNotFound."""
    found = Party.objects.select_for_update().only("pk").filter(pk=principal or 0).first()
    if found is None:
        raise people.PartyNotFound()
    return found.pk


@use_case(Helped)
def send_code(actor: Actor, mandate: int, *, now: datetime, once: str = "") -> Helped:
    """The helper who asked has a fresh code sent to the principal's telephone on file; an older one ends.

    Raises HelpNotFound, HelpConfirmedBefore, HelpEnded, NoPhoneOnFile, CodesUsedUp, CodeTooSoon.
    """
    found = _held(actor, mandate, helper_only=True)
    asked = asked_of(found)
    rules.require_waiting(asked, now)
    rules.require_sendable(asked, found.principal.phone, now)
    found.seed, found.code_at, found.sent, found.tries = secrets.token_hex(_SEED), now, found.sent + 1, 0
    found.save(update_fields=["seed", "code_at", "sent", "tries"])
    _note(HelpEvent.CODE_SENT, found, actor, now, {"sending": found.sent})
    return Helped(found.pk)


def confirm_by_code(actor: Actor, mandate: int, digits: str, *, now: datetime, once: str = "") -> Helped:
    """The principal told the helper the code that came: the mandate counts. A wrong try is counted and kept.

    Raises HelpNotFound, HelpConfirmedBefore, HelpEnded, HelpCodeExpired, WrongHelpCode.
    """
    done = _try_code(actor, mandate, digits, now=now, once=once)
    if not done.confirmed:
        raise rules.WrongHelpCode(left=done.left)
    return done


@use_case(Helped)
def _try_code(actor: Actor, mandate: int, digits: str, *, now: datetime, once: str = "") -> Helped:
    """A wrong code is an answer, no refusal: what a refusal writes would be undone with it."""
    found = _held(actor, mandate, helper_only=True)
    asked = asked_of(found)
    rules.require_waiting(asked, now)
    if not rules.fits(asked, digits, digits_of(found), now):
        found.tries += 1
        found.save(update_fields=["tries"])
        left = rules.TRIES - found.tries
        _note(HelpEvent.CODE_WRONG, found, actor, now, {"left": left})
        return Helped(found.pk, False, left)
    return _confirm(found, Confirmed.CODE, actor, now)


@use_case(Helped)
def confirm_help(actor: Actor, mandate: int, *, now: datetime, once: str = "") -> Helped:
    """The principal says yes by their own account, or before a clerk who is not the helper.

    Raises HelpNotFound, HelpConfirmedBefore, HelpEnded, HelperConfirms.
    """
    found = _held(actor, mandate)
    asked = asked_of(found)
    how = rules.confirmer(actor, asked)
    rules.require_waiting(asked, now)
    return _confirm(found, how, actor, now)


def _confirm(found: HelpMandate, how: Confirmed, actor: Actor, now: datetime) -> Helped:
    found.confirmed_at, found.confirmed_how, found.confirmed_by = now, str(how), actor.label
    found.seed = ""
    found.save(update_fields=["confirmed_at", "confirmed_how", "confirmed_by", "seed"])
    _note(HelpEvent.CONFIRMED, found, actor, now, {"how": str(how), "kind": found.kind})
    return Helped(found.pk, True)


@use_case(Helped)
def end_help(actor: Actor, mandate: int, *, now: datetime, once: str = "") -> Helped:
    """End a mandate of help at once, or take back what was asked: the principal, the helper, the counter.

    What was done before stands. Raises HelpNotFound, HelpEnded.
    """
    found = _held(actor, mandate)
    if found.ended_at is not None:
        raise rules.HelpEnded()
    found.ended_at, found.ended_by, found.seed = now, actor.label, ""
    found.save(update_fields=["ended_at", "ended_by", "seed"])
    _note(HelpEvent.ENDED, found, actor, now, {})
    return Helped(found.pk)


def _held(actor: Actor, mandate: int, *, helper_only: bool = False) -> HelpMandate:
    """The mandate, locked with its principal, where it is the actor's. Raises HelpNotFound."""
    found = HelpMandate.objects.select_for_update(of=("self",)).select_related("principal").filter(
        pk=mandate
    ).first()  # fmt: skip
    if found is None or not _may_hold(actor, found, helper_only):
        raise rules.HelpNotFound()
    _locked(found.principal_id)
    return found


def _may_hold(actor: Actor, found: HelpMandate, helper_only: bool) -> bool:
    if helper_only:
        return bool(actor.staff) and actor.staff == found.staff
    at_counter = any(post.role is Role.CLERK for post in actor.posts)
    return at_counter or rules.is_side(actor, asked_of(found))


def _note(event: HelpEvent, found: HelpMandate, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
    facts = {"mandate": found.pk, "helper": found.staff, **data}
    trail.append(f"party:{found.principal_id}", event, actor.label, now, facts)
