"""A condition that does not fit its form is refused when saved, naming the place; never a silent false."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import conditions as c
from yimen.rules import situations
from yimen.rules.condition_ops import OPS, BadCondition, Op
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.rules.terms import FieldType

from .forms import BY_KEY, FIELDS

BAD = [
    ({}, "field、op、value"),
    ([], "要一个对象"),
    (None, "要一个对象"),
    ("chain", "要一个对象"),
    ({"all": []}, "至少 1 条"),
    ({"any": {}}, "至少 1 条"),
    ({"not": None}, "要一个对象"),
    ({"all": [], "any": []}, "field、op、value"),
    ({"field": "chain", "op": "eq", "value": True, "also": 1}, "field、op、value"),
    ({"field": "nope", "op": "eq", "value": 1}, "没有“nope”"),
    ({"field": ["area"], "op": "gt", "value": 1}, "没有"),
    ({"field": "area", "op": "more", "value": 1}, "不认识的比较“more”"),
    ({"field": "area", "op": None, "value": 1}, "不认识的比较"),
    ({"field": "area", "op": "contains", "value": 1}, "“经营面积（平方米）”是小数，不能用“contains”"),
    ({"field": "area", "op": "gt"}, "没有写 value"),
    ({"field": "area", "op": "gt", "value": "三百"}, "“三百”不是"),
    ({"field": "area", "op": "gt", "value": True}, "不是"),
    ({"field": "area", "op": "gt", "value": "NaN"}, "不是"),
    ({"field": "area", "op": "gt", "value": [1]}, "不是"),
    ({"field": "staff", "op": "gt", "value": 1.5}, "不是"),
    ({"field": "staff", "op": "between", "value": [5, 1]}, "小的在前"),
    ({"field": "staff", "op": "between", "value": [5]}, "两个值"),
    ({"field": "staff", "op": "in", "value": []}, "至少 1 个"),
    ({"field": "staff", "op": "in", "value": 5}, "要一个列表"),
    ({"field": "kind", "op": "eq", "value": "soup"}, "没有选项“soup”"),
    ({"field": "kind", "op": "in", "value": ["hot", "热食"]}, "没有选项“热食”"),
    ({"field": "extras", "op": "eq", "value": "sign"}, "不能用“eq”"),
    ({"field": "extras", "op": "contains", "value": "water"}, "没有选项"),
    ({"field": "opened", "op": "gt", "value": "2026-02-30"}, "不是"),
    ({"field": "opened", "op": "gt", "value": "20260301"}, "不是"),
    ({"field": "opened", "op": "age_at_least", "value": "18"}, "年龄"),
    ({"field": "chain", "op": "eq", "value": "true"}, "不是"),
    ({"field": "chain", "op": "filled", "value": 1}, "不带值"),
    ({"field": "shop_name", "op": "eq", "value": ""}, "不是"),
    ({"field": "phone", "op": "gt", "value": "138"}, "不能用“gt”"),
]


@pytest.mark.parametrize(("tree", "words"), BAD)
def test_what_does_not_fit_is_refused_in_words(tree, words):
    with pytest.raises(BadCondition) as caught:
        c.parse(tree, BY_KEY)
    assert words in caught.value.words
    assert caught.value.code == "condition.bad"


def test_the_place_is_named():
    tree = {
        "all": [{"field": "chain", "op": "eq", "value": True}, {"not": {"any": [{"field": "x", "op": "eq"}]}}]
    }
    with pytest.raises(BadCondition) as caught:
        c.parse(tree, BY_KEY)
    assert caught.value.path == ".all[2].not.any[1]"
    assert caught.value.words.startswith("条件.all[2].not.any[1]写得不对")


def test_a_tree_too_deep_or_too_wide_is_refused():
    deep = {"field": "chain", "op": "eq", "value": True}
    for _ in range(5000):
        deep = {"not": deep}
    with pytest.raises(BadCondition, match="层"):
        c.parse(deep, BY_KEY)
    wide = {"any": [{"field": "chain", "op": "filled"}] * (c.MAX_LEAVES + 1)}
    with pytest.raises(BadCondition, match="超过"):
        c.parse(wide, BY_KEY)


json_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "any", "not", "field", "op", "value", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
near_leaves = st.fixed_dictionaries(
    {"field": st.sampled_from([*BY_KEY, "nope"]), "op": st.sampled_from([op.value for op in Op])},
    optional={"value": json_trees},
)


@given(json_trees | near_leaves)
@settings(max_examples=300, deadline=None)
def test_any_json_is_read_or_refused_never_a_crash(tree):
    try:
        made = c.parse(tree, BY_KEY)
    except BadCondition as bad:
        assert bad.words
    else:
        assert c.reason(made)


VALUES = {
    FieldType.INTEGER: st.integers(0, 500),
    FieldType.DECIMAL: st.decimals(0, 500, places=2).map(str),
    FieldType.MONEY: st.decimals(0, 500, places=2).map(str),
    FieldType.DATE: st.dates().map(lambda day: day.isoformat()),
    FieldType.BOOL: st.booleans(),
}


def leaf_trees() -> st.SearchStrategy:
    def of(use: FieldUse) -> st.SearchStrategy:
        one = VALUES.get(use.type, st.text("甲乙1", min_size=1, max_size=3))
        if use.options:
            one = st.sampled_from([code for code, _ in use.options])
        return st.sampled_from(sorted(OPS[use.type])).flatmap(lambda op: _with_value(use.key, op, one))

    return st.sampled_from(FIELDS).flatmap(of)


def _with_value(key: str, op: Op, one: st.SearchStrategy) -> st.SearchStrategy:
    if op in {Op.FILLED, Op.EMPTY, Op.PAST, Op.FUTURE}:
        return st.just({"field": key, "op": op.value})
    if op in {Op.AGE_AT_LEAST, Op.AGE_BELOW}:
        one = st.integers(0, 120)
    elif op is Op.BETWEEN:
        one = st.lists(one, min_size=2, max_size=2).map(lambda two: sorted(two, key=_size))
    elif op in {Op.IN, Op.NOT_IN, Op.CONTAINS_ANY, Op.CONTAINS_ALL}:
        one = st.lists(one, min_size=1, max_size=3)
    return one.map(lambda value: {"field": key, "op": op.value, "value": value})


def _size(value):
    return value if isinstance(value, int) or "-" in value else float(value)


trees = st.recursive(
    leaf_trees(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=8,
)


@given(trees)
@settings(max_examples=200, deadline=None)
def test_stored_and_read_again_a_condition_is_the_same(tree):
    made = c.parse(tree, BY_KEY)
    stored = json.loads(json.dumps(c.plain(made)))
    assert c.parse(stored, BY_KEY) == made
    assert c.fields_used(made) <= BY_KEY.keys()


def _spec(**parts) -> ItemSpec:
    return ItemSpec("1", "开餐馆", "1", **parts)


def test_an_item_tells_every_broken_condition_with_its_place():
    spec = _spec(
        form=(FieldUse("a", "甲", when={"field": "z", "op": "filled"}), FieldUse("b", "乙")),
        materials=(MaterialUse("m", "租赁合同", when={"field": "b", "op": "gt", "value": 1}),),
        eligibility={"field": "b"},
    )
    words = [bad.words for bad in situations.problems(spec)]
    assert len(words) == 3
    assert words[0].startswith("“甲”的显示条件写得不对")
    assert "材料“租赁合同”的条件" in words[1]
    assert "申请条件" in words[2]
    with pytest.raises(BadCondition):
        situations.read(spec)


def test_fields_that_wait_for_each_other_are_refused():
    spec = _spec(
        form=(
            FieldUse("a", "甲", when={"field": "b", "op": "filled"}),
            FieldUse("b", "乙", when={"field": "a", "op": "filled"}),
        )
    )
    assert [bad.words for bad in situations.problems(spec)] == [
        "表单写得不对：这几栏的显示条件互相等着：甲、乙"
    ]
