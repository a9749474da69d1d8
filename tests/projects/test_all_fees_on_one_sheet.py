"""一表制: one sheet, kept as it was issued; paid once however often and however late the cashier answers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from tests import projects_world as world
from tests.county import County
from yimen.bridges import payments as bridge
from yimen.bridges.payments import FakePayments
from yimen.config.worker import drain
from yimen.projects import actions, queries
from yimen.projects.models import FeeOrder
from yimen.rules.authority import NotPermitted
from yimen.rules.fees import BadRate
from yimen.rules.paying import (
    BilledAlready,
    BillNotYours,
    FeesUnpaid,
    NoCashier,
    NothingToPay,
    OrderOpen,
    PayState,
)
from yimen.rules.projects import Stage
from yimen.rules.projects.sight import ProjectUnknown
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
RATE = {
    "code": "PT", "name": "配套费", "organ": "住建局", "basis": "云政发〔2024〕6号", "how": "per_unit",
    "amount": "60", "measure": "build_area", "due": "design",
    "reliefs": [{"name": "工业减半", "share": "0.5", "basis": "云政发〔2025〕2号", "kinds": ["industrial"]}],
}  # fmt: skip
FIXED = {
    "code": "DJ", "name": "登记费", "organ": "自然资源局", "basis": "发改价格规〔2016〕2559号",
    "how": "fixed", "amount": "550", "due": "acceptance",
}  # fmt: skip


@pytest.fixture
def cashier(settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakePayments:
    settings.PAYMENTS = "fake"
    made = FakePayments({"*": "pays"})
    monkeypatch.setitem(bridge._made, "fake", made)
    return made


@pytest.fixture
def billed(county: County, cashier: FakePayments) -> County:
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(county["keeper"], one, order=n, now=county.now)
    world.opened(county)
    actions.bill(county["firm"], world.CODE, now=county.now)
    return county


def page(county: County, who: str = "firm") -> queries.FeePage:
    return queries.fee_page(county[who], world.CODE)


def order(county: County, minutes: int = 0) -> str:
    at = county.now + timedelta(minutes=minutes)
    number = actions.order(county["firm"], world.CODE, now=at).number
    drain(at)
    return number


def look(county: County, minutes: int) -> None:
    at = county.now + timedelta(minutes=minutes)
    actions.look(county["firm"], world.CODE, now=at)
    drain(at)


def state(number: str) -> str:
    return FeeOrder.objects.get(number=number).state


def test_the_sheet_says_amount_relief_and_basis(billed: County) -> None:
    first, second = page(billed).rows
    assert (first.amount, first.relief, first.payable) == (Decimal(720000), Decimal(360000), Decimal(360000))
    assert (first.relief_basis, first.reckoning) == ("云政发〔2025〕2号", "12,000.00 × 60")
    assert (second.payable, page(billed).payable) == (Decimal(550), Decimal(360550))


def test_what_was_billed_stands_when_the_rates_change(billed: County) -> None:
    actions.set_rate(billed["keeper"], {**FIXED, "amount": "80"}, now=billed.now)
    assert page(billed).rows[1].amount == Decimal(550)
    with pytest.raises(BilledAlready):
        actions.bill(billed["firm"], world.CODE, now=billed.now)


def test_before_it_is_issued_the_sheet_follows_the_rates(county: County) -> None:
    world.opened(county)
    assert page(county).rows == () and page(county).number == ""
    with pytest.raises(NothingToPay):
        actions.bill(county["firm"], world.CODE, now=county.now)
    actions.set_rate(county["keeper"], FIXED, now=county.now)
    assert page(county).payable == Decimal(550)


def test_rates_are_the_keepers_and_must_be_sound(county: County) -> None:
    with pytest.raises(NotPermitted):
        actions.set_rate(county["officer"], FIXED, now=county.now)
    with pytest.raises(BadRate):
        actions.set_rate(county["keeper"], {**FIXED, "basis": ""}, now=county.now)


def test_who_bills_and_who_pays(county: County, cashier: FakePayments) -> None:
    actions.set_rate(county["keeper"], FIXED, now=county.now)
    world.opened(county)
    with pytest.raises(ProjectUnknown):
        actions.bill(county["li"], world.CODE, now=county.now)
    with pytest.raises(BillNotYours):
        actions.bill(county["clerk"], world.CODE, now=county.now)
    actions.name_manager(county["supervisor"], world.CODE, "0101", now=county.now)
    actions.bill(county["clerk"], world.CODE, now=county.now)
    for act in (actions.order, actions.look):
        with pytest.raises(ProjectUnknown):
            act(county["clerk"], world.CODE, now=county.now)


def test_an_order_waits_then_is_paid_once(billed: County, cashier: FakePayments) -> None:
    number = order(billed)
    assert (state(number), cashier.placed[number]) == ("pending", Decimal("360550.00"))
    with pytest.raises(OrderOpen):
        actions.order(billed["firm"], world.CODE, now=billed.now)
    look(billed, 1)
    assert state(number) == "paid" and page(billed).open == 0
    before = len(trail.history(f"project:{world.CODE}"))
    with transaction.atomic():  # the same answer once more
        actions.settle(number, PayState.PAID, FakePayments.reference(number), now=billed.now)
    assert len(trail.history(f"project:{world.CODE}")) == before
    with pytest.raises(NothingToPay):
        actions.order(billed["firm"], world.CODE, now=billed.now)
    with pytest.raises(NothingToPay):
        actions.look(billed["firm"], world.CODE, now=billed.now)


def test_a_failed_order_is_followed_by_another_and_late_money_is_owed_back(
    billed: County, cashier: FakePayments
) -> None:
    cashier.plan = {"*": "fails"}
    first = order(billed)
    look(billed, 1)
    assert state(first) == "failed" and page(billed).open == Decimal(360550)
    cashier.plan = {"*": "pays"}
    second = order(billed, 2)
    look(billed, 3)
    assert (second != first, state(second)) == (True, "paid")
    with transaction.atomic():
        actions.settle(first, PayState.PAID, "LATE", now=billed.now)
    assert state(first) == "owed_back" and page(billed).open == 0


def test_money_that_comes_late_is_found_when_one_looks_again(billed: County, cashier: FakePayments) -> None:
    cashier.plan = {"*": "late"}
    number = order(billed)
    for minute, expected in ((1, "pending"), (2, "pending"), (3, "paid")):
        look(billed, minute)
        assert state(number) == expected


def test_a_cashier_that_does_not_answer_is_asked_again(billed: County, cashier: FakePayments) -> None:
    cashier.plan = {"*": "dead"}
    number = order(billed)
    assert state(number) == "asked" and number not in cashier.placed
    cashier.plan = {"*": "pays"}
    drain(billed.now + timedelta(minutes=5))
    assert state(number) == "pending"


def test_without_a_cashier_nothing_is_asked_for(billed: County, settings: Any) -> None:
    settings.PAYMENTS = ""
    with pytest.raises(NoCashier):
        actions.order(billed["firm"], world.CODE, now=billed.now)
    assert not FeeOrder.objects.exists()


def test_a_stage_waits_for_fees_that_were_due_before(billed: County) -> None:
    at = billed.now
    for stage in (Stage.LAND, Stage.DESIGN):
        _, at = world.through(billed, stage, at)
    with pytest.raises(FeesUnpaid) as found:
        world.begin(billed, Stage.START, at)
    assert "配套费" in found.value.words and "登记费" not in found.value.words
    order(billed)
    look(billed, 1)
    world.begin(billed, Stage.START, at)


def test_the_notice_becomes_a_paper_once(billed: County) -> None:
    drain(billed.now)
    made = page(billed).file
    assert made is not None and made.name.endswith(".pdf")
    drain(billed.now + timedelta(minutes=1))
    assert page(billed).file == made
