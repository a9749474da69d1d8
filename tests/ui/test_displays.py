"""Displays: large enough for the last row on 1080p and 4K; they say calls, and outlive a lost line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from tests.ui import machine_room as room
from yimen.hall import actions
from yimen.hall.models import Device

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WHOLE = "(e => [e.scrollWidth, e.scrollHeight])(document.documentElement)"
SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() &&
  !e.closest('.vh, .zw-skip') && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_read_from_afar(chromium: Any, live_server: Any, size: tuple[int, int]) -> None:
    county = room.build()
    clerk = county["town clerk"]
    for n in range(9):
        room.take("aged" if n == 2 else "")
        one = actions.call_next(clerk, now=timezone.now())
        actions.start(clerk, one.id, now=timezone.now())
        if n < 8:
            actions.finish(clerk, one.id, now=timezone.now())
    width, height = size
    for role, path in (("hall display", "/device/hall/"), ("window display", "/device/window/")):
        with room.machine(chromium, live_server, county, role, size) as page:
            page.goto(live_server.url + path, wait_until="load")
            assert page.evaluate(WHOLE) == [width, height], "nothing scrolls"
            number = page.locator(".no")
            assert float(number.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= height / 4
            box, now = number.bounding_box(), page.locator(".now").bounding_box()
            assert number.evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")
            assert box["x"] >= now["x"] and box["y"] + box["height"] <= now["y"] + now["height"]
            assert page.evaluate(SMALLEST) >= 16 * height / 1080
            rows = page.locator(".qt tbody tr")
            assert rows.count() == (8 if role == "hall display" else 0)
            if rows.count():
                assert rows.first.bounding_box()["height"] >= 0.07 * height
                last, foot = rows.last.bounding_box(), page.locator(".foot").bounding_box()
                assert last["y"] + last["height"] <= foot["y"] + 1


def test_a_call_is_shown_and_said_by_itself_and_again_when_called_again(
    chromium: Any, live_server: Any
) -> None:
    county = room.build()
    clerk = county["town clerk"]
    with room.machine(chromium, live_server, county, "hall display", (1920, 1080)) as page:
        page.goto(f"{live_server.url}/device/hall/", wait_until="load")
        assert "还没有叫号" in page.inner_text("main")
        one = actions.call_next(clerk, now=timezone.now())
        page.wait_for_selector(".no")
        assert page.inner_text(".no") == one.number and page.inner_text(".now h2") == "现在请"
        page.wait_for_selector("html[data-said='2']")
        assert page.inner_text("#call") == page.evaluate("window.said[0]")
        assert re.search(r"请A 0 0 \d号到1号窗口", page.inner_text("#call"))
        actions.recall(clerk, one.id, now=timezone.now())
        page.wait_for_selector("html[data-said='4']")
        actions.start(clerk, one.id, now=timezone.now())
        page.wait_for_selector("text=正在办理")
        assert page.evaluate("window.said.length") == 4, "that somebody is served is no call"


def test_a_lost_line_is_told_with_the_age_of_the_data_and_comes_back(chromium: Any, live_server: Any) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "hall display", (1920, 1080)) as page:
        page.goto(f"{live_server.url}/device/hall/", wait_until="load")
        page.context.set_offline(True)
        page.wait_for_selector("#lost:not([hidden])")
        assert re.fullmatch(r"网络断了，\d\d:\d\d 的数据", page.inner_text("#lost"))
        one = actions.call_next(county["town clerk"], now=timezone.now())
        assert "还没有叫号" in page.inner_text("main"), "what was known stays"
        page.context.set_offline(False)
        page.wait_for_selector(".no")
        assert page.inner_text(".no") == one.number and page.locator("#lost").is_hidden()


def test_out_of_use_it_shows_nothing_more(chromium: Any, live_server: Any) -> None:
    county = room.build()
    with room.machine(chromium, live_server, county, "hall display", (1920, 1080)) as page:
        page.goto(f"{live_server.url}/device/hall/", wait_until="load")
        row = Device.objects.get(kind="hall")
        actions.end_device(county["keeper"], room.TOWN, row.pk, now=timezone.now())
        page.wait_for_url("**/device/")
        assert "连接这台设备" in page.inner_text("h1")
