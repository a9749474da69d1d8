"""在自助机上证明是谁: by the number of the card and the digits sent to the telephone on file, or a password.

It opens a visit: a session of an applicant that belongs to one kiosk, lasts a quarter of an hour at most and
ends soon when nobody touches the machine. GB/T 22239-2019 (等保三级) 8.1.4.1 b).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import visits
from ..codes import half_width
from ..errors import Kind, RuleBroken

#: A visit lasts so long at most: a queue stands behind whoever is at the machine.
LONGEST = timedelta(minutes=15)
#: A kiosk in large letters, which a visit always is, waits so long for a touch, and warns so long before.
IDLE, IDLE_WARNING = timedelta(seconds=120), timedelta(seconds=30)
#: While a telephone sends files nobody touches the kiosk.
IDLE_SENDING = timedelta(minutes=5)
#: The server ends an unused visit by itself where the page could not: what the page does comes first.
SPAN = visits.Span(IDLE, LONGEST)
#: The code: so many digits, valid so long, tried so often.
DIGITS = 6
VALID = timedelta(minutes=5)
TRIES = 5


class ShowCodeExpired(RuleBroken):
    """No code was asked for at this kiosk, or it is used, too old, or was tried too often."""

    code = "kiosk.code_expired"
    text = "验证码已经失效，请从头再来一次"


class ShowCodeWrong(RuleBroken):
    """The digits are not those that were sent. Told alike where nothing was sent, for nobody is known."""

    code = "kiosk.code_wrong"
    text = "验证码不对，还能试 {left} 次"
    kind = Kind.INVALID


class ShowFailed(RuleBroken):
    """Number and password do not belong together; which of them is wrong is not told."""

    code = "kiosk.show_failed"
    text = "身份证号或密码不对，请再看一遍"
    kind = Kind.INVALID


class ShowElsewhere(RuleBroken):
    """An account with a second step, or with a password of somebody else's choice, is not opened at a kiosk.
    Told only to who has shown the code or the password."""

    code = "kiosk.show_elsewhere"
    text = "您的账号要先在手机或电脑上登录一次（开了两步验证，或者还没换过密码），请用手机办，或者到窗口"
    kind = Kind.FORBIDDEN


@dataclass(frozen=True)
class Sent:
    """A code that was asked for at a kiosk. `known`: it went to somebody."""

    device: int
    made_at: datetime
    tries: int
    used: bool
    known: bool


@dataclass(frozen=True)
class Visit:
    """A session at a kiosk: at which device it was opened, when, and when it was last used."""

    device: int
    started: datetime
    seen: datetime


def fits(sent: Sent, device: int, typed: str, right: str, now: datetime) -> bool:
    """Whether the digits typed at `device` are those that were sent. For nobody they never are.

    Raises ShowCodeExpired.
    """
    over = sent.used or sent.tries >= TRIES or not sent.made_at <= now < sent.made_at + VALID
    if over or device != sent.device:
        raise ShowCodeExpired()
    digits = "".join(half_width(typed).split())
    same = hmac.compare_digest(digits.encode(), right.encode())
    return same and sent.known


def require_simple(second_step: bool, must_change: bool) -> None:
    """Raise ShowElsewhere where signing in takes more than a code or a password."""
    if second_step or must_change:
        raise ShowElsewhere()


def left(visit: Visit, device: int | None, now: datetime) -> timedelta:
    """How long a visit still has, without further use, in a browser that is `device` (None: no device, or one
    out of use); nothing: it is over, at once where the device is another."""
    if device != visit.device:
        return timedelta(0)
    return max(visits.left(SPAN, visit.started, visit.seen, now), timedelta(0))
