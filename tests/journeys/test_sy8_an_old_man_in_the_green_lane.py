"""An old man at the kiosk: large letters, the green lane, called before who came earlier, on the display."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.ui import machine_room as room
from yimen.hall import actions
from yimen.hall.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_from_large_letters_to_the_window(chromium: Any, live_server: Any) -> None:
    county = room.build()
    clerk = county["town clerk"]
    earlier = [room.take() for _ in range(3)]
    with room.machine(chromium, live_server, county, "kiosk", (1080, 1920)) as kiosk:
        kiosk.goto(f"{live_server.url}/device/kiosk/", wait_until="load")
        kiosk.get_by_role("link", name="大字慢速版").click()
        kiosk.wait_for_selector("html[data-mode=elder]")
        large = kiosk.locator(".tiles b").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert large >= 60
        kiosk.get_by_role("link", name="绿色通道").click()
        kiosk.get_by_role("link", name="70 岁以上老人").click()
        kiosk.get_by_role("button", name="便民").click()
        kiosk.wait_for_url("**/tickets/*/")
        number = kiosk.inner_text(".slip .no")
        assert "绿色通道" in kiosk.inner_text(".slip") and "70 岁以上老人" in kiosk.inner_text(".slip")
        assert kiosk.evaluate("window.printed") == 1
    mine = Ticket.objects.get(number=number)
    assert (mine.lane, mine.green, mine.source) == ("green", "aged", "kiosk")
    with room.machine(chromium, live_server, county, "hall display", (1920, 1080)) as display:
        display.goto(f"{live_server.url}/device/hall/", wait_until="load")
        called = actions.call_next(clerk, now=timezone.now())
        assert called.number == number, "before the others, who came earlier"
        display.wait_for_selector(f"text={number}")
        assert "绿色通道" in display.inner_text(".qt tbody tr:first-child")
        actions.start(clerk, called.id, now=timezone.now())
        actions.finish(clerk, called.id, now=timezone.now())
        after = actions.call_next(clerk, now=timezone.now())
        assert after.number in {one.number for one in earlier} | {"A001"}
        display.wait_for_selector(f".no:text-is('{after.number}')")
