"""A keeper sets the numbers of a hall's bookings, each within its bounds; what was not set stays as it is."""

from __future__ import annotations

import pytest

from yimen.rules.booking_terms import BOUNDS, BadTerms, Terms, check_terms, read_terms

AS_IT_IS = {key: str(getattr(Terms(), key)) for key in BOUNDS}


def test_what_was_not_set_stays_as_it_is():
    assert read_terms({}) == Terms()
    assert read_terms({"cancel": 30, "of_another_version": 1}) == Terms(cancel=30)


def test_what_holds_everywhere_is_within_the_bounds():
    assert check_terms(AS_IT_IS) == Terms()


@pytest.mark.parametrize("field", list(BOUNDS))
@pytest.mark.parametrize("wrong", ["", "-1", "1.5", "三", "99999", "low", "high"])
def test_a_number_outside_its_bounds_is_refused(field: str, wrong: str):
    bound = BOUNDS[field]
    typed = {"low": str(bound.low - 1), "high": str(bound.high + 1)}.get(wrong, wrong)
    with pytest.raises(BadTerms) as refused:
        check_terms({**AS_IT_IS, field: typed})
    assert refused.value.facts == {
        "field": field, "label": bound.words, "low": bound.low, "high": bound.high,
    }  # fmt: skip
    for kept in (bound.low, bound.high):
        assert getattr(check_terms({**AS_IT_IS, field: str(kept)}), field) == kept
