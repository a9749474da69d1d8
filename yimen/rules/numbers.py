"""办件编号 and 查询码: how a case is called over the telephone and copied from paper (domain 3.2).

22 characters: region 6 + day YYYYMMDD 8 + channel 1 + serial of that day 6 + check 1 (MOD 37,36).
"""

from __future__ import annotations

import re
from datetime import date

from .codes import credit_code_ok, half_width, id_check_ok, mod37_36, mod37_36_ok
from .errors import Kind, RuleBroken
from .terms import Channel

LENGTH = 22
#: Cases of one region, day and channel; the six digits of the serial.
MAX_SERIAL = 999_999
#: Fewer random bytes would make some query codes visibly likelier than others.
QUERY_BYTES = 8

_BODY = re.compile(r"[0-9]{21}[0-9A-Z]", re.ASCII)
#: Region and day at least, the check character at most.
_BEGINNING = re.compile(r"[0-9]{14,21}|[0-9]{21}[0-9A-Z]", re.ASCII)
_GAPS = re.compile(r"[\s\-‐-―−]+")


class BadCaseNumber(RuleBroken):
    """A case number that cannot be one of ours."""

    code = "number.bad"
    text = "这不是办件编号，请看受理通知书右上角"
    kind = Kind.INVALID


class NumberLength(BadCaseNumber):
    """Characters are missing or too many."""

    code = "number.length"
    text = "办件编号要 {wanted} 位，您填了 {length} 位"


class NumberShape(BadCaseNumber):
    """A letter stands where only a digit can."""

    code = "number.shape"
    text = "办件编号前 21 位都是数字，第 {place} 位不是"


class NumberCheck(BadCaseNumber):
    """The check character does not fit the others."""

    code = "number.check"
    text = "办件编号对不上，大概抄错了一位，请对照受理通知书再看一遍"


class NumberDate(BadCaseNumber):
    """Characters 7 to 14 are no date."""

    code = "number.date"
    text = "办件编号第 7 到 14 位应是收件日期，现在是“{found}”"


def case_number(region: str, day: date, channel: Channel, serial: int) -> str:
    """The number of a case: `region` 6 digits (GB/T 2260), `serial` 1 to 999999 within region, day, channel.

    Raises ValueError on parts that do not fit: a mistake in the program, not of a person.
    """
    if re.fullmatch(r"[0-9]{6}", region, re.ASCII) is None:
        raise ValueError(f"region must be 6 digits: {region!r}")
    if not 1 <= serial <= MAX_SERIAL:
        raise ValueError(f"serial must be 1 to {MAX_SERIAL}: {serial}")
    if day.year < 1000:
        raise ValueError(f"year must have 4 digits: {day}")
    body = f"{region}{day:%Y%m%d}{channel.value}{serial:06d}"
    return body + mod37_36(body)


def check_number(text: str) -> str:
    """A case number as typed → as stored (half-width, capitals, no gaps). Raises BadCaseNumber's children."""
    number = _GAPS.sub("", half_width(text)).upper()
    if len(number) != LENGTH:
        raise NumberLength(wanted=LENGTH, length=len(number))
    if _BODY.fullmatch(number) is None:
        raise NumberShape(place=_first_wrong(number))
    if not mod37_36_ok(number):
        raise NumberCheck()
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise NumberDate(found=number[6:14]) from error
    return number


def numbers_from(text: str) -> tuple[str, str] | None:
    """The first and last number that begin like this; None for what is no number or says less than a day.

    A beginning holds the region and the day at least (14 digits): one that is shorter is the beginning of
    nearly all. 18 digits that are somebody's number are that, never a beginning: a person's number does not
    go where case numbers go (into statements and their logs, where nothing masks it).
    """
    start = _GAPS.sub("", half_width(text)).upper()
    if _BEGINNING.fullmatch(start) is None or id_check_ok(start) or credit_code_ok(start):
        return None
    return start.ljust(LENGTH, "0"), start.ljust(LENGTH, "Z")


def query_code(random_bytes: bytes) -> str:
    """The 6-digit 查询码 from at least 8 random bytes, which the caller draws (secrets.token_bytes)."""
    if len(random_bytes) < QUERY_BYTES:
        raise ValueError(f"at least {QUERY_BYTES} random bytes")
    return f"{int.from_bytes(random_bytes, 'big') % 1_000_000:06d}"


def _first_wrong(number: str) -> int:
    for place, char in enumerate(number, 1):
        if char not in "0123456789" and place < LENGTH:
            return place
    return LENGTH
