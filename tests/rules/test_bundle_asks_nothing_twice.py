"""一张表、一套材料: merging is idempotent and free of order, loses nothing, and asks nothing twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.bundles import ANSWERS, bundles, item, leaf, material, part, restaurant
from yimen.rules import intake, situations
from yimen.rules.answers import read
from yimen.rules.bundle import BundleSpec, Part, as_item, compile_plan
from yimen.rules.bundle.fields import merge_fields
from yimen.rules.bundle.guide import chosen, member_answers
from yimen.rules.bundle.materials import merge_materials
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import FieldType, MaterialForm, Need

TODAY = date(2026, 11, 26)
PLAN = compile_plan(*restaurant())


def test_one_form() -> None:
    assert [one.use.key for one in PLAN.fields] == ["has_sign", "sells_tobacco", "shop_name", "place", "area"]
    assert {one.use.key: one.members for one in PLAN.fields}["area"] == ("b", "d")


def test_one_set_of_materials_and_what_an_earlier_member_issues_is_not_asked() -> None:
    lines = {one.use.code: one for one in PLAN.materials}
    assert list(lines) == ["id", "lease", "bl", "plan", "big", "picture", "notes"]
    assert (lines["bl"].given, lines["bl"].made_by, lines["bl"].members) == (
        False,
        ("a",),
        ("b", "c", "d", "e"),
    )
    assert lines["bl"].use.exempt_by == "营业执照"
    assert (lines["lease"].use.copies, lines["lease"].members) == (2, ("a", "b"))
    assert lines["plan"].use.form is MaterialForm.PAPER
    assert lines["picture"].use.when == leaf("has_sign", True)


def test_where_the_maker_is_not_chosen_the_applicant_gives_it() -> None:
    maker = part(item("a"), "m", when=leaf("q", True))
    user = part(item("b", form=(FieldUse("q", "问", FieldType.BOOL),), materials=(material("m"),)))
    (line,) = merge_materials([maker, user])
    assert (line.given, line.use.when, line.use.exempt_by) == (True, {"not": leaf("q", True)}, "")


def test_who_replaces_a_licence_still_has_to_be_given_the_old_one() -> None:
    renewal, user = (
        part(item("a", materials=(material("m"),)), "m"),
        part(item("b", materials=(material("m"),))),
    )
    (line,) = merge_materials([renewal, user])
    assert (line.given, line.use.when, line.made_by) == (True, None, ("a",))


@pytest.mark.parametrize(
    ("one", "two", "column", "wanted"),
    [
        ({"need": Need.OPTIONAL}, {"need": Need.DEFERRABLE}, "need", Need.DEFERRABLE),
        ({"need": Need.DEFERRABLE}, {"need": Need.REQUIRED}, "need", Need.REQUIRED),
        ({"form": MaterialForm.EITHER}, {"form": MaterialForm.ELECTRONIC}, "form", MaterialForm.ELECTRONIC),
        ({"copies": 1}, {"copies": 3}, "copies", 3),
        ({"originals": 1}, {}, "originals", 1),
        ({"deferral_days": 5}, {"deferral_days": 3}, "deferral_days", 3),
        ({"pledge": "属实"}, {"pledge": "属实"}, "pledge", "属实"),
        ({"pledge": "属实"}, {}, "pledge", ""),
        ({"pledge": "属实", "pledge_window": 1}, {"pledge": "真"}, "pledge_window", 1),
        ({"exempt_by": "共享"}, {}, "exempt_by", ""),
        ({"exempt_by": "共享"}, {"exempt_by": "共享"}, "exempt_by", "共享"),
        ({"standard": "清楚"}, {"standard": "加盖公章"}, "standard", "加盖公章；清楚"),
        ({"hint": "一样"}, {"hint": "一样"}, "hint", "一样"),
    ],
)
def test_the_strictest_wording_of_a_material_counts(
    one: dict[str, Any], two: dict[str, Any], column: str, wanted: object
) -> None:
    for pair in ((one, two), (two, one)):
        parts = [part(item(f"i{n}", materials=(material("m", **more),))) for n, more in enumerate(pair)]
        (line,) = merge_materials(parts)
        assert getattr(line.use, column) == wanted


@pytest.mark.parametrize(
    ("one", "two", "column", "wanted"),
    [
        ({"required": False}, {}, "required", True),
        ({"max_length": 30}, {"max_length": 20}, "max_length", 20),
        ({"minimum": Decimal(1)}, {"minimum": Decimal(3)}, "minimum", Decimal(3)),
        ({"maximum": Decimal(9)}, {}, "maximum", Decimal(9)),
        ({"question": True}, {}, "question", True),
        (
            {"options": (("x", "甲"), ("y", "乙"))},
            {"options": (("y", "乙"), ("z", "丙"))},
            "options",
            (("y", "乙"),),
        ),
    ],
)
def test_the_strictest_wording_of_a_field_counts(
    one: dict[str, Any], two: dict[str, Any], column: str, wanted: object
) -> None:
    for pair in ((one, two), (two, one)):
        parts = [part(item(f"i{n}", form=(FieldUse("k", "栏", **more),))) for n, more in enumerate(pair)]
        (shared,) = merge_fields((), parts)
        assert getattr(shared.use, column) == wanted


def test_an_answer_must_fit_the_patterns_of_all() -> None:
    parts = [
        part(item(code, form=(FieldUse("k", "栏", pattern=p),)))
        for code, p in (("a", "[A-Z]+"), ("b", ".{3}|x"))
    ]
    (shared,) = merge_fields((), parts)
    spec = ItemSpec("x", "x", "D", form=(shared.use,))
    fits = {text: read(spec, {"k": text}, TODAY).ok for text in ("ABC", "AB", "abc", "x")}
    assert fits == {"ABC": True, "AB": False, "abc": False, "x": False}


MADE = st.shared(bundles(), key="made")


@settings(max_examples=150, deadline=None)
@given(bundles(), st.randoms())
def test_order_does_not_matter_and_doing_it_again_changes_nothing(
    made: tuple[BundleSpec, list[Part]], chance: Any
) -> None:
    bundle, parts = made
    plan = compile_plan(bundle, parts)
    other = list(parts)
    chance.shuffle(other)
    assert compile_plan(bundle, other) == plan
    again = [part(as_item(plan))]
    assert [one.use for one in merge_fields((), again)] == [one.use for one in plan.fields]
    assert [one.use for one in merge_materials(again)] == [one.use for one in plan.materials]


@settings(max_examples=150, deadline=None)
@given(bundles(), ANSWERS)
def test_nothing_is_lost_and_nothing_asked_twice(
    made: tuple[BundleSpec, list[Part]], raw: dict[str, Any]
) -> None:
    bundle, parts = made
    plan = compile_plan(bundle, parts)
    keys = [one.use.key for one in plan.fields]
    codes = [one.use.code for one in plan.materials]
    assert len(set(keys)) == len(keys) and len(set(codes)) == len(codes)
    whole = read(as_item(plan), raw, TODAY)
    assert whole.ok
    picked = chosen(plan, whole.answers, TODAY)
    for one in parts:
        if not picked[one.item]:
            continue
        mine = read(one.spec, member_answers(plan, one.item, whole.answers), TODAY)
        assert mine.ok, "what satisfies the common form satisfies each member that is chosen"


@settings(max_examples=200, deadline=None)
@given(bundles(), ANSWERS)
def test_every_material_that_a_chosen_member_needs_is_given_or_made(
    made: tuple[BundleSpec, list[Part]], raw: dict[str, Any]
) -> None:
    bundle, parts = made
    plan = compile_plan(bundle, parts)
    common = as_item(plan)
    answers = read(common, raw, TODAY).answers
    picked = {item for item, yes in chosen(plan, answers, TODAY).items() if yes}
    asked = {use.code for use in intake.judge(common, answers, [], TODAY).required}
    made_by = {code: {one.item for one in parts if code in one.issues and one.item in picked} for code in
               {code for one in parts for code in one.issues}}  # fmt: skip
    for one in parts:
        if one.item not in picked:
            continue
        alone = read(one.spec, member_answers(plan, one.item, answers), TODAY).answers
        needs = {use.code for use in intake.judge(one.spec, alone, [], TODAY).required}
        for code in needs:
            assert code in asked or made_by.get(code, set()) - {one.item}, code


@settings(max_examples=100, deadline=None)
@given(bundles(), ANSWERS)
def test_nobody_is_asked_what_no_chosen_member_wants(
    made: tuple[BundleSpec, list[Part]], raw: dict[str, Any]
) -> None:
    bundle, parts = made
    plan = compile_plan(bundle, parts)
    answers = read(as_item(plan), raw, TODAY).answers
    picked = chosen(plan, answers, TODAY)
    wanted = {
        use.key
        for one in parts
        if picked[one.item]
        for use in one.spec.form
        if situations.read(one.spec).asked(use.key, member_answers(plan, one.item, answers), TODAY)
    }
    assert {
        one.use.key for one in plan.fields if plan.situations.asked(one.use.key, answers, TODAY)
    } <= wanted
