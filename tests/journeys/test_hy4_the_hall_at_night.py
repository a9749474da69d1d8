"""HY4: twenty to midnight. The list says what is open now; the machine of the 24-hour hall gives no numbers
and looks a case up by the keyboard alone, and forgets it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import clock, hall_world
from tests import county as counties
from tests.ui import cases, machines
from tests.ui import machine_room as room
from yimen.cases.models import Case
from yimen.hall.models import Ticket
from yimen.rules.calendar import CHINA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TALL = (1080, 1920)


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Today at 23:40, for every page."""
    moment = timezone.now().astimezone(CHINA).replace(hour=23, minute=40)
    clock.stop(monkeypatch, lambda: moment)
    return moment


@pytest.fixture
def county(db: None, night: datetime) -> counties.County:
    made = counties.build(timezone.now() - timedelta(days=3))
    hall_world.build(made)
    for role, (site, kind, window) in machines.KINDS.items():
        if site == hall_world.MACHINES:
            room.actions.add_device(made["keeper"], site, kind, role, window=window, now=timezone.now())
    return made


def type_into(page: Any, box: str, words: str) -> None:
    """Tab to a box and type; no pointer."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == box:
            break
    page.keyboard.type(words)


def test_only_what_one_does_oneself(
    county: counties.County, chromium: Any, live_server: Any, night: datetime
) -> None:
    number = cases.licence(county, county.now, "accepted")
    code = Case.objects.get(number=number).query_code
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", timezone_id="Asia/Shanghai",
        java_script_enabled=False,
    )  # fmt: skip
    phone = context.new_page()
    phone.goto(f"{live_server.url}/halls/", wait_until="load")
    told = {row.split("\n")[0]: row for row in phone.locator("main .grid2 section.card").all_inner_texts()}
    opened = [name for name, row in told.items() if "现在开放" in row]
    assert opened == ["云溪县 24 小时自助厅"], "at night nothing else is"
    assert "开门" in told["云溪县政务服务中心"], "the others say when"
    context.close()
    with room.machine(chromium, live_server, county, "kiosk around the clock", TALL) as page:
        page.goto(f"{live_server.url}/device/kiosk/", wait_until="load")
        told_here = page.inner_text("body")
        assert "24 小时自助办" in told_here and "绿色通道" not in told_here
        assert page.locator("form[action='/device/kiosk/number/']").count() == 0, "no numbers, nobody calls"
        with page.expect_navigation(wait_until="load"):
            page.get_by_role("link", name="查进度").click()
        type_into(page, "f-number", number)
        type_into(page, "f-code", code)
        with page.expect_navigation(url="**/progress/*/"):
            page.keyboard.press("Enter")
        assert "审查" in page.inner_text("main") and county.parties["li"].name not in page.content()
        with page.expect_navigation(wait_until="load"):
            page.get_by_role("link", name="回到开始").click()
        page.go_back(wait_until="load")
        assert number not in page.content(), "nor by the way back"
    assert not Ticket.objects.exists()
