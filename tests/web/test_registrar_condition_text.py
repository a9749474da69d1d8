"""Conditions in words: what is written reads back as the same tree, and what does not fit is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import conditions
from yimen.rules.condition_ops import OPS, BadCondition, Op
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType
from yimen.web.registrar import condition_text as text

AREA = FieldUse("area", "使用面积（平方米）", FieldType.DECIMAL)
KIND = FieldUse("kind", "类型", FieldType.CHOICE, options=(("a", "餐饮"), ("b", "小吃"), ("c", "c")))
WANTS = FieldUse("wants", "经营项目", FieldType.MULTI, options=(("cold", "冷食"), ("hot", "热食")))
BORN = FieldUse("born", "出生日期", FieldType.DATE)
AGENT = FieldUse("agent", "委托代办", FieldType.BOOL)
COUNT = FieldUse("count", "人数", FieldType.INTEGER)
NAME = FieldUse("name", "店名")
TWIN = FieldUse("twin", "店名")
FIELDS = {use.key: use for use in (AREA, KIND, WANTS, BORN, AGENT, COUNT, NAME, TWIN)}


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("“使用面积（平方米）” > 300", {"field": "area", "op": "gt", "value": 300}),
        ("area>=1.5", {"field": "area", "op": "ge", "value": "1.5"}),
        ("类型 在 (餐饮, 小吃)", {"field": "kind", "op": "in", "value": ["a", "b"]}),
        ("类型 不在（餐饮、c）", {"field": "kind", "op": "not_in", "value": ["a", "c"]}),
        ("“经营项目” 含 冷食", {"field": "wants", "op": "contains", "value": "cold"}),
        ("“人数” 介于 (1, 20)", {"field": "count", "op": "between", "value": [1, 20]}),
        ("“出生日期” 年满 60", {"field": "born", "op": "age_at_least", "value": 60}),
        ("“出生日期” 早于 2020-01-31", {"field": "born", "op": "date_before", "value": "2020-01-31"}),
        ("“委托代办” = 是", {"field": "agent", "op": "eq", "value": True}),
        ("name 已填", {"field": "name", "op": "filled"}),
        ("非 委托代办 = 否", {"not": {"field": "agent", "op": "eq", "value": False}}),
    ],
)  # fmt: skip
def test_one_comparison_reads(words: str, tree: dict[str, object]) -> None:
    assert text.read(words, FIELDS) == tree
    conditions.parse(tree, FIELDS)


def test_and_binds_closer_than_or() -> None:
    read = text.read("area > 1 或 area > 2 且 agent = 是", FIELDS)
    assert read is not None
    assert list(read) == ["any"]
    assert list(read["any"][1]) == ["all"]


def test_an_empty_text_is_no_condition() -> None:
    assert text.read("  \n", FIELDS) is None
    assert text.write(None, FIELDS) == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("面积 > 300", "表单里没有“面积”这一栏"),
        ("店名 已填", "有几栏都叫“店名”，请写栏目代码"),
        ("area 约等于 300", "不认识的比较“约等于”"),
        ("area >", "句子到这里就完了"),
        ("(area > 300", "缺右括号"),
        ("area > 300 area", "这里多了“area”"),
        ("kind 在 餐饮", "这里要写成（值，值）"),
        ("kind 在 (餐饮", "缺右括号"),
        ("area > 300 且", "句子到这里就完了"),
        ("“area", "读不懂"),
        ("{bad", "JSON 读不懂"),
        ("(" * 5000 + "area > 1" + ")" * 5000, "括号套得太深"),
        ("非 " * 5000 + "area > 1", "括号套得太深"),
    ],
)
def test_what_does_not_read_is_told_in_words(words: str, told: str) -> None:
    with pytest.raises(BadCondition) as caught:
        text.read(words, FIELDS)
    assert told in caught.value.words


def test_a_wrong_type_is_left_to_the_rules_and_refused_there() -> None:
    tree = text.read("area > 很大", FIELDS)
    with pytest.raises(BadCondition, match="很大"):
        conditions.parse(tree, FIELDS)


def test_a_tree_that_fits_no_field_is_shown_as_it_is_stored() -> None:
    tree = {"field": "gone", "op": "eq", "value": "x"}
    assert text.read(text.write(tree, FIELDS), FIELDS) == tree


_NUMBER = st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(str)
_VALUES = {
    FieldType.DECIMAL: _NUMBER,
    FieldType.INTEGER: st.integers(0, 10**6),
    FieldType.CHOICE: st.sampled_from(["a", "b", "c"]),
    FieldType.MULTI: st.sampled_from(["cold", "hot"]),
    FieldType.DATE: st.dates().map(lambda day: day.isoformat()).filter(lambda day: len(day) == 10),
    FieldType.BOOL: st.booleans(),
    FieldType.TEXT: st.text("甲乙 ab且或非()，,0", min_size=1).filter(str.strip),
}


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, object]:
    """A leaf that the rules take."""
    use = draw(st.sampled_from([AREA, KIND, WANTS, BORN, AGENT, COUNT, NAME]))
    op = draw(st.sampled_from(sorted(OPS[use.type])))
    leaf: dict[str, object] = {"field": use.key, "op": op.value}
    if op in {Op.FILLED, Op.EMPTY, Op.PAST, Op.FUTURE}:
        return leaf
    if op in {Op.AGE_AT_LEAST, Op.AGE_BELOW}:
        return {**leaf, "value": draw(st.integers(0, 150))}
    if op is Op.BETWEEN:
        pair = draw(st.lists(_VALUES[use.type], min_size=2, max_size=2))
        return {**leaf, "value": sorted(pair, key=Decimal if use is AREA else None)}
    if op in {Op.IN, Op.NOT_IN, Op.CONTAINS_ANY, Op.CONTAINS_ALL}:
        return {**leaf, "value": draw(st.lists(_VALUES[use.type], min_size=1, max_size=3))}
    return {**leaf, "value": draw(_VALUES[use.type])}


trees = st.recursive(
    leaves(),
    lambda part: st.one_of(
        st.fixed_dictionaries({"all": st.lists(part, min_size=2, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(part, min_size=2, max_size=3)}),
        st.fixed_dictionaries({"not": part}),
    ),
    max_leaves=6,
)


@given(trees)
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back_as_the_same_condition(tree: dict[str, object]) -> None:
    again = text.read(text.write(tree, FIELDS), FIELDS)
    assert conditions.parse(again, FIELDS) == conditions.parse(tree, FIELDS)
