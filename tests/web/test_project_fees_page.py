"""/projects/<code>/fees/: one sheet, the notice, paying; nobody else's."""

from __future__ import annotations

from typing import Any

import pytest

from tests import projects_world as world
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from tests.web.staffkit import NOW, Hall, open_hall
from yimen.bridges import payments as bridge
from yimen.bridges.payments import FakePayments
from yimen.config.worker import drain
from yimen.projects import actions

pytestmark = pytest.mark.django_db(transaction=True)
FEES = f"/projects/{world.CODE}/fees/"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    made = open_hall(monkeypatch)
    settings.PAYMENTS = "fake"
    monkeypatch.setitem(bridge._made, "fake", FakePayments({"*": "pays"}))
    world.publish(made.county)
    world.opened(made.county)
    return made


def text(hall: Hall, who: str = "firm") -> str:
    answer = hall.get(who, FEES)
    assert answer.status_code == 200
    return str(answer.content.decode())


def press(hall: Hall, what: str) -> str:
    answer = hall.client("firm").post(f"{FEES}{what}/", {}, follow=True)
    drain(NOW)
    return str(answer.content.decode())


def test_from_the_list_to_all_paid(hall: Hall) -> None:
    assert "没有要交的费用" in text(hall)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(hall.county["keeper"], one, order=n, now=NOW)
    before = text(hall)
    for words in (
        "720,000.00 元",
        "360,000.00 元",
        "工业减半",
        "云政发〔2025〕2号",
        "360,550.00 元",
        "开缴费通知",
    ):
        assert words in before
    assert "金额以这张表为准" in press(hall, "bill")
    assert "网上缴 360,550.00 元" in text(hall) and "下载盖章的通知" in text(hall)
    press(hall, "pay")
    assert "等您付款" in text(hall)
    press(hall, "look")
    assert "都交清了" in text(hall) and "PAY" in text(hall)
    assert "没有要交的费用" in press(hall, "pay")
    paper = hall.get("firm", f"{FEES}file/")
    assert paper["Content-Type"] == "application/pdf" and b"".join(paper).startswith(b"%PDF")


def test_what_a_rule_refuses_is_said_on_the_sheet(hall: Hall) -> None:
    assert "没有要交的费用" in press(hall, "bill")


@pytest.mark.parametrize("path", ["", "file/"])
def test_it_is_nobody_elses(hall: Hall, path: str) -> None:
    for who in ("li", "supervisor"):
        assert hall.get(who, f"{FEES}{path}").status_code == 404
    assert hall.get("firm", f"{FEES}file/").status_code == 404
    assert hall.post("li", f"{FEES}bill/").status_code == 404
