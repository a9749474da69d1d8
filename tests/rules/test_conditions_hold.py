"""Truth of conditions: each comparison, absent answers, de Morgan, and three values beside two."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import conditions as c
from yimen.rules.condition_ops import age

from .forms import BY_KEY
from .test_conditions_are_typed import trees

TODAY = date(2026, 3, 2)

TABLE = [
    ("staff", "eq", 5, 5, True),
    ("staff", "eq", 5, 6, False),
    ("staff", "ne", 5, 6, True),
    ("staff", "ne", 5, 5, False),
    ("staff", "lt", 5, 5, False),
    ("staff", "le", 5, 5, True),
    ("staff", "gt", 5, 5, False),
    ("staff", "ge", 5, 5, True),
    ("staff", "gt", 5, 6, True),
    ("staff", "between", [1, 5], 1, True),
    ("staff", "between", [1, 5], 5, True),
    ("staff", "between", [1, 5], 6, False),
    ("staff", "in", [1, 2], 2, True),
    ("staff", "in", [1, 2], 3, False),
    ("staff", "not_in", [1, 2], 3, True),
    ("staff", "not_in", [1, 2], 2, False),
    ("area", "gt", "300", Decimal("300.01"), True),
    ("area", "gt", 300, Decimal(300), False),
    ("area", "gt", 0.1, Decimal("0.1"), False),
    ("area", "gt", 300, 301, True),
    ("capital", "ge", "0.50", Decimal("0.5"), True),
    ("opened", "date_before", "2026-01-01", date(2025, 12, 31), True),
    ("opened", "date_before", "2026-01-01", date(2026, 1, 1), False),
    ("opened", "date_after", "2026-01-01", date(2026, 1, 2), True),
    ("opened", "date_after", "2026-01-01", date(2026, 1, 1), False),
    ("opened", "between", ["2026-01-01", "2026-02-01"], date(2026, 2, 1), True),
    ("opened", "past", None, date(2026, 3, 1), True),
    ("opened", "past", None, TODAY, False),
    ("opened", "future", None, date(2026, 3, 3), True),
    ("opened", "future", None, TODAY, False),
    ("opened", "age_at_least", 18, date(2008, 3, 2), True),
    ("opened", "age_at_least", 18, date(2008, 3, 3), False),
    ("opened", "age_below", 18, date(2008, 3, 3), True),
    ("opened", "age_below", 18, date(2008, 3, 2), False),
    ("person_id", "age_at_least", 60, "430523196603021234", True),
    ("person_id", "age_at_least", 60, "430523196603031234", False),
    ("person_id", "age_below", 18, "430523199913991234", False),
    ("kind", "eq", "hot", "hot", True),
    ("kind", "in", ["hot", "tea"], "cold", False),
    ("extras", "contains", "gas", ["sign", "gas"], True),
    ("extras", "contains", "gas", ["sign"], False),
    ("extras", "contains_any", ["gas", "sign"], ["sign"], True),
    ("extras", "contains_all", ["gas", "sign"], ["sign"], False),
    ("chain", "eq", True, True, True),
    ("chain", "eq", False, False, True),
    ("chain", "ne", True, False, True),
    ("shop_name", "contains", "面", "老街面馆", True),
    ("shop_name", "starts_with", "面", "老街面馆", False),
    ("shop_name", "eq", "甲", "甲", True),
    ("shop_name", "filled", None, "甲", True),
    ("shop_name", "empty", None, "甲", False),
]


def leaf(field, op, value):
    tree = {"field": field, "op": op}
    return c.parse(tree if value is None else {**tree, "value": value}, BY_KEY)


@pytest.mark.parametrize(("field", "op", "value", "answer", "truth"), TABLE)
def test_the_truth_table(field, op, value, answer, truth):
    made = leaf(field, op, value)
    assert c.holds(made, {field: answer}, TODAY) is truth
    assert c.state(made, {field: answer}, TODAY) is truth


@pytest.mark.parametrize(("field", "op", "value", "answer", "truth"), TABLE)
def test_no_answer_makes_a_leaf_false_and_undecided(field, op, value, answer, truth):
    made = leaf(field, op, value)
    wanted = op == "empty"
    assert c.holds(made, {}, TODAY) is wanted
    assert c.state(made, {}, TODAY) is None
    assert c.holds(made, {field: None}, TODAY) is wanted
    assert c.state(made, {field: None}, TODAY) is wanted


@pytest.mark.parametrize(
    ("field", "op", "value", "answer"),
    [
        ("area", "gt", 300, "400"),
        ("staff", "eq", 1, True),
        ("chain", "eq", True, "true"),
        ("opened", "past", None, "2026-01-01"),
        ("extras", "contains", "gas", "gas"),
        ("phone", "eq", "1", 1),
    ],
)
def test_an_answer_of_the_wrong_type_is_loud(field, op, value, answer):
    with pytest.raises(TypeError):
        c.holds(leaf(field, op, value), {field: answer}, TODAY)


def test_a_birthday_on_29_february_counts_on_1_march():
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18


some = {
    "shop_name": st.sampled_from(["甲", "乙1"]),
    "story": st.sampled_from(["甲乙"]),
    "staff": st.integers(0, 500),
    "area": st.decimals(0, 500, places=2),
    "capital": st.decimals(0, 500, places=2),
    "opened": st.dates(),
    "kind": st.sampled_from(["hot", "cold", "tea"]),
    "extras": st.lists(st.sampled_from(["sign", "gas"]), unique=True),
    "chain": st.booleans(),
    "phone": st.just("13800003210"),
    "person_id": st.just("11010519491231002X"),
    "credit": st.just("11450721MB15580811"),
    "place": st.just("甲1"),
}
answer_sets = st.fixed_dictionaries({}, optional={key: one | st.none() for key, one in some.items()})


def kleene_not(value):
    return None if value is None else not value


@given(st.lists(trees, min_size=1, max_size=3), answer_sets)
@settings(max_examples=150, deadline=None)
def test_de_morgan_in_two_values_and_in_three(parts, answers):
    nots = [{"not": part} for part in parts]
    for left, right in (({"all": parts}, {"any": nots}), ({"any": parts}, {"all": nots})):
        one, other = c.parse(left, BY_KEY), c.parse(right, BY_KEY)
        assert c.holds(one, answers, TODAY) is not c.holds(other, answers, TODAY)
        assert c.state(one, answers, TODAY) is kleene_not(c.state(other, answers, TODAY))


@given(trees, answer_sets, answer_sets)
@settings(max_examples=200, deadline=None)
def test_once_decided_no_further_answer_changes_it(tree, answers, more):
    made = c.parse(tree, BY_KEY)
    decided = c.state(made, answers, TODAY)
    if decided is not None:
        later = {**more, **answers}
        assert c.state(made, later, TODAY) is decided
        assert c.holds(made, later, TODAY) is decided
        assert c.holds(made, answers, TODAY) is decided
    if c.fields_used(made) <= answers.keys():
        assert decided is not None


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ({"field": "area", "op": "gt", "value": 300}, "当“经营面积”大于 300 平方米时"),
        ({"field": "area", "op": "ge", "value": "1500.5"}, "当“经营面积”不小于 1,500.5 平方米时"),
        ({"field": "capital", "op": "lt", "value": 30000}, "当“注册资本”小于 30,000 元时"),
        ({"field": "staff", "op": "between", "value": [5, 20]}, "当“从业人数”在 5 人到 20 人之间时"),
        ({"field": "chain", "op": "eq", "value": True}, "当“是不是连锁”是“是”时"),
        ({"field": "kind", "op": "in", "value": ["hot", "cold"]}, "当“经营类别”是“热食”、“冷食”中的一个时"),
        (
            {"field": "opened", "op": "date_before", "value": "2026-01-05"},
            "当“开业日期”早于 2026 年 1 月 5 日时",
        ),
        ({"field": "person_id", "op": "age_at_least", "value": 60}, "当“经营者身份证号”满 60 周岁时"),
        ({"not": {"field": "area", "op": "gt", "value": 300}}, "当“经营面积”不超过 300 平方米时"),
        (
            {"not": {"field": "extras", "op": "contains", "value": "gas"}},
            "当不属于（“附加项目”里有“燃气”）时",
        ),
        (
            {
                "all": [
                    {"field": "chain", "op": "eq", "value": False},
                    {
                        "any": [
                            {"field": "kind", "op": "eq", "value": "hot"},
                            {"field": "story", "op": "empty"},
                        ]
                    },
                ]
            },
            "当“是不是连锁”是“否”，并且（“经营类别”是“热食”，或者没有填“经营情况”）时",
        ),
    ],
)
def test_the_reason_in_plain_chinese(tree, words):
    assert c.reason(c.parse(tree, BY_KEY)) == words


def test_a_door_translates_templates_before_they_are_filled():
    seen = []

    def translate(text):
        seen.append(text)
        return {"当{what}时": "when {what}", "“{label}”大于{value}": "“{label}” is over{value}"}.get(
            text, text
        )

    made = c.parse({"field": "area", "op": "gt", "value": 300}, BY_KEY)
    assert c.reason(made, translate) == "when “经营面积” is over 300 平方米"
    assert "" not in seen
