"""Signing in, accounts and API tokens: what is refused, and how often one may try."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from .errors import Kind, RuleBroken

#: After so many failures one login is locked for whoever asks from one address, so long after the last of
#: them (等保三级: 5 failures, 15 to 30 minutes). django-axes counts them.
TRIES = 5
LOCKED = timedelta(minutes=15)
#: So many failures of one login from anywhere within the window, and it rests everywhere: else a thousand
#: addresses had five tries each. Many more than `TRIES`, or anybody could shut anybody out with a few slips.
TRIES_ANYWHERE = 20
TRIES_WITHIN = timedelta(minutes=15)
#: An API token ends by itself, after a year at the latest.
TOKEN_DAYS_MAX = 365
TOKEN_NAME_MAX = 80
#: Who has no password shows who they are by having signed in no longer ago than this.
FRESH = timedelta(minutes=10)


class LoginTaken(RuleBroken):
    """The telephone number has an account; whose is not told."""

    code = "account.login_taken"
    text = "这个手机号已经注册过，请直接登录；忘了密码请带身份证到窗口重设"


class AccountTaken(RuleBroken):
    """The person, firm or member of staff has an account already."""

    code = "account.already_open"
    text = "已经开通过账号，不能再开一个"


class PapersNotSeen(RuleBroken):
    """At the counter an account is opened, or a password reset, only for who showed their papers."""

    code = "account.papers_not_seen"
    text = "请先看证件，核对过再打勾"
    kind = Kind.INVALID


class WrongPassword(RuleBroken):
    """The present password does not fit."""

    code = "account.wrong_password"
    text = "现在的密码不对，请再输一遍"
    kind = Kind.INVALID


class SignInAgain(RuleBroken):
    """Who has no password has to have signed in a moment ago before this is changed."""

    code = "account.sign_in_again"
    text = "这个账号没有密码，要在登录后 {minutes} 分钟内改：请退出，再登录一次"
    kind = Kind.INVALID


class SignInFailed(RuleBroken):
    """Login or password is wrong; which of them is not told."""

    code = "account.sign_in_failed"
    text = "账号或密码不对，请再看一遍"
    kind = Kind.INVALID


class TooManyTries(RuleBroken):
    """So many failures that this login is locked for a while; told the same whether it exists or not."""

    code = "account.too_many_tries"
    text = "连续输错太多次，请 {minutes} 分钟后再试；着急请打 {phone}，或带证件到窗口"
    basis = "GB/T 22239-2019 8.1.4.1"
    kind = Kind.INVALID


class AccountNotFound(RuleBroken):
    """No such account, or not this person's: told the same."""

    code = "account.not_found"
    text = "没有找到这个账号"
    kind = Kind.NOT_FOUND


class TokenNotFound(RuleBroken):
    """No such token, or not this account's: told the same."""

    code = "token.not_found"
    text = "没有找到这个接口令牌"
    kind = Kind.NOT_FOUND


class TokenScopes(RuleBroken):
    """A token needs one known scope or more."""

    code = "token.scopes"
    text = "请至少选一项令牌能做的事"
    kind = Kind.INVALID


class TokenDays(RuleBroken):
    """A token lasts 1 to 365 days."""

    code = "token.days"
    text = "令牌有效期要在 1 到 {most} 天之间"
    kind = Kind.INVALID


def require_proof(right: bool | None, since: datetime | None, now: datetime) -> None:
    """Before what one signs in by, or is reached at, is changed: a session left open is not enough.

    `right`: whether the password typed again fits; None: the account has none (it is entered by the
    platform), then `since`, the beginning of the session, has to be fresh. OWASP ASVS 5.0.0 7.5.1.
    Raises WrongPassword, SignInAgain.
    """
    if right is None:
        if since is None or not timedelta(0) <= now - since <= FRESH:
            raise SignInAgain(minutes=FRESH // timedelta(minutes=1))
    elif not right:
        raise WrongPassword()


def require_papers(seen: bool) -> None:
    """Raise PapersNotSeen unless the clerk says that the papers were seen."""
    if not seen:
        raise PapersNotSeen()


def check_scopes(chosen: Iterable[str], known: Iterable[str]) -> list[str]:
    """The chosen scopes, each once, in the order of `known`. Raises TokenScopes on none or an unknown one."""
    wanted, order = set(chosen), list(known)
    if not wanted or not wanted <= set(order):
        raise TokenScopes()
    return [scope for scope in order if scope in wanted]


def check_token_days(days: int) -> None:
    """Raise TokenDays unless 1 ≤ days ≤ TOKEN_DAYS_MAX (natural days)."""
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise TokenDays(most=TOKEN_DAYS_MAX)


def minutes_locked(last_failure: datetime, now: datetime) -> int:
    """Minutes, rounded up, until a locked login opens again; 0: it is open."""
    return max(0, math.ceil(min(last_failure + LOCKED - now, LOCKED).total_seconds() / 60))
