"""Passwords: what a good one is, how long staff may keep it, and all that is wrong with one at once.

GB/T 22239-2019 (等保三级) 8.1.4.1: identification information is complex and changed at
intervals. The figures are the field's: 10 characters of three kinds, the last five not again, 90 days.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .errors import Kind, RuleBroken, Said
from .password_words import WORDS

#: Characters at least and at most; beyond it only somebody who wants to keep the server busy goes.
LENGTH_MIN, LENGTH_MAX = 10, 128
#: So many of the four kinds: capitals, small letters, digits, all else (a Chinese character is of the last).
KINDS_MIN = 3
#: So many of the last passwords may not come again.
PAST = 5
#: So many days before the end somebody is reminded.
WARNED_DAYS = 7
#: So long a password that the system made for staff lets in (natural hours): handed over on a Friday it still
#: does on Monday, and one that nobody used does not lie about for weeks (OWASP ASVS 5.0.0 6.4.1). No setting:
#: a longer time is never needed, for a new one is made at once.
FIRST_HOURS = 72
#: Characters of such a password, without what groups them: 16 of 56 are 92 bits.
FIRST_LENGTH = 16
#: How many stand together, so that one can read it out and copy it.
FIRST_GROUP = 4
#: What it is made of: nothing that is taken for another.
FIRST_CHARACTERS = "".join(c for c in string.ascii_letters + string.digits if c not in "0O1lIo")
#: A name or login shorter than this is in too many words to be forbidden.
_TELLING = 4
#: Signs that people put for letters.
_SIGNS = str.maketrans("013457@$!", "oieastasi")


class WeakPassword(RuleBroken):
    """The password does not do; `problems` says everything that is wrong with it."""

    code = "account.weak_password"
    text = "密码不合要求：{problems}"
    basis = "GB/T 22239-2019 8.1.4.1"
    kind = Kind.INVALID


class FirstPasswordLapsed(RuleBroken):
    """The password that the system made was not used in time; the security administrator makes another."""

    code = "account.first_password_lapsed"
    text = "这个密码只管 {hours} 小时，已经过期。请找本单位的安全管理员生成新的"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Owner:
    """What of an account its password must not contain. `name`: of two characters or more."""

    login: str = ""
    name: str = ""


def kinds_of(password: str) -> int:
    """How many of the four kinds of characters are in it (0 to 4)."""
    groups = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    held = sum(any(one in group for one in password) for group in groups)
    return held + any(not any(one in group for group in groups) for one in password)


def _told(password: str, owner: Owner) -> bool:
    low = password.lower()
    login, name = owner.login.strip().lower(), "".join(owner.name.split()).lower()
    return (len(login) >= _TELLING and login in low) or (len(name) > 1 and name in low)


def made_of(password: str, words: Iterable[str]) -> bool:
    """Whether a password is made of such words, figures and signs alone: fewer than 4 other letters."""
    longest_first, low = sorted(words, key=len, reverse=True), password.lower()
    return any(_only(text, longest_first) for text in (low, low.translate(_SIGNS)))


def _only(text: str, words: Iterable[str]) -> bool:
    rest = text
    for word in words:
        rest = rest.replace(word, "")
    return rest != text and sum(one.isalpha() for one in rest) < _TELLING


def problems(
    password: str, owner: Owner, *, common: bool, used: bool, words: Iterable[str] = WORDS
) -> list[Said]:
    """Everything wrong with a password, in the order in which one mends it; empty: it does.

    `common`: it stands in a list of common or leaked ones; `used`: it is among the owner's last `PAST`;
    `words`: those of this place.
    """
    tried = (
        (len(password) < LENGTH_MIN, Said("至少要 {n} 位", {"n": LENGTH_MIN})),
        (len(password) > LENGTH_MAX, Said("最多 {n} 位", {"n": LENGTH_MAX})),
        (kinds_of(password) < KINDS_MIN, Said("大写字母、小写字母、数字、符号至少要有 3 种")),
        (_told(password, owner), Said("不能带账号或姓名")),
        (common, Said("太常见，容易被猜到")),
        (made_of(password, words), Said("不能只用单位、系统的名字加数字")),
        (used, Said("最近 {n} 次用过的密码不能再用", {"n": PAST})),
    )
    return [words for wrong, words in tried if wrong]


def require_good(found: Iterable[Said]) -> None:
    """Raise WeakPassword with all of it, unless nothing was found."""
    listed = list(found)
    if listed:
        text = "；".join(f"{{p{n}}}" for n in range(len(listed)))
        raise WeakPassword(problems=Said(text, {f"p{n}": one for n, one in enumerate(listed)}))


def grouped(drawn: str) -> str:
    """A drawn password as it is shown and typed: groups of `FIRST_GROUP`, with lines between them."""
    return "-".join(drawn[n : n + FIRST_GROUP] for n in range(0, len(drawn), FIRST_GROUP))


def first_ends_at(set_at: datetime | None, first: bool) -> datetime | None:
    """Until when a password lets in that the system made; None: it is one's own (`first` false), or it is
    not known since when it holds, which the next sign-in notes."""
    return set_at + timedelta(hours=FIRST_HOURS) if first and set_at is not None else None


def require_in_time(set_at: datetime | None, first: bool, now: datetime) -> None:
    """Raise FirstPasswordLapsed where a password that the system made is over."""
    end = first_ends_at(set_at, first)
    if end is not None and end <= now:
        raise FirstPasswordLapsed(hours=FIRST_HOURS)


def ends_at(set_at: datetime | None, days: int) -> datetime | None:
    """When a password of staff must be changed; None: never (`days` 0), or not yet counted."""
    return set_at + timedelta(days=days) if set_at is not None and days > 0 else None


def days_left(set_at: datetime | None, days: int, now: datetime) -> int | None:
    """Whole days until then where it is time to say so (`WARNED_DAYS`, 0: today or over); else None."""
    end = ends_at(set_at, days)
    if end is None or end - now > timedelta(days=WARNED_DAYS):
        return None
    return max(0, (end - now).days)
