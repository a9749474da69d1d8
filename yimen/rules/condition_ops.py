"""The comparisons of a condition leaf: which type of field allows which, how a value is read and tested."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from .codes import birth_of
from .errors import Kind, RuleBroken, Said
from .item import FieldUse
from .terms import FieldType


class BadCondition(RuleBroken):
    """A condition tree does not fit its form: refused when the catalogue is saved.

    `where`: whose condition; `path`: the place in its tree, as .all[2].not; `problem`: what is wrong.
    """

    code = "condition.bad"
    text = "{where}写得不对：{problem}"
    kind = Kind.INVALID

    def __init__(self, where: str | Said, problem: str | Said, path: str = "") -> None:
        self.path = path
        place = Said("{whose}{path}", {"whose": where, "path": path}) if path else where
        super().__init__(where=place, problem=problem)


#: Whose condition it is while nobody has said so: `situations` names the field or the material.
CONDITION = "条件"


def misfit(path: str, text: str, **facts: Any) -> BadCondition:
    """The refusal at a place of the tree; `text` is a message template for `facts`."""
    return BadCondition(where=CONDITION, problem=Said(text, facts), path=path)


class Op(StrEnum):
    """The comparisons. Ages are full years as of the day of judging; ranges include both ends."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BETWEEN = "between"
    IN = "in"
    NOT_IN = "not_in"
    FILLED = "filled"
    EMPTY = "empty"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    STARTS_WITH = "starts_with"
    DATE_BEFORE = "date_before"
    DATE_AFTER = "date_after"
    PAST = "past"
    FUTURE = "future"
    AGE_AT_LEAST = "age_at_least"
    AGE_BELOW = "age_below"


_PRESENCE = {Op.FILLED, Op.EMPTY}
_SAME = {Op.EQ, Op.NE, Op.IN, Op.NOT_IN}
_WORDS = _PRESENCE | _SAME | {Op.CONTAINS, Op.STARTS_WITH}
_ORDER = {Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN}
_AGE = {Op.AGE_AT_LEAST, Op.AGE_BELOW}
NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY})
OPTIONS = frozenset({FieldType.CHOICE, FieldType.MULTI})

OPS: dict[FieldType, frozenset[Op]] = {
    **{t: frozenset(_WORDS) for t in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.ADDRESS)},
    **{t: frozenset(_WORDS) for t in (FieldType.PHONE, FieldType.CREDIT_CODE)},
    FieldType.ID_NUMBER: frozenset(_WORDS | _AGE),
    **{t: frozenset(_PRESENCE | _SAME | _ORDER) for t in NUMBERS},
    FieldType.DATE: frozenset(
        _PRESENCE | _SAME | _ORDER | _AGE | {Op.DATE_BEFORE, Op.DATE_AFTER, Op.PAST, Op.FUTURE}
    ),
    FieldType.CHOICE: frozenset(_PRESENCE | _SAME),
    FieldType.MULTI: frozenset(_PRESENCE | {Op.CONTAINS, Op.CONTAINS_ANY, Op.CONTAINS_ALL}),
    FieldType.BOOL: frozenset(_PRESENCE | {Op.EQ, Op.NE}),
}
TYPE_WORDS: dict[FieldType, str] = {one: one.label for one in FieldType}
_NO_VALUE = _PRESENCE | {Op.PAST, Op.FUTURE}
_SETS = {Op.IN, Op.NOT_IN, Op.CONTAINS_ANY, Op.CONTAINS_ALL}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_PYTHON: dict[FieldType, tuple[type, ...]] = {
    FieldType.INTEGER: (int,),
    FieldType.DECIMAL: (int, Decimal),
    FieldType.MONEY: (int, Decimal),
    FieldType.DATE: (date,),
    FieldType.MULTI: (list, tuple),
    FieldType.BOOL: (bool,),
}


def read_value(op: Op, use: FieldUse, tree: Mapping[Any, Any], path: str) -> Any:
    """The typed value of a leaf; None where the comparison takes none. Raises BadCondition."""
    if op in _NO_VALUE:
        if tree.get("value") is not None:
            raise misfit(path, "“{op}”不带值", op=op.value)
        return None
    if "value" not in tree:
        raise misfit(path, "没有写 value")
    value = tree["value"]
    if op in _AGE:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 150:
            raise misfit(path, "年龄要 0 到 150 的整数：{value}", value=_short(value))
        return value
    if op in _SETS or op is Op.BETWEEN:
        return _several(op, use, value, path)
    return _one(use, value, path)


def _several(op: Op, use: FieldUse, value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise misfit(path, "值要一个列表，至少 1 个")
    made = tuple(_one(use, one, path) for one in value)
    if op is Op.BETWEEN and (len(made) != 2 or made[0] > made[1]):
        raise misfit(path, "范围要两个值，小的在前")
    return made


def _one(use: FieldUse, value: Any, path: str) -> Any:
    if use.type in OPTIONS:
        if not isinstance(value, str) or value not in {code for code, _ in use.options}:
            raise misfit(path, "“{label}”没有选项“{value}”", label=use.label, value=_short(value))
        return value
    reader: Callable[[Any], Any] = _READERS.get(use.type, _text)
    made = reader(value)
    if made is None:
        facts = {"label": use.label, "type": TYPE_WORDS[use.type], "value": _short(value)}
        raise misfit(path, "“{label}”是{type}，值“{value}”不是", **facts)
    return made


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        made = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return made if made.is_finite() else None


def _date(value: Any) -> date | None:
    if not isinstance(value, str) or _ISO.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _bool(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_READERS: dict[FieldType, Callable[[Any], Any]] = {
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.MONEY: _decimal,
    FieldType.DATE: _date,
    FieldType.BOOL: _bool,
}


def age(birth: date, today: date) -> int:
    """Full years on `today`; a person of 29 February ages on 1 March (民法典 does not name another day)."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def leaf_holds(op: Op, type_: FieldType, answer: Any, value: Any, today: date) -> bool:
    """One leaf on one answer; no answer (None, "", empty list) is false except for `empty`.

    Raises TypeError where the answer is not of the field's type.
    """
    blank = answer is None or answer == "" or answer == [] or answer == ()
    if op in _PRESENCE:
        return blank == (op is Op.EMPTY)
    if blank:
        return False
    wanted = _PYTHON.get(type_, (str,))
    if not isinstance(answer, wanted) or (isinstance(answer, bool) and type_ is not FieldType.BOOL):
        raise TypeError(f"an answer of type {type_.value} cannot be {type(answer).__name__}")
    return _TESTS[op](answer, value, today)


def _age_of(answer: date | str, today: date) -> int:
    birth = birth_of(answer) if isinstance(answer, str) else answer
    return -1 if birth is None else age(birth, today)


_TESTS: dict[Op, Callable[[Any, Any, date], bool]] = {
    Op.EQ: lambda answer, value, today: bool(answer == value),
    Op.NE: lambda answer, value, today: bool(answer != value),
    Op.LT: lambda answer, value, today: bool(answer < value),
    Op.LE: lambda answer, value, today: bool(answer <= value),
    Op.GT: lambda answer, value, today: bool(answer > value),
    Op.GE: lambda answer, value, today: bool(answer >= value),
    Op.BETWEEN: lambda answer, value, today: bool(value[0] <= answer <= value[1]),
    Op.IN: lambda answer, value, today: answer in value,
    Op.NOT_IN: lambda answer, value, today: answer not in value,
    Op.CONTAINS: lambda answer, value, today: value in answer,
    Op.CONTAINS_ANY: lambda answer, value, today: any(one in answer for one in value),
    Op.CONTAINS_ALL: lambda answer, value, today: all(one in answer for one in value),
    Op.STARTS_WITH: lambda answer, value, today: bool(answer.startswith(value)),
    Op.DATE_BEFORE: lambda answer, value, today: bool(answer < value),
    Op.DATE_AFTER: lambda answer, value, today: bool(answer > value),
    Op.PAST: lambda answer, value, today: bool(answer < today),
    Op.FUTURE: lambda answer, value, today: bool(answer > today),
    Op.AGE_AT_LEAST: lambda answer, value, today: _age_of(answer, today) >= value,
    Op.AGE_BELOW: lambda answer, value, today: 0 <= _age_of(answer, today) < value,
}


def _short(value: Any) -> str:
    words = str(value)
    return words if len(words) <= 40 else words[:40] + "…"
