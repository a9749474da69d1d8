"""A condition leaf in plain Chinese: “经营面积”大于 300 平方米. Each template is a message of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from .condition_ops import NUMBERS, OPTIONS, Op
from .item import FieldUse
from .terms import FieldType

Translate = Callable[[str], str]

TEXTS: dict[Op, str] = {
    Op.EQ: "“{label}”是{value}",
    Op.NE: "“{label}”不是{value}",
    Op.LT: "“{label}”小于{value}",
    Op.LE: "“{label}”不超过{value}",
    Op.GT: "“{label}”大于{value}",
    Op.GE: "“{label}”不小于{value}",
    Op.BETWEEN: "“{label}”在{low}到{high}之间",
    Op.IN: "“{label}”是{value}中的一个",
    Op.NOT_IN: "“{label}”不是{value}中的任何一个",
    Op.FILLED: "填了“{label}”",
    Op.EMPTY: "没有填“{label}”",
    Op.CONTAINS: "“{label}”里有{value}",
    Op.CONTAINS_ANY: "“{label}”里有{value}中的任何一个",
    Op.CONTAINS_ALL: "“{label}”里{value}都有",
    Op.STARTS_WITH: "“{label}”以{value}开头",
    Op.DATE_BEFORE: "“{label}”早于{value}",
    Op.DATE_AFTER: "“{label}”晚于{value}",
    Op.PAST: "“{label}”已经过去",
    Op.FUTURE: "“{label}”还没有到",
    Op.AGE_AT_LEAST: "“{label}”满{value}周岁",
    Op.AGE_BELOW: "“{label}”不满{value}周岁",
}
DATE_TEXTS: dict[Op, str] = {
    Op.LT: TEXTS[Op.DATE_BEFORE],
    Op.GT: TEXTS[Op.DATE_AFTER],
    Op.LE: "“{label}”不晚于{value}",
    Op.GE: "“{label}”不早于{value}",
}
#: What a leaf says when it is denied; comparisons not named here are put in brackets.
OPPOSITE: dict[Op, Op] = {
    Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT,
    Op.IN: Op.NOT_IN, Op.NOT_IN: Op.IN, Op.FILLED: Op.EMPTY, Op.EMPTY: Op.FILLED,
    Op.AGE_AT_LEAST: Op.AGE_BELOW, Op.AGE_BELOW: Op.AGE_AT_LEAST,
}  # fmt: skip
WHEN = "当{what}时"
ALL_JOIN = "，并且"
ANY_JOIN = "，或者"
GROUP = "（{what}）"
DENIED = "不属于（{what}）"
LIST_JOIN = "、"
YES = "是"
NO = "否"
QUOTED = "“{words}”"
DATE_WORDS = "{year} 年 {month} 月 {day} 日"
MONEY_UNIT = "元"

_UNIT = re.compile(r"(.+)[（(]([^（）()]{1,8})[)）]")


def leaf_words(op: Op, use: FieldUse, value: Any, translate: Translate, denied: bool = False) -> str:
    """One comparison in words; `translate` gets each message template before it is filled.

    A label like “经营面积（平方米）” of a number field gives its unit to the value.
    """
    if denied and op not in OPPOSITE:
        return translate(DENIED).format(what=leaf_words(op, use, value, translate))
    said = OPPOSITE[op] if denied else op
    label, unit = _label_and_unit(use)
    text = DATE_TEXTS.get(said, TEXTS[said]) if use.type is FieldType.DATE else TEXTS[said]
    facts = {"label": label}
    if said is Op.BETWEEN:
        facts["low"], facts["high"] = (_value(one, use, unit, translate) for one in value)
    elif isinstance(value, tuple):
        facts["value"] = translate(LIST_JOIN).join(_value(one, use, unit, translate) for one in value)
    elif said in {Op.AGE_AT_LEAST, Op.AGE_BELOW}:
        facts["value"] = f" {value} "
    elif value is not None:
        facts["value"] = _value(value, use, unit, translate)
    return _tidy(translate(text).format(**facts))


def _label_and_unit(use: FieldUse) -> tuple[str, str]:
    if use.type not in NUMBERS:
        return use.label, ""
    found = _UNIT.fullmatch(use.label)
    if found:
        return found.group(1), found.group(2)
    return use.label, MONEY_UNIT if use.type is FieldType.MONEY else ""


def _value(value: Any, use: FieldUse, unit: str, translate: Translate) -> str:
    if isinstance(value, bool):
        return translate(QUOTED).format(words=translate(YES if value else NO))
    if isinstance(value, date):
        return f" {translate(DATE_WORDS).format(year=value.year, month=value.month, day=value.day)}"
    if isinstance(value, int | Decimal):
        number = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        return f" {number} {translate(unit) if unit == MONEY_UNIT else unit}"
    words = dict(use.options).get(value, value) if use.type in OPTIONS else value
    return translate(QUOTED).format(words=words)


def _tidy(text: str) -> str:
    """One blank between Chinese and digits, none before punctuation or at the ends."""
    text = re.sub(r" {2,}", " ", text)
    return re.sub(r" (?=[，。、（）“”])", "", text).strip()
