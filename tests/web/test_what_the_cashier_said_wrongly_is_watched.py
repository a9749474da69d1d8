"""/watch/doubts/: every word of the payment platform that was not believed, with what to do about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests import projects_world as world
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from tests.web.staffkit import NOW, Hall, open_hall
from yimen.bridges import payments as bridge
from yimen.bridges.payments import FakePayments
from yimen.config.worker import drain
from yimen.projects import actions, queries
from yimen.projects.models import FeeOrder
from yimen.rules.authority import SYSTEM, NotPermitted
from yimen.rules.cashier import Doubt, Heard
from yimen.rules.paying import PayState
from yimen.web.watch import doubts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
PAGE = "/watch/doubts/"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    made = open_hall(monkeypatch)
    settings.PAYMENTS = "fake"
    monkeypatch.setitem(bridge._made, "fake", FakePayments({"*": "pays"}))
    world.publish(made.county)
    world.opened(made.county)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(made.county["keeper"], one, order=n, now=NOW)
    actions.bill(made.county["firm"], world.CODE, now=NOW)
    actions.order(made.county["firm"], world.CODE, now=NOW)
    drain(NOW)
    return made


def hear(order: str, amount: str, nonce: str, reference: str = "P-9") -> None:
    heard = Heard(order, Decimal(amount), PayState.PAID, reference)
    actions.hear(SYSTEM, heard, str(int(NOW.timestamp())), nonce * 32, now=NOW, once=nonce * 32)


def text(hall: Hall, who: str = "supervisor", path: str = PAGE) -> str:
    answer = hall.get(who, path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_each_doubt_says_what_to_do(hall: Hall) -> None:
    assert "没有对不上的缴款" in text(hall)
    number = FeeOrder.objects.get().number
    hear(number, "0.01", "a")
    hear("NOBODYS-01", "12.00", "b")
    page = text(hall)
    for words in (number, "0.01 元", "360,550.00 元", "青石", "NOBODYS-01", "12.00 元", "流水号 P-9"):
        assert words in page, words
    for doubt in (Doubt.AMOUNT, Doubt.UNKNOWN):
        assert doubt.label in page and doubts.TODO[doubt] in page
    assert page.index("NOBODYS-01") < page.index("0.01 元"), "the newest first"
    assert "缴款对不上" in text(hall, path="/watch/")


def test_there_is_something_to_do_about_every_kind() -> None:
    assert set(doubts.TODO) == set(Doubt)


def test_a_page_holds_so_many(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "PAGE", 2)
    for n in "abc":
        hear(f"NOBODYS-{n}", "12.00", n)
    first = text(hall)
    assert "NOBODYS-c" in first and "NOBODYS-a" not in first
    last = queries.doubted(hall.county["supervisor"], limit=2)[1].id
    assert "NOBODYS-a" in text(hall, path=f"{PAGE}?before={last}")


def test_it_is_for_who_watches(hall: Hall) -> None:
    for who in ("officer", "clerk", "keeper", "firm", "li"):
        assert hall.get(who, PAGE).status_code == 403
    with pytest.raises(NotPermitted):
        queries.doubted(hall.county["officer"])
