"""One raw form answer → one typed value, or the problem with it: what is wrong and how to mend it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from . import codes, script
from .errors import Kind, RuleBroken
from .item import FieldUse
from .terms import FieldType

PHONE_DIGITS = 11
ID_LENGTH = 18
CREDIT_LENGTH = 18
#: Whole digits of a number: beyond a quadrillion it is a slip, and it must fit a database column.
MAX_DIGITS = 15


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer. `text` is a message template, `facts` fills it after translation."""

    field: str
    code: str
    text: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def words(self) -> str:
        """The problem in plain Chinese."""
        return self.text.format(**self.facts)


class BadPattern(RuleBroken):
    """The pattern of a field is no regular expression: the keeper must mend the item."""

    code = "answers.bad_pattern"
    text = "“{label}”的格式要求写错了，请告诉大厅工作人员"
    kind = Kind.INVALID


class Unread(Exception):
    """Inside this module: the value could not be read; carries the code, template and facts."""

    def __init__(self, code: str, text: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.text, self.facts = code, text, facts


def read_value(use: FieldUse, raw: str, today: date) -> Any:
    """The typed value of a text that is not blank: str, int, Decimal, date or bool by `use.type`.

    Raises Unread. MULTI is read by `read_several`.
    """
    return _READERS[use.type](use, raw, today)


def read_several(use: FieldUse, raw: list[str]) -> list[str]:
    """The chosen codes of a MULTI field, in the order of its options, each once. Raises Unread."""
    known = [code for code, _ in use.options]
    chosen = {one.strip() for one in raw}
    if not chosen <= set(known):
        raise Unread("answer.option", "“{label}”请在列出的选项里选", label=use.label)
    return [code for code in known if code in chosen]


def _text(use: FieldUse, raw: str, today: date) -> str:
    text = script.tidy(raw, lines=use.type is FieldType.LONG_TEXT)
    if len(text) > use.max_length:
        raise Unread(
            "answer.too_long", "{label}最多 {most} 个字，您填了 {length} 个",
            label=use.label, most=use.max_length, length=len(text),
        )  # fmt: skip
    wrong = script.wrong_char(text, name=script.is_name(use.key), lines=use.type is FieldType.LONG_TEXT)
    if wrong:
        raise Unread(f"answer.{wrong.code}", wrong.text, label=use.label, char=wrong.char)
    try:
        fits = not use.pattern or re.fullmatch(use.pattern, text)
    except re.error as error:
        raise BadPattern(label=use.label) from error
    if not fits:
        raise Unread("answer.pattern", "{label}的格式不对。{hint}", label=use.label, hint=use.hint)
    return text


def _phone(use: FieldUse, raw: str, today: date) -> str:
    number = re.sub(r"[\s\-()]", "", codes.half_width(raw))
    number = re.sub(r"^(\+|00)86|^86(?=1\d{10}$)", "", number, flags=re.ASCII)
    if re.fullmatch(r"[0-9]+", number, re.ASCII) is None:
        raise Unread("answer.phone_digits", "手机号只能填数字")
    if len(number) != PHONE_DIGITS:
        text = "手机号要 {wanted} 位，您填了 {length} 位"
        raise Unread("answer.phone_length", text, wanted=PHONE_DIGITS, length=len(number))
    if re.fullmatch(r"1[3-9][0-9]{9}", number, re.ASCII) is None:
        raise Unread("answer.phone_start", "手机号以 13 到 19 开头，请再看一遍")
    return number


def _id_number(use: FieldUse, raw: str, today: date) -> str:
    number = codes.squeezed(raw)
    if len(number) == 15 and number.isdecimal():
        raise Unread("answer.id_old", "这是 15 位的旧号码，请填现在的 18 位身份证号")
    if len(number) != ID_LENGTH:
        text = "身份证号要 {wanted} 位，您填了 {length} 位"
        raise Unread("answer.id_length", text, wanted=ID_LENGTH, length=len(number))
    if not codes.id_well_formed(number):
        raise Unread("answer.id_shape", "身份证号前 17 位是数字，最后一位是数字或 X")
    if number[:2] not in codes.PROVINCES:
        raise Unread("answer.id_region", "身份证号开头“{found}”不是省份代码，请再看一遍", found=number[:2])
    if not codes.birth_plausible(number, today):
        raise Unread("answer.id_birth", "身份证号第 7 到 14 位是出生日期，“{found}”不对", found=number[6:14])
    if not codes.id_check_ok(number):
        raise Unread("answer.id_check", "身份证号对不上，大概抄错了一位，请照证件再看一遍")
    return number


def _credit_code(use: FieldUse, raw: str, today: date) -> str:
    number = codes.squeezed(raw)
    if len(number) != CREDIT_LENGTH:
        text = "统一社会信用代码要 {wanted} 位，您填了 {length} 位"
        raise Unread("answer.credit_length", text, wanted=CREDIT_LENGTH, length=len(number))
    wrong = next((c for c in number if c not in codes.CREDIT_ALPHABET), "")
    if wrong:
        text = "统一社会信用代码里没有“{char}”，只有数字和除 I、O、Z、S、V 外的大写字母"
        raise Unread("answer.credit_shape", text, char=wrong)
    if not codes.credit_code_ok(number):
        raise Unread("answer.credit_check", "统一社会信用代码对不上，大概抄错了一位，请照营业执照再看一遍")
    return number


def _number(use: FieldUse, raw: str, places: int, sample: str) -> Decimal:
    plain = re.sub(r"[\s,，¥元]", "", codes.half_width(raw))
    shape = rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}" + (rf"(\.[0-9]{{1,{places}}})?" if places else "")
    if re.fullmatch(shape, plain, re.ASCII) is None:
        if re.fullmatch(r"[+-]?[0-9]+", plain, re.ASCII):
            raise Unread("answer.number_long", "{label}最多 {most} 位数字", label=use.label, most=MAX_DIGITS)
        raise Unread("answer.number", "{label}要填" + sample, label=use.label)
    return _within(use, Decimal(plain))


def _within(use: FieldUse, value: Decimal) -> Decimal:
    facts = {"label": use.label, "low": use.minimum, "high": use.maximum}
    low = use.minimum is not None and value < use.minimum
    high = use.maximum is not None and value > use.maximum
    if (low or high) and use.minimum is not None and use.maximum is not None:
        raise Unread("answer.range", "{label}要在 {low} 到 {high} 之间", **facts)
    if low:
        raise Unread("answer.too_small", "{label}不能小于 {low}", **facts)
    if high:
        raise Unread("answer.too_big", "{label}不能大于 {high}", **facts)
    return value


def _integer(use: FieldUse, raw: str, today: date) -> int:
    return int(_number(use, raw, 0, "整数，比如 12"))


def _decimal(use: FieldUse, raw: str, today: date) -> Decimal:
    return _number(use, raw, 6, "数字，最多 6 位小数，比如 12.5")


def _money(use: FieldUse, raw: str, today: date) -> Decimal:
    value = _number(use, raw, 2, "金额，单位是元，最多 2 位小数，比如 1200.50")
    if value < 0 and use.minimum is None:
        raise Unread("answer.too_small", "{label}不能小于 {low}", label=use.label, low=0)
    return value


def _date(use: FieldUse, raw: str, today: date) -> date:
    text = re.sub(r"\s", "", codes.half_width(raw))
    found = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text, re.ASCII)
    found = found or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text, re.ASCII)
    if found is None:
        raise Unread("answer.date", "{label}要填年月日，比如 2026-03-05", label=use.label)
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise Unread("answer.no_such_day", "没有 {found} 这一天，请再看一遍", found=text) from error


def _choice(use: FieldUse, raw: str, today: date) -> str:
    return read_several(use, [raw])[0]


def _bool(use: FieldUse, raw: str, today: date) -> bool:
    word = codes.half_width(raw).lower()
    if word in {"true", "1", "yes", "on", "y", "是"}:
        return True
    if word in {"false", "0", "no", "off", "n", "否"}:
        return False
    raise Unread("answer.bool", "“{label}”请选“是”或“否”", label=use.label)


_READERS: dict[FieldType, Callable[[FieldUse, str, date], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.ADDRESS: _text,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.BOOL: _bool,
    FieldType.PHONE: _phone,
    FieldType.ID_NUMBER: _id_number,
    FieldType.CREDIT_CODE: _credit_code,
}
