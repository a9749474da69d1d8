"""What keeps a bundle from being saved is told all at once, each by its code."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.rules.bundles import ENTERPRISE, bundles, item, leaf, material, part, restaurant
from yimen.rules.bundle import BundleSpec, Handling, Member, Part, Stop, faults
from yimen.rules.bundle.common import Conflict
from yimen.rules.bundle.order import Circle
from yimen.rules.bundle.plan import (
    BelowPath,
    NobodyServed,
    NoneForSure,
    NoStops,
    OverJointLimit,
    TooFew,
    Twice,
)
from yimen.rules.condition_ops import BadCondition
from yimen.rules.errors import RuleBroken
from yimen.rules.item import BadSpec, FieldUse
from yimen.rules.terms import Audience, FieldType

BUNDLE = BundleSpec("x", "甲事", "D", audiences=ENTERPRISE)
TWO = [part(item("a", "甲")), part(item("b", "乙"))]


def _found(bundle: BundleSpec, parts: list[Part]) -> list[tuple[str, str]]:
    return [(one.code, one.words) for one in faults(bundle, parts)]


def test_the_restaurant_is_fine() -> None:
    assert _found(*restaurant()) == []


@pytest.mark.parametrize(
    ("bundle", "parts", "refused", "words"),
    [
        (BUNDLE, TWO[:1], TooFew, "一件事至少要有 2 个事项，现在 1 个"),
        (BUNDLE, [*TWO, TWO[0]], Twice, "“甲”列了两次"),
        (
            replace(BUNDLE, questions=(FieldUse("q", "问", FieldType.BOOL),)),
            [part(one.spec, when=leaf("q", True)) for one in TWO],
            NoneForSure, "至少要有一个事项是必办的",
        ),
        (replace(BUNDLE, promise_days=4), TWO, BelowPath, "承诺 4 个工作日不够：甲要依次办，最少 5 个工作日"),
        (BUNDLE, [*TWO, part(item("c", days=46))], OverJointLimit,
         "联合办理最多 45 个工作日，这样排要 46 个"),
        (replace(BUNDLE, audiences=(Audience.ORGAN,)), TWO, NobodyServed,
         "“甲”不给行政机关办，不能放进这件事"),
        (BUNDLE, [*TWO, part(item("c", "丙"), when=leaf("gone", True))], BadCondition,
         "选“丙”的条件写得不对：表单里没有“gone”这一栏"),
        (
            BUNDLE,
            [part(item("a", "甲", form=(FieldUse("k", "栏"),))),
             part(item("b", "乙", form=(FieldUse("k", "栏", FieldType.DATE),)))],
            Conflict, "“栏”在几个事项里对不上：填法不一样：日期（乙）、文字（甲）",
        ),
        (
            BUNDLE,
            [part(item("a", form=(FieldUse("k", "栏", FieldType.INTEGER, maximum=Decimal(3)),))),
             part(item("b", form=(FieldUse("k", "栏", FieldType.INTEGER, minimum=Decimal(5)),)))],
            Conflict, "“栏”在几个事项里对不上：一个要至少 5，一个要至多 3",
        ),
        (
            BUNDLE,
            [part(item("a", form=(FieldUse("k", "栏", FieldType.CHOICE, options=(("x", "甲"),)),))),
             part(item("b", form=(FieldUse("k", "栏", FieldType.CHOICE, options=(("y", "乙"),)),)))],
            Conflict, "“栏”在几个事项里对不上：没有一个选项是几个事项都有的",
        ),
        (
            BUNDLE,
            [part(item("a", "甲", materials=(material("m2"),)), "m1"),
             part(item("b", "乙", materials=(material("m1"),)), "m2")],
            Circle, "这几个事项互相等着对方的结果，谁也开始不了：甲、乙",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    bundle: BundleSpec, parts: list[Part], refused: type[RuleBroken], words: str
) -> None:
    assert (refused.code, words) in _found(bundle, parts)


def test_all_of_it_is_told_at_once() -> None:
    words = (FieldUse("k", "栏"), FieldUse("j", "列"))
    others = (FieldUse("k", "栏", FieldType.DATE), FieldUse("j", "列", FieldType.BOOL))
    twice = [part(item("a", "甲", form=words)), part(item("b", form=others))]
    assert [code for code, _ in _found(BUNDLE, twice)] == ["bundle.conflict", "bundle.conflict"]


def test_who_is_only_led_needs_no_members() -> None:
    led = replace(BUNDLE, handling=Handling.GUIDANCE, stops=(Stop("到银行开户", link="/guide/1/"),))
    assert faults(led, []) == []
    nowhere = replace(led, stops=())
    assert _found(nowhere, []) == [(NoStops.code, "导办要写明一步一步到哪里办，现在一步也没有")]


@settings(max_examples=100, deadline=None)
@given(bundles())
def test_the_stored_form_and_back(made: tuple[BundleSpec, list[Part]]) -> None:
    bundle = replace(made[0], questions=made[1][0].spec.form, promise_days=7, stops=(Stop("走"),))
    assert BundleSpec.from_dict(bundle.to_dict()) == bundle


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"handling": "both"}, "handling"),
        ({"policy": 3}, "policy"),
        ({"promise_days": -1}, "promise_days"),
        ({"promise_days": True}, "promise_days"),
        ({"members": [{"when": None}]}, "members[0].item"),
        ({"members": "a"}, "members"),
        ({"words": [1]}, "words[0]"),
        ({"nothing": 1}, "nothing"),
    ],
)
def test_a_stored_form_that_does_not_fit_is_refused_by_its_place(data: dict[str, object], where: str) -> None:
    with pytest.raises(BadSpec) as refused:
        BundleSpec.from_dict({"code": "x", "name": "x", "department": "D", **data})
    assert refused.value.facts["where"] == where
    assert Member("x").required
