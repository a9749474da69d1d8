"""What is typed about people, firms and departments: read and checked, or refused in plain words.

A keyboard refuses what is wrong, because the one who types can mend it; an import only warns, because two
real departments carry a wrong credit code and their items must still come in (domain 7.1).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Any

from .codes import credit_code_ok, half_width, id_ok, squeezed
from .errors import Kind, RuleBroken
from .item import FieldUse
from .script import tidy
from .terms import FieldType
from .values import Unread, read_value

#: Longest name of a person and of a firm or department, in characters; the columns hold as many.
PERSON_NAME_MAX = 80
FIRM_NAME_MAX = 200
ADDRESS_MAX = 300
#: GB 11643 and GB 32100: both numbers have 18 characters.
NUMBER_LENGTH = 18
#: A mandate longer than this is more likely a slip of the year (民法典 165 asks for a stated term).
MANDATE_DAYS_MAX = 3 * 366


class Source(StrEnum):
    """Where data comes from: typed by a person, or taken over from another system."""

    KEYBOARD = "keyboard"
    IMPORT = "import"


class BadEntry(RuleBroken):
    """Something typed cannot be right; code and words say what and how to mend it."""

    code = "people.bad_entry"
    text = "这一项填得不对，请再看一遍"
    kind = Kind.INVALID

    def __init__(self, code: str = "", text: str = "", **facts: Any) -> None:
        if text:
            self.code, self.text = code, text  # type: ignore[misc]
        super().__init__(**facts)


class Blank(RuleBroken):
    """A required entry is empty."""

    code = "people.blank"
    text = "请填{label}"
    kind = Kind.INVALID


class PartyNotFound(RuleBroken):
    """No such party, or none that this person may see: told the same."""

    code = "party.not_found"
    text = "没有找到这个人或企业，姓名（名称）和号码要和登记的一样"
    kind = Kind.NOT_FOUND


class AlreadyRegistered(RuleBroken):
    """The identity number or credit code is on file already."""

    code = "party.already_registered"
    text = "这个号码已经登记过，请带证件到窗口核对"


class NameDiffers(RuleBroken):
    """The number is on file under another name; whose is not told."""

    code = "party.name_differs"
    text = "这个号码登记的不是这个名字，请照证件核对"
    kind = Kind.INVALID


class MandateToSelf(RuleBroken):
    """Nobody can be their own agent."""

    code = "mandate.to_self"
    text = "不用授权给自己，您本来就能办"
    kind = Kind.INVALID


class MandateDays(RuleBroken):
    """A mandate ends after it begins, not before today, and lasts three years at most."""

    code = "mandate.days"
    text = "授权日期不对：{problem}"
    basis = "民法典第一百六十五条"
    kind = Kind.INVALID


class MandateNotFound(RuleBroken):
    """No such mandate, or not one of this person's: told the same."""

    code = "mandate.not_found"
    text = "没有找到这份授权"
    kind = Kind.NOT_FOUND


class MandateEnded(RuleBroken):
    """The mandate was revoked before."""

    code = "mandate.ended"
    text = "这份授权已经取消过了"


def _read(kind: FieldType, label: str, raw: str, today: date, most: int = 200, name: bool = False) -> str:
    if not raw.strip():
        raise Blank(label=label)
    use = FieldUse(key="name" if name else "value", label=label, type=kind, max_length=most)
    try:
        return str(read_value(use, raw, today))
    except Unread as error:
        raise BadEntry(error.code, error.text, **error.facts) from error


def read_name(raw: str, today: date, *, label: str = "姓名", most: int = PERSON_NAME_MAX) -> str:
    """A name as it is stored. Raises Blank, BadEntry (too long, control characters, emoji)."""
    return _read(FieldType.TEXT, label, re.sub(r"\s+", " ", raw), today, most, name=True)


def read_text(raw: str, today: date, *, label: str, most: int) -> str:
    """A line of text that may be empty. Raises BadEntry."""
    return _read(FieldType.TEXT, label, raw, today, most) if raw.strip() else ""


def read_phone(raw: str, today: date) -> str:
    """A mobile number as 11 digits. Raises Blank, BadEntry."""
    return _read(FieldType.PHONE, "手机号", raw, today)


def read_id_number(raw: str, today: date) -> str:
    """An identity number (GB 11643) in capitals, born on or before `today`. Raises Blank, BadEntry."""
    return _read(FieldType.ID_NUMBER, "身份证号", raw, today)


def read_credit_code(raw: str, today: date) -> str:
    """A credit code (GB 32100) in capitals. Raises Blank, BadEntry."""
    return _read(FieldType.CREDIT_CODE, "统一社会信用代码", raw, today)


def taken_over(kind: FieldType, raw: str, today: date) -> tuple[str, str]:
    """An imported number as stored and what is wrong with it, or "". `kind`: ID_NUMBER or CREDIT_CODE.

    Raises BadEntry only where it cannot be stored: no characters, or more than 18.
    """
    number = squeezed(raw)
    if not 1 <= len(number) <= NUMBER_LENGTH:
        text = "号码要 {wanted} 位，这里有 {length} 位"
        raise BadEntry("people.number_length", text, wanted=NUMBER_LENGTH, length=len(number))
    is_person = kind is FieldType.ID_NUMBER
    if id_ok(number, today) if is_person else credit_code_ok(number):
        return number, ""
    try:
        (read_id_number if is_person else read_credit_code)(number, today)
    except RuleBroken as error:
        return number, error.words
    return number, ""


def read_number(kind: FieldType, raw: str, today: date, source: Source = Source.KEYBOARD) -> tuple[str, str]:
    """(number, warning) from a keyboard (refuses, so no warning) or an import (warns). Raises BadEntry."""
    if source is Source.IMPORT:
        return taken_over(kind, raw, today)
    reader = read_id_number if kind is FieldType.ID_NUMBER else read_credit_code
    return reader(raw, today), ""


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for blanks, full width and kinds of middle dot."""
    return re.sub(r"\s", "", half_width(tidy(one))) == re.sub(r"\s", "", half_width(tidy(other)))


def check_mandate_days(from_day: date, to_day: date, today: date) -> None:
    """Raise MandateDays unless from ≤ to, to ≥ today, and at most MANDATE_DAYS_MAX natural days."""
    if to_day < from_day:
        raise MandateDays(problem="结束日期早于开始日期")
    if to_day < today:
        raise MandateDays(problem="结束日期已经过了")
    if (to_day - from_day).days > MANDATE_DAYS_MAX:
        raise MandateDays(problem="最长 3 年")
