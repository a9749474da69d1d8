"""A number from the kiosk by the keyboard alone; large targets; when nobody comes it is wiped."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui import machine_room as room
from yimen.hall.models import Device, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TALL = (1080, 1920)
FOCUSED = "() => document.activeElement.innerText.trim()"


def reach(page: Any, words: str) -> None:
    """Press Tab until the focus stands on something with these words."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(words)


def test_from_the_start_to_the_paper(chromium: Any, live_server: Any) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        page.goto(f"{live_server.url}/device/kiosk/", wait_until="load")
        for target in page.locator("main a, main button, footer a, footer button").all():
            box = target.bounding_box()
            assert box["height"] >= 0.09 * TALL[1], target.inner_text()
            assert box["y"] + box["height"] <= TALL[1], target.inner_text()
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "跳到主要内容"
        reach(page, "便民")
        page.keyboard.press("Enter")
        page.wait_for_url("**/device/kiosk/tickets/*/")
        one = Ticket.objects.order_by("-pk").first()
        assert one is not None and page.inner_text(".slip .no") == one.number
        assert page.evaluate("window.printed") == 1, "the paper comes out by itself"
        reach(page, "再打一张")
        page.keyboard.press("Enter")
        assert page.evaluate("window.printed") == 2
        reach(page, "回到开始")
        page.keyboard.press("Enter")
        page.wait_for_url("**/device/kiosk/")


def test_several_matters_and_help_by_keyboard(chromium: Any, live_server: Any) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        page.goto(f"{live_server.url}/device/kiosk/", wait_until="load")
        reach(page, "要办几件事")
        page.keyboard.press("Enter")
        page.wait_for_url("**/matters/")
        page.locator("input[type=checkbox]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        reach(page, "取号")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tickets/*/")
        assert page.locator(".slip li").count() == 2
        reach(page, "请人来帮我")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=马上有人来帮您")
        assert Device.objects.get(kind="kiosk", site__code=room.TOWN).help_at is not None


def test_what_a_card_reader_types_goes_into_the_box_and_keys_can_be_touched(
    chromium: Any, live_server: Any
) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        page.goto(f"{live_server.url}/device/kiosk/card/", wait_until="load")
        page.keyboard.type("43992619")
        page.locator(".keys button", has_text="7").click()
        page.locator(".keys button", has_text="X").click()
        page.locator(".keys button", has_text="退一格").click()
        assert page.input_value("#f-number") == "439926197"
        page.keyboard.press("Enter")
        page.wait_for_selector(".err")
        assert "直接取号" in page.inner_text(".err") and page.input_value("#f-number") == ""


def test_nobody_for_a_while_it_asks_and_wipes(chromium: Any, live_server: Any) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        page.clock.install()
        page.goto(f"{live_server.url}/mode/elder/?next=/device/kiosk/progress/", wait_until="load")
        page.fill("#f-number", "123456")
        page.clock.fast_forward(80_000)
        assert page.locator("#idle").is_hidden(), "in large letters it waits twice as long"
        page.clock.fast_forward(15_000)
        page.wait_for_selector("#idle:not([hidden])")
        assert page.evaluate(FOCUSED) == "我还在"
        page.keyboard.press("Enter")
        assert page.locator("#idle").is_hidden() and page.input_value("#f-number") == "123456"
        page.clock.fast_forward(100_000)
        page.wait_for_selector("#idle:not([hidden])")
        page.clock.fast_forward(21_000)
        page.wait_for_url("**/device/kiosk/")
        page.wait_for_selector("html[data-mode=standard]")
        page.go_back()
        page.wait_for_load_state("load")
        assert "123456" not in page.content()


def test_a_lost_line_is_told_and_nothing_breaks(chromium: Any, live_server: Any) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        page.goto(f"{live_server.url}/device/kiosk/", wait_until="load")
        page.context.set_offline(True)
        before = Ticket.objects.count()
        page.get_by_role("button", name="便民").click()
        page.wait_for_selector("#lost:not([hidden])")
        assert "网络断了" in page.inner_text("#lost") and page.url.endswith("/device/kiosk/")
        page.context.set_offline(False)
        page.wait_for_selector("#lost", state="hidden")
        page.wait_for_load_state("load")
        assert Ticket.objects.count() == before
        page.get_by_role("button", name="便民").click()
        page.wait_for_url("**/tickets/*/")
        assert Ticket.objects.count() == before + 1
