"""XN9: all fees of a project on one sheet, with reliefs and their basis, paid in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests import projects_world as world
from tests.journeys import people
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from yimen.bridges import payments as bridge
from yimen.bridges.payments import FakePayments
from yimen.config.worker import drain
from yimen.projects import actions, queries
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(settings: Any, monkeypatch: pytest.MonkeyPatch) -> counties.County:
    settings.PAYMENTS = "fake"
    monkeypatch.setitem(bridge._made, "fake", FakePayments({"*": "pays"}))
    made = counties.build(timezone.now() - timedelta(hours=1))
    world.publish(made)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(made["keeper"], one, order=n, now=made.now)
    world.opened(made)
    drain(made.now)
    return made


def test_one_sheet_one_order_one_receipt(chromium, live_server, county, tmp_path):
    with people.Someone(chromium, live_server.url, county.accounts["firm"].login) as firm:
        firm.go(f"/projects/{world.CODE}/")
        firm.follow("费用，一张表")
        for words in ("720,000.00 元", "工业减半", "云政发〔2025〕2号", "360,550.00 元"):
            assert firm.sees(words)
        firm.press("开缴费通知")
        drain(timezone.now())
        firm.press("网上缴 360,550.00 元")
        drain(timezone.now())
        firm.go(f"/projects/{world.CODE}/fees/")
        assert firm.sees("等您付款") and firm.sees("下载盖章的通知")
        firm.press("查到账没有")
        drain(timezone.now())
        firm.go(f"/projects/{world.CODE}/fees/")
        assert firm.sees("都交清了")
        firm.page.screenshot(path=str(tmp_path / "fees-1280.png"), full_page=True)
        firm.page.set_viewport_size({"width": 390, "height": 844})
        assert firm.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert queries.fee_page(SYSTEM, world.CODE).open == 0
