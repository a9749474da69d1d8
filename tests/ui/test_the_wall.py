"""大屏: one screen on 1080p and on 4K, nothing too small to read, and new figures come by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui import machine_room as room
from tests.ui import stage
from tests.ui.test_displays import SMALLEST, WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_one_screen_that_follows(chromium: Any, live_server: Any, size: tuple[int, int]) -> None:
    county = room.build()
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    try:
        context.add_cookies(stage.sign_in(county, "director", live_server.url))
        page = context.new_page()
        page.clock.install()
        room.take()
        page.goto(f"{live_server.url}/watch/wall/", wait_until="load")
        assert page.evaluate(WHOLE) == [width, height], "nothing scrolls"
        assert page.evaluate(SMALLEST) >= 16 * height / 1080
        came = page.locator(".top dd.n").first
        before = int(came.inner_text())
        room.take()
        page.clock.run_for(11_000)
        expect(came).to_have_text(str(before + 1))
    finally:
        context.close()
