"""帮代办的委托: it counts from the moment the principal confirms it, and until either side ends it.

民法典第一百六十一条、第一百六十五条、第一百七十三条: a civil act may be done by an agent; the mandate names
agent, matters, powers and term; it ends when either side takes it back. What was done before stands.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..authority import Actor
from ..codes import half_width
from ..errors import Kind, RuleBroken
from ..terms import HelpKind, Role
from .terms import Confirmed

BASIS = "民法典第一百六十一条、第一百六十五条"
#: The principal's code: so many digits, valid so long, tried so often, sent so often and not more closely.
DIGITS = 6
VALID = timedelta(minutes=10)
TRIES = 5
SENDINGS = 3
APART = timedelta(seconds=60)
#: An unconfirmed request lapses after so many natural days.
WAITS_DAYS = 7


class HelpNotFound(RuleBroken):
    """No such mandate of help, or not one of this person's: told the same."""

    code = "help.not_found"
    text = "没有找到这份帮代办委托"
    kind = Kind.NOT_FOUND


class HelpEnded(RuleBroken):
    """The mandate of help was ended, or lapsed before it was confirmed."""

    code = "help.ended"
    text = "这份帮代办委托已经结束，请重新请求"


class HelpConfirmedBefore(RuleBroken):
    """The principal has said yes already."""

    code = "help.confirmed_before"
    text = "对方已经同意过了，不用再确认"


class HelpNotConfirmed(RuleBroken):
    """A helper acts for nobody who has not confirmed it."""

    code = "help.not_confirmed"
    text = "对方还没有同意您办这个事项，先请对方确认"
    basis = BASIS
    kind = Kind.FORBIDDEN


class HelperConfirms(RuleBroken):
    """Only the principal confirms, or a clerk before whom they stand who is not the helper."""

    code = "help.helper_confirms"
    text = "要由本人同意：报手机验证码、用本人账号，或者到窗口由别的工作人员确认"
    basis = BASIS
    kind = Kind.FORBIDDEN


class HelpAskedBefore(RuleBroken):
    """This helper has asked this principal already and waits for the answer."""

    code = "help.asked_before"
    text = "已经请求过这个人，还在等对方确认"


class HelpKindUnknown(RuleBroken):
    """A mandate is for 帮办 or 代办; 导办 needs none."""

    code = "help.kind_unknown"
    text = "请选帮办或者代办，导办不用委托"
    kind = Kind.INVALID


class NoPhoneOnFile(RuleBroken):
    """A code goes to the telephone that is on file, never to one that the helper names."""

    code = "help.no_phone"
    text = "这个人没有登记手机，请到窗口当面确认"


class CodeTooSoon(RuleBroken):
    """Codes are not sent more closely than a minute."""

    code = "help.code_too_soon"
    text = "刚发过，请 {seconds} 秒以后再发"


class CodesUsedUp(RuleBroken):
    """So many codes were sent for this mandate that no more are."""

    code = "help.codes_used_up"
    text = "这份委托已经发过 {count} 次验证码，请到窗口当面确认"


class HelpCodeExpired(RuleBroken):
    """No code was sent, or it is too old, or was tried too often."""

    code = "help.code_expired"
    text = "验证码已经失效，请重新发一次"


class WrongHelpCode(RuleBroken):
    """The digits are not those that the principal got."""

    code = "help.code_wrong"
    text = "验证码不对，还能试 {left} 次"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Asked:
    """What of a mandate of help decides what may happen to it. `staff`: the helper's number."""

    principal: int
    staff: str
    kind: HelpKind
    items: tuple[str, ...]
    from_day: date
    to_day: date
    asked_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    code_at: datetime | None = None
    sent: int = 0
    tries: int = 0

    def waits(self, now: datetime) -> bool:
        """Whether it may still be confirmed."""
        fresh = now < self.asked_at + timedelta(days=WAITS_DAYS)
        return self.confirmed_at is None and self.ended_at is None and fresh

    def holds(self, today: date) -> bool:
        """Whether the helper may act by it today."""
        return (
            self.confirmed_at is not None and self.ended_at is None
            and self.from_day <= today <= self.to_day
        )  # fmt: skip


def read_kind(raw: str) -> HelpKind:
    """The kind as it was chosen. Raises HelpKindUnknown, for 导办 too."""
    if raw not in {HelpKind.ASSIST, HelpKind.ACT}:
        raise HelpKindUnknown()
    return HelpKind(raw)


def is_side(actor: Actor, asked: Asked) -> bool:
    """Whether it is the principal or the helper who asks."""
    return actor.party == asked.principal or (bool(actor.staff) and actor.staff == asked.staff)


def require_waiting(asked: Asked, now: datetime) -> None:
    """Raise HelpConfirmedBefore or HelpEnded unless it may still be confirmed."""
    if asked.ended_at is None and asked.confirmed_at is not None:
        raise HelpConfirmedBefore()
    if not asked.waits(now):
        raise HelpEnded()


def confirmer(actor: Actor, asked: Asked) -> Confirmed:
    """How somebody confirms who is not at the telephone. Raises HelperConfirms."""
    if actor.party == asked.principal:
        return Confirmed.SELF
    at_counter = any(post.role is Role.CLERK for post in actor.posts)
    if not at_counter or actor.staff == asked.staff:
        raise HelperConfirms()
    return Confirmed.COUNTER


def require_sendable(asked: Asked, phone: str, now: datetime) -> None:
    """Raise NoPhoneOnFile, CodesUsedUp, CodeTooSoon unless a code may be sent now."""
    if not phone:
        raise NoPhoneOnFile()
    if asked.sent >= SENDINGS:
        raise CodesUsedUp(count=asked.sent)
    if asked.code_at is not None and now < asked.code_at + APART:
        raise CodeTooSoon(seconds=int((asked.code_at + APART - now).total_seconds()) or 1)


def fits(asked: Asked, typed: str, right: str, now: datetime) -> bool:
    """Whether the typed digits are those of the code that still counts. Raises HelpCodeExpired."""
    if asked.code_at is None or now >= asked.code_at + VALID or asked.tries >= TRIES:
        raise HelpCodeExpired()
    digits = "".join(half_width(typed).split())
    return hmac.compare_digest(digits.encode(), right.encode())


def holding(rows: Collection[Asked], today: date) -> frozenset[tuple[int, str, str]]:
    """What these mandates let their helper do today: (principal, item code or "" for all, kind)."""
    return frozenset(
        (one.principal, code, str(one.kind))
        for one in rows
        if one.holds(today)
        for code in (one.items or ("",))
    )
