"""Typed conditions over form answers: when a field is asked, a material is needed, a person is eligible.

Stored as JSON: {"all": [..]}, {"any": [..]}, {"not": {..}} and leaves {"field": key, "op": op, "value": v}.
`parse` refuses what does not fit when the catalogue is saved, so that a condition never fails silently.

An answer is absent while nobody answered (undecided), and None where the person left it blank.
`holds` is two-valued (a leaf over no answer is false), `state` three-valued: True, False, None = undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .condition_ops import OPS, TYPE_WORDS, Op, leaf_holds, misfit, read_value
from .condition_words import ALL_JOIN, ANY_JOIN, DENIED, GROUP, WHEN, Translate, leaf_words
from .item import FieldUse

#: Deeper or larger trees are a mistake of an import, and would exhaust the stack.
MAX_DEPTH = 12
MAX_LEAVES = 200

Answer = str | int | Decimal | date | bool | list[str] | None
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Leaf:
    """One question to one answer; `value` is typed by the field (tuple for sets and ranges)."""

    field: str
    op: Op
    value: Any
    use: FieldUse


@dataclass(frozen=True)
class Every:
    """{"all": [...]}: each part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Either:
    """{"any": [...]}: at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """{"not": {...}}: the part does not hold."""

    part: Condition


Condition = Leaf | Every | Either | Not


def parse(tree: Any, fields: Mapping[str, FieldUse]) -> Condition:
    """The typed condition of a stored tree. Raises BadCondition naming the place and what is wrong."""
    found = _parse(tree, fields, "", 1)
    if sum(1 for _ in leaves(found)) > MAX_LEAVES:
        raise misfit("", "超过 {most} 个判断", most=MAX_LEAVES)
    return found


def plain(condition: Condition) -> dict[str, Any]:
    """The stored form (JSON types only) of a condition; inverse of `parse`."""
    if isinstance(condition, Every):
        return {"all": [plain(part) for part in condition.parts]}
    if isinstance(condition, Either):
        return {"any": [plain(part) for part in condition.parts]}
    if isinstance(condition, Not):
        return {"not": plain(condition.part)}
    out = {"field": condition.field, "op": condition.op.value}
    return out if condition.value is None else {**out, "value": _plain_value(condition.value)}


def holds(condition: Condition, answers: Answers, today: date) -> bool:
    """Whether the condition holds on these typed answers; a leaf over no answer is false.

    Raises TypeError where an answer is not of its field's type: read it with `answers.read` first.
    """
    if isinstance(condition, Every):
        return all(holds(part, answers, today) for part in condition.parts)
    if isinstance(condition, Either):
        return any(holds(part, answers, today) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, answers, today)
    return leaf_holds(condition.op, condition.use.type, answers.get(condition.field), condition.value, today)


def state(condition: Condition, answers: Answers, today: date) -> bool | None:
    """True or False once no further answer can change it, None while it may (Kleene's three values).

    Where it is True or False, `holds` says the same.
    """
    if isinstance(condition, Every | Either):
        decisive = isinstance(condition, Either)
        states = [state(part, answers, today) for part in condition.parts]
        if decisive in states:
            return decisive
        return None if None in states else not decisive
    if isinstance(condition, Not):
        inner = state(condition.part, answers, today)
        return None if inner is None else not inner
    return holds(condition, answers, today) if condition.field in answers else None


def fields_used(condition: Condition) -> frozenset[str]:
    """Keys of every field the condition looks at."""
    return frozenset(leaf.field for leaf in leaves(condition))


def reason(condition: Condition, translate: Translate = str) -> str:
    """The condition in plain Chinese: “当“经营面积”大于 300 平方米时”.

    `translate` is a door's gettext: it gets each message template before its facts are filled in.
    """
    return translate(WHEN).format(what=_say(condition, translate, top=True))


def _say(condition: Condition, translate: Translate, top: bool = False) -> str:
    if isinstance(condition, Leaf):
        return leaf_words(condition.op, condition.use, condition.value, translate)
    if isinstance(condition, Not):
        inner = condition.part
        if isinstance(inner, Leaf):
            return leaf_words(inner.op, inner.use, inner.value, translate, denied=True)
        return translate(DENIED).format(what=_say(inner, translate, top=True))
    joint = translate(ALL_JOIN if isinstance(condition, Every) else ANY_JOIN)
    said = joint.join(_say(part, translate) for part in condition.parts)
    return said if top or len(condition.parts) == 1 else translate(GROUP).format(what=said)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every comparison of the condition, from left to right."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        for part in condition.parts:
            yield from leaves(part)


def _parse(tree: Any, fields: Mapping[str, FieldUse], path: str, depth: int) -> Condition:
    if depth > MAX_DEPTH:
        raise misfit(path, "套了超过 {most} 层", most=MAX_DEPTH)
    if not isinstance(tree, Mapping):
        raise misfit(path, "要一个对象")
    keys = set(tree)
    for word, kind in (("all", Every), ("any", Either)):
        if keys == {word}:
            return kind(_parts(tree[word], fields, f"{path}.{word}", depth))
    if keys == {"not"}:
        return Not(_parse(tree["not"], fields, f"{path}.not", depth + 1))
    return _leaf(tree, fields, path)


def _parts(trees: Any, fields: Mapping[str, FieldUse], path: str, depth: int) -> tuple[Condition, ...]:
    if not isinstance(trees, list | tuple) or not trees:
        raise misfit(path, "要一个列表，至少 1 条")
    return tuple(_parse(one, fields, f"{path}[{i}]", depth + 1) for i, one in enumerate(trees, 1))


def _leaf(tree: Mapping[Any, Any], fields: Mapping[str, FieldUse], path: str) -> Leaf:
    extra = [str(key) for key in tree if key not in {"field", "op", "value"}]
    if extra or "field" not in tree or "op" not in tree:
        raise misfit(path, "要写 all、any、not 之一，或 field、op、value")
    key, word = tree["field"], tree["op"]
    if not isinstance(key, str) or key not in fields:
        raise misfit(path, "表单里没有“{key}”这一栏", key=str(key))
    use = fields[key]
    op = next((one for one in Op if one.value == word), None)
    if op is None:
        raise misfit(path, "不认识的比较“{word}”", word=str(word))
    if op not in OPS[use.type]:
        facts = {"label": use.label, "type": TYPE_WORDS[use.type], "op": op.value}
        raise misfit(path, "“{label}”是{type}，不能用“{op}”", **facts)
    return Leaf(key, op, read_value(op, use, tree, path), use)


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
