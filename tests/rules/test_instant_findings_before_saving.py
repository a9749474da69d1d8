"""What a keeper is told of the rules of 秒批: never, always, gaps, too many, nobody approved."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.forms import FIELDS
from yimen.rules import situations
from yimen.rules.conditions import holds, parse
from yimen.rules.instant.findings import TRIED_ON, check
from yimen.rules.instant.spread import spread
from yimen.rules.item import FieldUse, ItemSpec, Step
from yimen.rules.terms import Duty, FieldType, Role

AREA = {"field": "area", "op": "le", "value": 20}
BIG = {"field": "area", "op": "gt", "value": 20}


def told(*rules: dict[str, Any], form: tuple[FieldUse, ...] = FIELDS, **parts: Any) -> list[str]:
    return [f.words for f in check(ItemSpec("X", "x", "D", form=form, instant={"rules": [*rules]}, **parts))]


def test_complete_rules_are_told_nothing() -> None:
    assert told({"when": AREA}, {"then": "person", "when": BIG}) == []
    assert check(ItemSpec("X", "x", "D")) == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"field": "area", "op": "lt", "value": 0}, "第 1 条永远不会成立"),
        ({"all": [AREA, BIG]}, "第 1 条永远不会成立"),
        ({"any": [AREA, BIG]}, "第 1 条总是成立"),
        ({"field": "staff", "op": "between", "value": [1, 5000]}, "第 1 条总是成立"),
        ({"all": [{"field": "opened", "op": "past"}, {"field": "opened", "op": "future"}]}, "永远不会成立"),
        ({"all": [{"field": "person_id", "op": "age_at_least", "value": 60},
                  {"field": "person_id", "op": "age_below", "value": 18}]}, "第 1 条永远不会成立"),
        ({"any": [{"field": "shop_name", "op": "filled"}]}, "第 1 条总是成立"),
    ],
)  # fmt: skip
def test_a_condition_that_never_or_always_holds_is_told(when: dict[str, Any], words: str) -> None:
    assert any(words in one for one in told({"when": when}))


def test_answers_that_no_rule_speaks_of_are_told_as_people_say_them() -> None:
    gaps = told({"when": {"field": "kind", "op": "in", "value": ["hot", "cold"]}})
    assert gaps == ["这种情况没有规则，会转人工：经营类别 茶饮"]
    many = told({"when": {"field": "staff", "op": "in", "value": [3, 9, 50]}})
    assert any("一共" in one for one in many)


def test_who_cannot_apply_leaves_no_gap() -> None:
    only = {"field": "kind", "op": "eq", "value": "hot"}
    assert told({"when": {"field": "kind", "op": "eq", "value": "hot"}}, eligibility=only) == [
        "第 1 条总是成立"
    ]


def test_what_keeps_everybody_out_stops_publishing() -> None:
    both = told({"when": AREA}, {"then": "person"})
    assert any("没有一种情况会准予" in one for one in both)
    survey = (Step("踏勘", Duty.SURVEY, Role.OFFICER),)
    assert any("现场踏勘" in one for one in told({"when": None}, steps=survey))
    assert any("数量限制" in one for one in told({"when": None}, quota="10 块"))
    assert any("没有一条是“准予”" in one for one in told({"then": "person"}))
    assert any("表单里没有" in one for one in told({"when": {"field": "no", "op": "filled"}}))
    bad = ItemSpec("X", "x", "D", instant={"share": 50})
    assert [one.stops for one in check(bad)] == [True]


def test_too_many_cases_are_told_and_cost_little() -> None:
    form = tuple(FieldUse(f"q{n}", f"问{n}", FieldType.BOOL) for n in range(40))
    every = {"all": [{"field": use.key, "op": "eq", "value": True} for use in form]}
    began = time.perf_counter()
    found = told({"when": every}, form=form)
    assert time.perf_counter() - began < 2
    assert len(found) == 2
    assert all("没有逐一检查" in one for one in found)
    options = tuple((f"o{n}", f"选{n}") for n in range(40))
    several = (FieldUse("m", "多选", FieldType.MULTI, options=options),)
    wide = told(
        {"when": {"field": "m", "op": "contains_any", "value": [c for c, _ in options]}}, form=several
    )
    assert any("没有逐一检查" in one for one in wide)


_LEAVES = some.sampled_from(
    [
        {"field": "area", "op": "gt", "value": 20}, {"field": "area", "op": "between", "value": [5, 7]},
        {"field": "staff", "op": "in", "value": [3, 4]}, {"field": "chain", "op": "eq", "value": True},
        {"field": "chain", "op": "empty"}, {"field": "kind", "op": "ne", "value": "tea"},
        {"field": "extras", "op": "contains_all", "value": ["sign", "gas"]},
        {"field": "story", "op": "contains", "value": "油"},
    ]
)  # fmt: skip
_TREES = some.recursive(
    _LEAVES,
    lambda part: some.one_of(
        some.lists(part, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
        some.lists(part, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
        part.map(lambda one: {"not": one}),
    ),
    max_leaves=4,
)
_ANSWERS = some.fixed_dictionaries(
    {
        "area": some.decimals(0, 40, places=1), "staff": some.integers(1, 8),
        "chain": some.sampled_from([True, False, None]), "kind": some.sampled_from(["hot", "cold", "tea"]),
        "extras": some.sampled_from([None, ["sign"], ["gas"], ["sign", "gas"]]),
        "story": some.sampled_from([None, "少油", "清淡"]),
    }
)  # fmt: skip


@given(tree=_TREES, answers=_ANSWERS)
def test_no_answer_falls_between_the_cases(tree: dict[str, Any], answers: dict[str, Any]) -> None:
    """Whatever a person answers, some case says the same of the condition."""
    condition = parse(tree, {use.key: use for use in FIELDS})
    found = situations.read(ItemSpec("X", "x", "D", form=FIELDS))
    seen = {holds(condition, one, TRIED_ON) for one in spread(found, [condition], TRIED_ON).cases(TRIED_ON)}
    assert holds(condition, answers, TRIED_ON) in seen


def test_a_field_that_is_hidden_is_blank_in_its_cases() -> None:
    form = (
        FieldUse("a", "甲", FieldType.BOOL),
        FieldUse("b", "乙", FieldType.DECIMAL, when={"field": "a", "op": "eq", "value": True}),
    )
    condition = parse({"field": "b", "op": "gt", "value": 3}, {use.key: use for use in form})
    found = situations.read(ItemSpec("X", "x", "D", form=form))
    cases = list(spread(found, [condition], date(2026, 1, 1)).cases(date(2026, 1, 1)))
    assert all(one["b"] is None for one in cases if not one["a"])
    assert {one["b"] for one in cases if one["a"]} == {Decimal(2), Decimal(3), Decimal(4)}
