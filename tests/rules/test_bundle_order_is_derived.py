"""一件事: the order of the members follows from what each needs and issues; the path gives the promise."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings

from tests.rules.bundles import bundles, item, material, part, restaurant
from yimen.rules.bundle import BundleSpec, Circle, Part, after, compile_plan, days_of, schedule
from yimen.rules.bundle.order import with_results
from yimen.rules.item import Limit
from yimen.rules.terms import MaterialKind, Need, Promise, ResultType, Unit

TODAY = date(2026, 11, 26)


def test_who_needs_what_another_issues_comes_after_it_and_the_rest_run_side_by_side() -> None:
    _, parts = restaurant()
    assert after(parts) == {
        "a": frozenset(), "b": {"a"}, "c": {"a"}, "d": {"a"}, "e": {"a"},
    }  # fmt: skip
    placed = {one.item: one for one in schedule(parts).placed}
    assert {code: (one.starts, one.ends) for code, one in placed.items()} == {
        "a": (0, 1), "b": (1, 6), "c": (1, 4), "d": (1, 4), "e": (1, 6),
    }  # fmt: skip


def test_the_longest_way_is_the_promise_and_shrinks_with_the_members_chosen() -> None:
    bundle, parts = restaurant()
    plan = compile_plan(bundle, parts)
    assert (plan.schedule.days, plan.promise, plan.schedule.path) == (6, 6, ("a", "b"))
    assert schedule(parts, {"a", "c", "d"}).days == 4
    assert schedule(parts, {"c", "d"}).days == 3, "a maker that is not chosen holds nobody up"


def test_the_order_does_not_depend_on_how_they_are_listed() -> None:
    bundle, parts = restaurant()
    wanted = compile_plan(bundle, parts)
    for other in permutations(parts):
        assert compile_plan(bundle, other) == wanted


def test_a_circle_is_refused_by_name_and_who_only_waits_for_it_is_not_blamed() -> None:
    parts = [
        part(item("a", "甲证", materials=(material("m2"),)), "m1"),
        part(item("b", "乙证", materials=(material("m1"),)), "m2"),
        part(item("c", "丙证", materials=(material("m1"),))),
        part(item("d", "丁证")),
    ]
    with pytest.raises(Circle) as refused:
        compile_plan(BundleSpec("x", "x", "D"), parts)
    assert refused.value.facts["names"] == "甲证、乙证"


def test_what_is_only_optional_holds_nobody_up() -> None:
    parts = [part(item("a"), "m"), part(item("b", materials=(material("m", need=Need.OPTIONAL),)))]
    assert schedule(parts).days == 5


def test_a_renewal_needs_the_licence_it_replaces_and_waits_for_nobody() -> None:
    parts = [part(item("a", materials=(material("m"),)), "m"), part(item("b", materials=(material("m"),)))]
    assert after(parts) == {"a": frozenset(), "b": {"a"}}


def test_two_that_replace_the_same_paper_do_not_wait_for_each_other() -> None:
    """变更 and 备案 both take the old 营业执照 and give a new one: each needs the old one alone."""
    first = part(item("a", "设立"), "m")
    change, record = (part(item(code, materials=(material("m"),)), "m") for code in "bc")
    assert after([change, record]) == {"b": frozenset(), "c": frozenset()}
    assert after([first, change, record]) == {"a": frozenset(), "b": {"a"}, "c": {"a"}}


def test_a_result_that_bears_the_name_of_a_material_is_that_material() -> None:
    """Imported catalogues know no licence types: the names tell."""
    maker = part(item("a", result_name="营业执照（正本）、通知书"))
    user = part(item("b", materials=(material("x1", "《营业执照》复印件"),)))
    form = part(item("c", materials=(material("x2", "通知书", kind=MaterialKind.FORM),)))
    made = with_results([maker, user, form])
    assert [one.issues for one in made] == [{"x1"}, frozenset(), frozenset()]
    plan = compile_plan(BundleSpec("x", "x", "D"), [user, form, maker])
    assert [one.item for one in plan.parts] == ["a", "c", "b"]
    none = part(item("a", result_name="营业执照", result_type=ResultType.NONE))
    assert with_results([none, user])[0].issues == frozenset()


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({"days": 7}, 7),
        ({"days": 0}, 0),
        ({"days": 9, "promise_type": Promise.INSTANT}, 0),
        ({"promise": Limit(14, Unit.NATURAL)}, 10),
        ({"promise": Limit(15, Unit.NATURAL)}, 11),
        ({"promise": None, "legal": Limit(15)}, 15),
        ({"promise": None, "legal": None}, 20),
    ],
)
def test_days_of_one_item(more: dict[str, object], days: int) -> None:
    assert days_of(item("a", **more)) == days  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(bundles())
def test_nobody_starts_before_what_they_need_is_there(made: tuple[BundleSpec, list[Part]]) -> None:
    _, parts = made
    plan = schedule(parts)
    placed = {one.item: one for one in plan.placed}
    waits = after(parts)
    assert set(placed) == {one.item for one in parts}
    for one in parts:
        ends = [placed[before].ends for before in waits[one.item]]
        assert placed[one.item].starts == max(ends, default=0)
    assert plan.days == max(one.ends for one in plan.placed)
    assert sum(placed[code].days for code in plan.path) == plan.days
    assert plan.days <= sum(days_of(one.spec) for one in parts)
