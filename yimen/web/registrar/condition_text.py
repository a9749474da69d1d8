"""Conditions as a keeper writes them: “使用面积” > 300 且 “类型” 在 (餐饮, 小吃). Read and written.

条件   := 且句 (或 且句)*          且句 := 单句 (且 单句)*
单句   := 非 单句 | ( 条件 ) | 栏目 比较 [值]
栏目   := “栏目名称” 或 栏目代码   值   := 数 | 日期 | 是 | 否 | “文字” | (值, 值 …)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from yimen.rules.condition_ops import BadCondition, Op, misfit
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType

#: Comparison → how it is written; the first spelling of each is the one that is shown.
SPELLINGS: dict[Op, tuple[str, ...]] = {
    Op.EQ: ("=", "==", "等于", "是"),
    Op.NE: ("≠", "!=", "<>", "不等于", "不是"),
    Op.LE: ("≤", "<=", "不超过"),
    Op.GE: ("≥", ">=", "不小于"),
    Op.LT: ("<", "＜", "小于"),
    Op.GT: (">", "＞", "大于"),
    Op.BETWEEN: ("介于",),
    Op.NOT_IN: ("不在",),
    Op.IN: ("在",),
    Op.FILLED: ("已填",),
    Op.EMPTY: ("未填",),
    Op.CONTAINS_ANY: ("含任一",),
    Op.CONTAINS_ALL: ("含全部",),
    Op.CONTAINS: ("含",),
    Op.STARTS_WITH: ("开头是",),
    Op.DATE_BEFORE: ("早于",),
    Op.DATE_AFTER: ("晚于",),
    Op.PAST: ("已过",),
    Op.FUTURE: ("未到",),
    Op.AGE_AT_LEAST: ("年满",),
    Op.AGE_BELOW: ("未满",),
}
_BY_WORD = {word: op for op, words in SPELLINGS.items() for word in words}
_BARE = {Op.FILLED, Op.EMPTY, Op.PAST, Op.FUTURE}
_LISTS = {Op.IN, Op.NOT_IN, Op.CONTAINS_ANY, Op.CONTAINS_ALL, Op.BETWEEN}
_AND, _OR, _NOT = {"且", "并且", "和", "and"}, {"或", "或者", "or"}, {"非", "不", "not"}
#: How a denial is written.
_DENIED = "非"
_NUMBERS = {FieldType.DECIMAL, FieldType.MONEY, FieldType.INTEGER}
#: Deeper brackets would exhaust the stack; the rules refuse trees deeper than 12 anyhow.
_DEEPEST = 40

_TOKEN = re.compile(
    r"\s*(?:(?P<quoted>“[^”]*”|\"[^\"]*\")|(?P<mark>[()（），,、])|(?P<op>[<>=!]=|<>|[=≠≤≥<>＜＞])"
    r"|(?P<word>[^\s()（），,、“”\"<>=!≠≤≥＜＞]+))"
)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_UNFINISHED = _("没有写完，句子到这里就完了")
_NO_BRACKET = _("缺右括号")


def write(tree: Any, fields: Mapping[str, FieldUse]) -> str:
    """The tree in the language above; "" for none. A tree that fits no field is shown as it is stored."""
    if not tree:
        return ""
    try:
        return _say(tree, fields, top=True)
    except (KeyError, TypeError, ValueError, StopIteration):
        return json.dumps(tree, ensure_ascii=False)


def read(text: str, fields: Mapping[str, FieldUse]) -> dict[str, Any] | None:
    """The tree of a text; None for an empty one. Raises BadCondition with the place in the text.

    Whether values fit their fields is left to `rules.conditions.parse`.
    """
    if not text.strip():
        return None
    if text.lstrip().startswith("{"):
        return _stored(text)
    return _Reader(text, fields).whole()


def _stored(text: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise misfit("", _("这段 JSON 读不懂")) from error
    if not isinstance(tree, dict):
        raise misfit("", _("要一个对象"))
    return tree


# --- writing ----------------------------------------------------------------------------------------------
def _say(tree: Mapping[str, Any], fields: Mapping[str, FieldUse], top: bool = False) -> str:
    for word, joint in (("all", " 且 "), ("any", " 或 ")):
        if word in tree:
            said = joint.join(_say(part, fields) for part in tree[word])
            return said if top else f"({said})"
    if "not" in tree:
        return " ".join((_DENIED, f"({_say(tree['not'], fields, top=True)})"))
    use = fields[tree["field"]]
    op = Op(tree["op"])
    said = f"{_name(use, fields)} {SPELLINGS[op][0]}"
    return said if op in _BARE else f"{said} {_value(op, use, tree['value'])}"


def _name(use: FieldUse, fields: Mapping[str, FieldUse]) -> str:
    plain = not set(use.label) & set('“”"')
    alone = sum(1 for one in fields.values() if one.label == use.label) == 1
    return f"“{use.label}”" if plain and alone else use.key


def _value(op: Op, use: FieldUse, value: Any) -> str:
    if op in _LISTS:
        return "(" + ", ".join(_one(use, one) for one in value) + ")"
    return _one(use, value)


def _one(use: FieldUse, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float) or use.type in _NUMBERS or use.type is FieldType.DATE:
        return str(value)
    words = dict(use.options).get(value, value)
    alone = sum(1 for _code, said in use.options if said == words) == 1
    text = words if alone else value
    if set(text) & set("“”"):
        raise ValueError(text)
    return f"“{text}”"


# --- reading ----------------------------------------------------------------------------------------------
Token = tuple[str, str, int]


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            if not text[place:].strip():
                return
            raise misfit("", _("从“{rest}”起读不懂"), rest=text[place : place + 12].strip())
        kind = found.lastgroup or ""
        word = found.group(kind)
        yield kind, word[1:-1] if kind == "quoted" else word, found.start(kind)
        place = found.end()


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, fields: Mapping[str, FieldUse]) -> None:
        self.text, self.fields = text, fields
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> dict[str, Any]:
        tree = self.either()
        if self.at < len(self.tokens):
            raise self.bad(_("这里多了“{rest}”"))
        return tree

    def bad(self, here: str, at_end: str = _UNFINISHED) -> BadCondition:
        """The refusal at this place: `here` shows what stands there, `at_end` is said where nothing does."""
        if self.at >= len(self.tokens):
            return misfit("", at_end)
        return misfit("", here, rest=self.text[self.tokens[self.at][2] :][:12])

    def peek(self, words: set[str], kind: str = "word") -> bool:
        if self.at >= len(self.tokens):
            return False
        found, word, _place = self.tokens[self.at]
        return found == kind and word.lower() in words

    def take(self) -> Token:
        if self.at >= len(self.tokens):
            raise self.bad(_UNFINISHED)
        self.at += 1
        return self.tokens[self.at - 1]

    def either(self) -> dict[str, Any]:
        return self.joined("any", _OR, self.every)

    def every(self) -> dict[str, Any]:
        return self.joined("all", _AND, self.single)

    def joined(self, word: str, joints: set[str], part: Any) -> dict[str, Any]:
        parts = [part()]
        while self.peek(joints):
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else {word: parts}

    def single(self) -> dict[str, Any]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise misfit("", _("括号套得太深"))
        try:
            if self.peek(_NOT):
                self.at += 1
                return {"not": self.single()}
            if self.peek({"(", "（"}, "mark"):
                return self.bracket()
            return self.leaf()
        finally:
            self.depth -= 1

    def bracket(self) -> dict[str, Any]:
        self.at += 1
        tree = self.either()
        if not self.peek({")", "）"}, "mark"):
            raise self.bad(_("缺右括号，看到的是“{rest}”"), _NO_BRACKET)
        self.at += 1
        return tree

    def leaf(self) -> dict[str, Any]:
        use = self.field()
        op = self.op()
        if op in _BARE:
            return {"field": use.key, "op": op.value}
        value = [self.typed(use, op, one) for one in self.values()] if op in _LISTS else None
        if value is None:
            value = self.typed(use, op, self.take())
        return {"field": use.key, "op": op.value, "value": value}

    def field(self) -> FieldUse:
        kind, word, _place = self.take()
        named = [use for use in self.fields.values() if use.label == word] if kind != "mark" else []
        found = self.fields.get(word) or (named[0] if len(named) == 1 else None)
        if found is None:
            if named:
                raise misfit("", _("有几栏都叫“{word}”，请写栏目代码"), word=word)
            raise misfit("", _("表单里没有“{word}”这一栏"), word=word)
        return found

    def op(self) -> Op:
        kind, word, _place = self.take()
        if kind in {"op", "word"} and word in _BY_WORD:
            return _BY_WORD[word]
        raise misfit("", _("不认识的比较“{word}”"), word=word)

    def values(self) -> Sequence[Token]:
        if not self.peek({"(", "（"}, "mark"):
            raise self.bad(_("这里要写成（值，值），看到的是“{rest}”"))
        self.at += 1
        found = [self.take()]
        while self.peek({",", "，", "、"}, "mark"):
            self.at += 1
            found.append(self.take())
        if not self.peek({")", "）"}, "mark"):
            raise self.bad(_("缺右括号，看到的是“{rest}”"), _NO_BRACKET)
        self.at += 1
        return found

    def typed(self, use: FieldUse, op: Op, token: Token) -> Any:
        kind, word, _place = token
        if kind not in {"word", "quoted"}:
            raise misfit("", _("“{label}”后面要写值，看到的是“{word}”"), label=use.label, word=word)
        if op in {Op.AGE_AT_LEAST, Op.AGE_BELOW} or use.type is FieldType.INTEGER:
            return int(word) if re.fullmatch(r"-?[0-9]{1,15}", word, re.ASCII) else word
        if use.type is FieldType.BOOL:
            return {"是": True, "否": False}.get(word, word)
        if use.type in _NUMBERS and _NUMBER.fullmatch(word):
            number = Decimal(word)
            return int(number) if number == number.to_integral_value() and "." not in word else word
        by_words = [code for code, said in use.options if said == word]
        codes = {code for code, _said in use.options}
        return by_words[0] if len(by_words) == 1 and word not in codes else word
