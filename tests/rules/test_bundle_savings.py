"""What a bundle spares is computed, each figure by the formula that stands beside it."""

from __future__ import annotations

from hypothesis import given, settings

from tests.rules.bundles import bundles, restaurant
from yimen.rules.bundle import BundleSpec, Measure, Part, compile_plan, savings
from yimen.rules.bundle.savings import FORMULAS, Saving


def test_the_restaurant() -> None:
    figures = {one.what: (one.before, one.after) for one in savings(compile_plan(*restaurant()))}
    assert figures == {
        Measure.FIELDS: (11, 5),
        Measure.MATERIALS: (12, 5),
        Measure.FORMS: (5, 1),
        Measure.VISITS: (3, 1),
        Measure.STEPS: (23, 15),
        Measure.DAYS: (17, 6),
    }


def test_the_words_of_every_formula() -> None:
    assert set(FORMULAS) == set(Measure)
    one = Saving(Measure.DAYS, 17, 6)
    assert (one.saved, one.percent, one.formula) == (11, 64, FORMULAS[Measure.DAYS])
    assert Saving(Measure.VISITS, 0, 0).percent == 0


@settings(max_examples=100, deadline=None)
@given(bundles())
def test_together_never_costs_more_materials_days_or_visits(made: tuple[BundleSpec, list[Part]]) -> None:
    for one in savings(compile_plan(*made)):
        if one.what not in {Measure.FIELDS, Measure.MATERIALS}:
            assert one.after <= one.before
