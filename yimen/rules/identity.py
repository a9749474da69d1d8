"""统一身份认证: what a sign-in platform says of a person, what that is worth here, and what follows.

A person is known by the identity number that the platform has verified, never by e-mail or telephone. Staff
come in only where they linked their account themselves, signed in by password. What the platform says must
agree with what is on file. Levels: domain of 国家政务服务平台统一身份认证 (user_real_lvl).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from . import people
from .errors import Kind, RuleBroken
from .terms import Term


class Level(Term):
    """实名等级: how well the platform knows the person."""

    REGISTERED = "1", "已注册"
    REAL_NAME = "2", "实名"
    REAL_PERSON = "3", "实人"
    ON_SITE = "4", "现场核验"


#: Below this the platform has not compared name and number with the authority: it proves nothing.
LEAST = Level.REAL_NAME
#: What the platform's claims are called; a site may name others (YIMEN_OIDC_CLAIMS).
CLAIMS = {"name": "name", "number": "id_number", "level": "user_real_lvl", "phone": "phone_number"}
#: What was confirmed at the platform waits so long for the answer of the person, in minutes.
WAIT_MINUTES = 10


class ProviderAway(RuleBroken):
    """The sign-in platform does not answer, or not in time."""

    code = "oidc.away"
    text = "{provider}现在没有答复，请过一会儿再试，或用手机号和密码登录"
    kind = Kind.AWAY
    retry_after = 30


class SignInBroken(RuleBroken):
    """The way back from the platform belongs to no way out of this browser, or came too late or twice."""

    code = "oidc.broken"
    text = "这次登录没有完成，请重新来一次"
    kind = Kind.INVALID


class SignInCancelled(RuleBroken):
    """The person, or the platform, broke the sign-in off there."""

    code = "oidc.cancelled"
    text = "您没有在{provider}完成登录，可以重新来一次，或用手机号和密码登录"
    kind = Kind.INVALID


class ProviderUntrue(RuleBroken):
    """What came back is not what the platform signed for this site and this sign-in."""

    code = "oidc.untrue"
    text = "{provider}的答复核对不上，没有登录。请用手机号和密码登录，或打电话告诉我们"
    kind = Kind.FORBIDDEN


class ClaimsMissing(RuleBroken):
    """The platform gave no name or no identity number that can be right."""

    code = "oidc.claims_missing"
    text = "{provider}没有给出您的姓名和居民身份证号，请用手机号和密码登录，或带身份证到窗口"
    kind = Kind.FORBIDDEN


class LevelTooLow(RuleBroken):
    """The platform has not compared name and number with the authority."""

    code = "oidc.level_too_low"
    text = "您在{provider}还没有实名认证，先在那边做好实名，再来登录"
    kind = Kind.FORBIDDEN


class ClaimContradicts(RuleBroken):
    """Name or number is another one than what is on file here; which is not told."""

    code = "oidc.contradicts"
    text = "{provider}给出的姓名或证件号和这里登记的不一样，没有登录。请带身份证到窗口核对"
    kind = Kind.CONFLICT


class LinkedElsewhere(RuleBroken):
    """This identity is linked with another account, or this account with another identity."""

    code = "oidc.linked_elsewhere"
    text = "这个身份已经和另一个账号关联，或者您的账号已经关联了另一个身份"


class IdentityClosed(RuleBroken):
    """The account of this person was closed."""

    code = "oidc.account_closed"
    text = "您在这里的账号已经停用，请带身份证到窗口办理"
    kind = Kind.FORBIDDEN


class NotLinked(RuleBroken):
    """There is nothing to unlink."""

    code = "oidc.not_linked"
    text = "您的账号没有关联这个身份"
    kind = Kind.NOT_FOUND


class LastWayIn(RuleBroken):
    """Without a password the linked identity is the only way to sign in."""

    code = "oidc.last_way"
    text = "您还没有密码，取消关联就登录不了了。请先带身份证到窗口设一个密码"


@dataclass(frozen=True)
class Told:
    """What the platform says, read and checked. `subject` is its own name of the person."""

    subject: str
    name: str
    number: str
    level: Level
    phone: str = ""


@dataclass(frozen=True)
class OnFile:
    """A person on file: the account (None: none yet) and what is known. Staff have no number here."""

    account: int | None
    open: bool
    name: str
    number: str = ""
    staff: bool = False


class Way(Enum):
    """What follows a sign-in at the platform."""

    ENTER = "enter"
    LINK = "link"
    OPEN = "open"


def read_names(text: str) -> dict[str, str]:
    """The names of claims as a site sets them, `number=cert_no,level=acr`. Raises ValueError."""
    names = dict(CLAIMS)
    for part in (one.strip() for one in text.split(",") if one.strip()):
        key, _equals, claim = part.partition("=")
        if key.strip() not in names or not claim.strip():
            raise ValueError(f"{'|'.join(CLAIMS)}=claim, by comma")
        names[key.strip()] = claim.strip()
    return names


def origin(address: str) -> str:
    """Scheme and host of an address, "" where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def level_of(value: Any) -> Level:
    """The level that a claim names: 1 to 4, also as L3; what is not known counts as the lowest."""
    found = re.fullmatch(r"[Ll]?([1-4])", str(value).strip(), re.ASCII)
    return Level(found.group(1)) if found else Level.REGISTERED


def read(claims: Mapping[str, Any], names: Mapping[str, str], today: date, provider: str) -> Told:
    """What the claims say of a person. Raises LevelTooLow, ClaimsMissing.

    A telephone that cannot be one is left away: the person is asked for it.
    """
    level, subject = level_of(claims.get(names["level"], "")), claims.get("sub")
    if level < LEAST:
        raise LevelTooLow(provider=provider)
    try:
        name = people.read_name(_text(claims, names["name"]), today)
        number = people.read_id_number(_text(claims, names["number"]), today)
    except RuleBroken as error:
        raise ClaimsMissing(provider=provider) from error
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:
        raise ClaimsMissing(provider=provider)
    return Told(subject, name, number, level, _phone(_text(claims, names["phone"]), today))


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _phone(raw: str, today: date) -> str:
    try:
        return people.read_phone(re.sub(r"^\+86[\s\-]?", "", raw), today)
    except RuleBroken:
        return ""


def way(told: Told, linked: OnFile | None, by_number: OnFile | None, provider: str) -> Way:
    """What follows: in by the link that was made before, else the person is asked first.

    `linked`: whom this subject was linked with; `by_number`: who has this identity number. A subject that is
    linked stays that person: a number of somebody else is refused. Raises ClaimContradicts, IdentityClosed.
    """
    if linked is not None:
        require_same(told, linked, provider)
        if not linked.open:
            raise IdentityClosed()
        return Way.ENTER
    if by_number is None:
        return Way.OPEN
    require_same(told, by_number, provider)
    if by_number.account is None:
        return Way.OPEN
    if not by_number.open:
        raise IdentityClosed()
    return Way.LINK


def require_same(told: Told, known: OnFile, provider: str) -> None:
    """Raise ClaimContradicts unless name and (of a person, not of staff) number are those on file."""
    same_number = known.staff or known.number == told.number
    if not (same_number and people.same_name(known.name, told.name)):
        raise ClaimContradicts(provider=provider)


def require_linkable(told: Told, mine: OnFile, linked: OnFile | None, provider: str) -> None:
    """Whether somebody who is signed in may link their account. Raises LinkedElsewhere, ClaimContradicts."""
    if linked is not None and linked.account != mine.account:
        raise LinkedElsewhere()
    require_same(told, mine, provider)


def require_other_way(has_password: bool) -> None:
    """Raise LastWayIn where unlinking would leave no way to sign in."""
    if not has_password:
        raise LastWayIn()
