"""The second step of signing in: who must have it, what a session must do next, and the codes people type.

GB/T 22239-2019 (等保三级) 8.1.4.1 d): two or more kinds of proof for who administers; here also for who
keeps the catalogue or the seal. The codes are those of RFC 6238: 30 seconds, six digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from .codes import squeezed
from .errors import Kind, RuleBroken
from .terms import Role

#: 三员 and the keeper of the catalogue: what they do reaches everybody. Custodians of the seal too.
REQUIRED = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDIT, Role.KEEPER})
#: RFC 6238: seconds of one code, its digits, and how many codes before and after the present one are taken,
#: because clocks of telephones differ and people type slowly (5.2 recommends one).
STEP_SECONDS, DIGITS, TOLERANCE = 30, 6, 1
#: RFC 4226, 4 R6: 160 bits.
SECRET_BYTES = 20
#: So many recovery codes at once, each of so many characters that nobody takes for another (50 bits).
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#: Minutes within which the code has to follow the password.
WAIT_MINUTES = 5


class Next(Enum):
    """What a session must do before anything else."""

    NOTHING = "nothing"
    CODE = "code"
    ENROL = "enrol"


class WrongCode(RuleBroken):
    """The code does not fit: wrong, too old, or used before; which of them is not told."""

    code = "second_step.wrong_code"
    text = "验证码不对或已经用过，请看手机上最新的 6 位数字再输"
    kind = Kind.INVALID


class StepMissing(RuleBroken):
    """Whoever administers, or keeps catalogue or seal, first sets up the second step."""

    code = "second_step.missing"
    text = "您的岗位要先设置两步验证"
    basis = "GB/T 22239-2019 8.1.4.1"
    kind = Kind.FORBIDDEN


class StepStands(RuleBroken):
    """The second step is set up already; it is changed by who can sign in with it."""

    code = "second_step.stands"
    text = "两步验证已经设置好了，要换手机请先关掉再设"


class StepNotBegun(RuleBroken):
    """There is nothing to confirm, to renew or to reset."""

    code = "second_step.not_begun"
    text = "还没有设置两步验证，请从头设置"


class StepRequired(RuleBroken):
    """A role that must have the second step cannot turn it off."""

    code = "second_step.required"
    text = "您的岗位必须用两步验证，不能关；换手机请找安全管理员重设"
    basis = "GB/T 22239-2019 8.1.4.1"
    kind = Kind.FORBIDDEN


class OwnStep(RuleBroken):
    """Nobody resets their own second step: a stolen password would be enough to do so."""

    code = "second_step.own"
    text = "不能重设自己的两步验证，请另一位安全管理员来办"
    kind = Kind.FORBIDDEN


def required(roles: Iterable[str], custodian: bool) -> bool:
    """Whether somebody with these roles must have the second step; `custodian`: keeps the seal today."""
    return custodian or not REQUIRED.isdisjoint({Role(role) for role in roles})


def next_step(*, required: bool, enrolled: bool, passed: bool) -> Next:
    """What a session must do. `enrolled`: the account has a second step; `passed`: this session took it.

    A session that took it goes on whatever the account says: who takes the step away ends the sessions.
    """
    if passed:
        return Next.NOTHING
    if enrolled:
        return Next.CODE
    return Next.ENROL if required else Next.NOTHING


def require_enrolled(*, required: bool, enrolled: bool) -> None:
    """Raise StepMissing where the second step must be there and is not."""
    if required and not enrolled:
        raise StepMissing()


def read_code(typed: str) -> tuple[str, str]:
    """What was typed as (digits of a code, recovery code): one of the two, or both empty."""
    text = squeezed(typed)
    if len(text) == DIGITS and text.isascii() and text.isdecimal():
        return text, ""
    recovery = len(text) == RECOVERY_LENGTH and set(text) <= set(READABLE)
    return "", text if recovery else ""


def in_groups(secret: str) -> str:
    """A secret in groups of four, to be typed by hand."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
