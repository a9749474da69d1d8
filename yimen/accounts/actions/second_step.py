"""Writing the second step of signing in: set up, confirmed, used, renewed, turned off, reset by another.

Secrets and codes never reach the trail nor the memory of repeated requests: they travel `Hidden`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yimen.rules import authority, second_step
from yimen.rules.authority import Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail.usecase import use_case

from .. import codes
from ..hidden import Hidden
from ..models import Account, RecoveryCode, SecondStep
from .common import Opened, note, prove, the_account
from .sessions import drop_sessions


@dataclass(frozen=True)
class Confirmed:
    """The second step counts. `codes` are shown once: empty where the same request comes again."""

    account: int
    codes: tuple[str, ...] = ()


def begin_second_step(
    actor: Actor, password: str, *, since: datetime | None = None, now: datetime, once: str = ""
) -> Opened:
    """Make the secret of one's own second step, which counts once a code of it came back.

    The password is asked for again: a session left open is not enough. A secret that was not confirmed is
    replaced. `since`: when the session began. Raises WrongPassword, SignInAgain, StepStands, AccountNotFound.
    """
    return _begin(actor, Hidden(password), since, now=now, once=once)


@use_case(Opened)
def _begin(
    actor: Actor, password: Hidden, since: datetime | None, *, now: datetime, once: str = ""
) -> Opened:
    one = the_account(actor.account)
    prove(one, password, since, now)
    if one.second_step_at is not None:
        raise second_step.StepStands()
    facts = {"secret": codes.make_secret(), "last_step": -1, "made_at": now}
    SecondStep.objects.update_or_create(account=one, defaults=facts)
    return Opened(one.pk, one.party_id)


def confirm_second_step(actor: Actor, code: str, *, now: datetime, once: str = "") -> Confirmed:
    """The first code came back: from now on signing in asks for one. All other sessions end.

    Raises WrongCode, StepStands, StepNotBegun.
    """
    return _with_codes(lambda kept: _confirm(actor, Hidden(code), kept, now=now, once=once))


def _with_codes(write: Callable[[Hidden], Opened]) -> Confirmed:
    """New recovery codes, told only where this very sending wrote them."""
    made, salt = codes.make_recovery_codes(), codes.make_salt()
    kept = [codes.slow_hash(one, salt) for one in made]
    done = write(Hidden("\n".join(kept)))
    fresh = RecoveryCode.objects.filter(account_id=done.account, code=kept[0]).exists()
    return Confirmed(done.account, made if fresh else ())


@use_case(Opened)
def _confirm(actor: Actor, code: Hidden, kept: Hidden, *, now: datetime, once: str = "") -> Opened:
    one = the_account(actor.account)
    held = SecondStep.objects.filter(account=one).first()
    if one.second_step_at is not None:
        raise second_step.StepStands()
    if held is None:
        raise second_step.StepNotBegun()
    if not _take(held, second_step.read_code(code.value)[0], now):
        raise second_step.WrongCode()
    _stand(one, kept.value.split("\n"), now)
    note(Kind.SECOND_STEP_SET, one.pk, actor, now, {})
    return Opened(one.pk, one.party_id)


def _stand(one: Account, kept: list[str], now: datetime) -> None:
    """The account has a second step, these recovery codes, and no session that came without it."""
    Account.objects.filter(pk=one.pk).update(second_step_at=now)
    _replace_codes(one.pk, kept)
    drop_sessions(one.pk)


def _replace_codes(account: int, kept: list[str]) -> None:
    RecoveryCode.objects.filter(account_id=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account_id=account, code=one) for one in kept)


def _take(held: SecondStep, digits: str, now: datetime) -> bool:
    """Whether the digits fit and were not used; then no code of their step or before comes again."""
    step = codes.step_of(held.secret, digits, now, held.last_step) if digits else None
    if step is None:
        return False
    return bool(SecondStep.objects.filter(pk=held.pk, last_step__lt=step).update(last_step=step))


def use_code(account: int, typed: str, *, now: datetime) -> bool:
    """Whether a code or recovery code of this account fits; it is used up with that."""
    digits, recovery = second_step.read_code(typed)
    salt = RecoveryCode.objects.filter(account_id=account).values_list("code", flat=True).first()
    kept = codes.slow_hash(recovery, codes.salt_of(salt)) if recovery and salt else ""
    with transaction.atomic(durable=True):
        if kept:
            return _use_recovery(account, kept, now)
        held = SecondStep.objects.select_for_update(of=("self",)).filter(
            account_id=account, account__second_step_at__isnull=False, account__is_active=True
        )
        found = held.first()
        return found is not None and _take(found, digits, now)


def _use_recovery(account: int, kept: str, now: datetime) -> bool:
    free = RecoveryCode.objects.filter(account_id=account, code=kept, used_at__isnull=True)
    if not free.update(used_at=now):
        return False
    left = RecoveryCode.objects.filter(account_id=account, used_at__isnull=True).count()
    note(Kind.RECOVERY_USED, account, Actor(account, ""), now, {"left": left})
    return True


def renew_recovery_codes(actor: Actor, code: str, *, now: datetime, once: str = "") -> Confirmed:
    """Ten new recovery codes instead of those that are left, for a present code. Raises WrongCode,
    StepNotBegun."""
    return _with_codes(lambda kept: _renew(actor, Hidden(code), kept, now=now, once=once))


@use_case(Opened)
def _renew(actor: Actor, code: Hidden, kept: Hidden, *, now: datetime, once: str = "") -> Opened:
    one = _proven(actor, code, now)
    _replace_codes(one.pk, kept.value.split("\n"))
    note(Kind.RECOVERY_RENEWED, one.pk, actor, now, {})
    return Opened(one.pk, one.party_id)


def end_second_step(actor: Actor, code: str, *, custodian: bool, now: datetime, once: str = "") -> Opened:
    """Turn off one's own second step, for a present code. Raises StepRequired, WrongCode, StepNotBegun.

    `custodian`: whether the actor keeps the seal today.
    """
    return _end(actor, Hidden(code), custodian, now=now, once=once)


@use_case(Opened)
def _end(actor: Actor, code: Hidden, custodian: bool, *, now: datetime, once: str = "") -> Opened:
    if second_step.required(actor.roles, custodian):
        raise second_step.StepRequired()
    one = _proven(actor, code, now)
    forget_step(one.pk)
    note(Kind.SECOND_STEP_ENDED, one.pk, actor, now, {})
    return Opened(one.pk, one.party_id)


def _proven(actor: Actor, code: Hidden, now: datetime) -> Account:
    one = the_account(actor.account)
    held = SecondStep.objects.filter(account=one).first()
    if held is None or one.second_step_at is None:
        raise second_step.StepNotBegun()
    if not _take(held, second_step.read_code(code.value)[0], now):
        raise second_step.WrongCode()
    return one


def forget_step(account: int) -> None:
    """The account has no second step any more. Part of an action, which notes it."""
    SecondStep.objects.filter(account_id=account).delete()
    RecoveryCode.objects.filter(account_id=account).delete()
    Account.objects.filter(pk=account).update(second_step_at=None)


@use_case(Opened)
def reset_second_step(actor: Actor, login: str, *, now: datetime, once: str = "") -> Opened:
    """Take away the second step of somebody who lost telephone and codes; all their sessions end. SECURITY.

    Raises OwnStep, AccountNotFound, StepNotBegun.
    """
    require_role(actor, Role.SECURITY)
    found = Account.objects.filter(login=login.strip().upper()).only("pk").first()
    one = the_account(found.pk if found else None)
    if one.pk == actor.account:
        raise second_step.OwnStep()
    if one.second_step_at is None:
        raise second_step.StepNotBegun()
    forget_step(one.pk)
    ended = drop_sessions(one.pk)
    note(Kind.SECOND_STEP_ENDED, one.pk, actor, now, {"act": "reset", "sessions": ended})
    return Opened(one.pk, one.party_id)


def enrol_known(actor: Actor, login: str, secret: str, *, now: datetime, once: str = "") -> Opened:
    """Give a sample account a second step with a secret that everybody knows. The system only (the demo)."""
    return _enrol_known(actor, login, Hidden(secret), now=now, once=once)


@use_case(Opened)
def _enrol_known(actor: Actor, login: str, secret: Hidden, *, now: datetime, once: str = "") -> Opened:
    if not actor.is_system:
        raise authority.NotPermitted()
    found = Account.objects.filter(login=login).only("pk").first()
    one = the_account(found.pk if found else None)
    SecondStep.objects.update_or_create(account=one, defaults={"secret": secret.value, "made_at": now})
    Account.objects.filter(pk=one.pk).update(second_step_at=now)
    note(Kind.SECOND_STEP_SET, one.pk, actor, now, {})
    return Opened(one.pk, one.party_id)
