"""情形引导: generated questions, asked only while an answer can still change something, fewest first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings

from tests.rules.bundles import ANSWERS, SIGN, SMOKES, bundles, item, leaf, material, part, restaurant
from yimen.rules.bundle import (
    BundleSpec,
    Member,
    Part,
    Plan,
    compile_plan,
    decides,
    next_question,
    outlook,
    questions_left,
)
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType

TODAY = date(2026, 11, 26)
PLAN = compile_plan(*restaurant())
YES_NO = (FieldUse("q", "问", FieldType.BOOL), FieldUse("w", "另一问", FieldType.BOOL))


def _asked(plan: Plan, answers: dict[str, Any]) -> list[str]:
    """The keys of the questions asked, one after another, to somebody with these answers."""
    given: dict[str, Any] = {}
    keys: list[str] = []
    while (use := next_question(plan, given, TODAY)) is not None:
        assert use.key not in keys, "nothing is asked twice"
        most = questions_left(plan, given, TODAY)
        keys.append(use.key)
        given[use.key] = answers[use.key]
        assert questions_left(plan, given, TODAY) < most, "no more come than were told"
    assert questions_left(plan, given, TODAY) == 0
    return keys


def test_the_questions_are_those_that_members_and_materials_look_at() -> None:
    assert set(_asked(PLAN, {"has_sign": True, "sells_tobacco": False, "area": Decimal(80)})) == {
        "has_sign", "sells_tobacco", "area",
    }  # fmt: skip


def test_beside_them_stands_what_it_will_take() -> None:
    nothing = outlook(PLAN, {}, TODAY)
    assert (nothing.members, nothing.open_members) == (("a", "b", "d"), ("c", "e"))
    assert nothing.days == (6, 6)
    assert [use.code for use in nothing.needed] == ["id", "lease", "plan"]
    assert [use.code for use in nothing.open_materials] == ["big", "picture"]
    assert (nothing.fee, nothing.by_scale, nothing.settled) == ((Decimal(10), Decimal(10)), 0, False)

    answers = {"has_sign": True, "sells_tobacco": False, "area": Decimal(301)}
    done = outlook(PLAN, answers, TODAY)
    assert (done.members, done.open_members, done.settled) == (("a", "b", "c", "d"), (), True)
    assert [use.code for use in done.needed] == ["id", "lease", "plan", "big", "picture"]


def test_a_question_that_settles_the_other_comes_first() -> None:
    """q alone decides where it is no; w matters only after q is yes."""
    when = {"all": [leaf("q", True), leaf("w", True)]}
    bundle = BundleSpec("x", "x", "D", questions=YES_NO)
    plan = compile_plan(
        bundle, [part(item("a")), part(item("b"), when=when), part(item("c"), when=leaf("q", True))]
    )
    assert _asked(plan, {"q": False, "w": True}) == ["q"]
    assert _asked(plan, {"q": True, "w": True}) == ["q", "w"]


def test_a_question_that_is_itself_asked_only_in_a_case_waits_for_it() -> None:
    hidden = FieldUse("w", "另一问", FieldType.BOOL, when=leaf("q", True))
    bundle = BundleSpec("x", "x", "D", questions=(YES_NO[0], hidden))
    plan = compile_plan(bundle, [part(item("a")), part(item("b"), when=leaf("w", True))])
    assert _asked(plan, {"q": True, "w": True}) == ["q", "w"]
    assert _asked(plan, {"q": False, "w": True}) == ["q"]


def test_why_a_question_is_asked_is_told() -> None:
    assert decides(PLAN, "has_sign") == (("c",), ("招牌效果图",))
    assert decides(PLAN, "area") == ((), ("检测报告",))
    hidden = FieldUse("w", "另一问", FieldType.BOOL, when=leaf("q", True))
    bundle = BundleSpec("x", "x", "D", questions=(YES_NO[0], hidden))
    plan = compile_plan(bundle, [part(item("a")), part(item("b"), when=leaf("w", True))])
    assert decides(plan, "q") == (("b",), ()), "it brings the question up that decides"
    assert questions_left(plan, {}, TODAY) == 2, "both may come"


def test_what_is_free_or_optional_asks_nothing() -> None:
    free = material("m", exempt_by="共享", when=leaf("q", True))
    bundle = BundleSpec("x", "x", "D", questions=YES_NO)
    plan = compile_plan(bundle, [part(item("a", materials=(free,))), part(item("b"))])
    assert next_question(plan, {}, TODAY) is None
    assert outlook(plan, {}, TODAY).settled


@settings(max_examples=150, deadline=None)
@given(bundles(), ANSWERS)
def test_asked_to_the_end_everything_is_settled(
    made: tuple[BundleSpec, list[Part]], answers: dict[str, Any]
) -> None:
    plan = compile_plan(*made)
    keys = _asked(plan, answers)
    seen = {key: answers[key] for key in keys}
    assert outlook(plan, seen, TODAY).settled
    whole = {one.use.key: answers[one.use.key] for one in plan.fields}
    assert outlook(plan, seen, TODAY) == outlook(plan, whole, TODAY), "the rest of the form changes nothing"


@settings(max_examples=100, deadline=None)
@given(bundles(), ANSWERS)
def test_the_outlook_only_narrows(made: tuple[BundleSpec, list[Part]], answers: dict[str, Any]) -> None:
    plan = compile_plan(*made)
    before = outlook(plan, {}, TODAY)
    given: dict[str, Any] = {}
    while (use := next_question(plan, given, TODAY)) is not None:
        given[use.key] = answers[use.key]
        now = outlook(plan, given, TODAY)
        assert set(before.members) <= set(now.members)
        assert set(now.open_members) <= set(before.open_members)
        assert before.days[0] <= now.days[0] <= now.days[1] <= before.days[1]
        before = now


def test_the_bundle_s_own_questions_need_no_member_that_asks_them() -> None:
    assert {SIGN.key, SMOKES.key} <= {one.use.key for one in PLAN.fields if one.members == ("",)}
    assert Member("a").required and not Member("c", leaf("has_sign", True)).required
