"""一表制: amounts, reliefs with their basis, rounding, and a sum that is the sum of what is printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.fees import BadRate, Due, Facts, How, Measure, Rate, Relief, rounded, sheet

D = Decimal


def rate(**more: Any) -> dict[str, Any]:
    return {
        "code": "F1", "name": "城市基础设施配套费", "organ": "住建局", "basis": "云政发〔2024〕6号",
        "how": "per_unit", "amount": "60", "measure": "build_area", **more,
    }  # fmt: skip


def lines(*rates: dict[str, Any], **facts: Any) -> list[Any]:
    base = {"kind": "building", "funding": "social", "build_area": D("1000"), "land_area": D("500.5")}
    return list(sheet([Rate.from_dict(one) for one in rates], Facts(**{**base, **facts})).lines)


def test_an_amount_by_area() -> None:
    (one,) = lines(rate())
    assert (one.amount, one.relief, one.payable, one.due) == (
        D("60000.00"),
        0,
        D("60000.00"),
        Due.BEFORE_DESIGN,
    )


def test_a_fixed_amount_and_a_share_with_a_cap() -> None:
    fixed, share = lines(
        rate(code="F2", how="fixed", measure="one", amount="550"),
        rate(code="F3", how="share", measure="investment", amount="0.001", cap="3000"),
        investment=D("5000000"),
    )
    assert (fixed.amount, share.amount) == (D("550.00"), D("3000.00"))


def test_a_relief_says_on_what_basis_and_the_greatest_counts() -> None:
    half = {"name": "减半", "share": "0.5", "basis": "甲文", "kinds": ["industrial"]}
    free = {"name": "免收", "share": "1", "basis": "乙文", "fundings": ["government"]}
    (one,) = lines(rate(reliefs=[half, free]), kind="industrial", funding="government")
    assert (one.payable, one.relief_basis) == (0, "乙文")
    (other,) = lines(rate(reliefs=[half, free]), kind="industrial")
    assert (other.payable, other.relief_name) == (D("30000.00"), "减半")
    (plain,) = lines(rate(reliefs=[half, free]))
    assert plain.relief == 0 and plain.relief_basis == ""


def test_a_rate_for_other_classes_and_a_charge_of_nothing_are_left_out() -> None:
    assert lines(rate(kinds=["linear"]), rate(amount="0")) == []


@pytest.mark.parametrize(
    ("amount", "written"), [("0.005", "0.01"), ("0.0049", "0.00"), ("1.115", "1.12"), ("2", "2.00")]
)
def test_half_a_fen_is_rounded_up(amount: str, written: str) -> None:
    assert str(rounded(D(amount))) == written


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "-1"}, {"amount": "x"}, {"amount": "NaN"}, {"how": "?"}, {"basis": ""},
        {"how": "fixed"}, {"cap": "-1"}, {"reliefs": [{"name": "多免", "share": "1.1", "basis": "甲"}]},
        {"reliefs": [{"name": "无据", "share": "1", "basis": ""}]}, {"reliefs": [{}]}, {"due": "never"},
    ],
)  # fmt: skip
def test_a_rate_that_cannot_be_reckoned_with_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadRate) as found:
        Rate.from_dict(rate(**wrong))
    assert found.value.code == "fees.bad_rate"


_money = st.decimals(0, 10**9, places=3)
_relief = st.builds(Relief, st.just("减"), st.decimals("0.01", 1, places=2), st.just("文"))
_rate = st.builds(
    Rate, st.just("F"), st.just("费"), st.just("局"), st.just("文"), st.just(How.PER_UNIT),
    st.decimals(0, 500, places=4), st.sampled_from([Measure.LAND_AREA, Measure.BUILD_AREA]),
    reliefs=st.lists(_relief, max_size=3).map(tuple),
)  # fmt: skip


@given(st.lists(_rate, max_size=6), _money, _money)
def test_the_sheet_adds_up_and_nobody_is_paid_for_building(rates, land, build) -> None:
    made = sheet(rates, Facts("other", "social", land, build))
    assert made.payable == made.amount - made.relief == sum(one.payable for one in made.lines)
    assert all(0 <= one.relief <= one.amount and one.amount == rounded(one.amount) for one in made.lines)
