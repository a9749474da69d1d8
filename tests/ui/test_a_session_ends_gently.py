"""Before a session ends unused the page says so, and one press by keyboard goes on (WCAG 2.2, 2.2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import county as counties
from tests.ui import stage
from yimen.accounts.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WARNING = "#zw-idle"


def unused_for(minutes: float) -> None:
    """For the server so much time goes by; for the page `fast_forward` does it."""
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


@pytest.fixture
def page(chromium, live_server, request) -> Iterator[object]:
    """The desk of a clerk, on which nobody has done anything yet."""
    county = counties.build(timezone.now() - timedelta(days=3))
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", reduced_motion="reduce"
    )
    context.add_cookies(stage.sign_in(county, "clerk", live_server.url))
    opened = context.new_page()
    opened.clock.install(time=timezone.now())
    opened.goto(f"{live_server.url}/desk/")
    yield opened
    context.close()


def go_by(page, minutes: float) -> None:
    """Time goes by for both; the answers to what the page asks are waited for."""
    unused_for(minutes)
    with page.expect_response("**/account/left/"):
        page.clock.fast_forward(int(minutes * 60_000))
        page.clock.run_for(1500)


def test_it_is_said_two_minutes_before_and_one_press_goes_on(page):
    page.focus("[name=q]")
    assert page.locator(WARNING).is_hidden()
    page.clock.fast_forward(17 * 60_000)
    page.clock.run_for(1500)
    assert page.locator(WARNING).is_hidden()
    go_by(page, 19.5)
    page.wait_for_selector(WARNING, state="visible")
    page.clock.run_for(1100)
    left = int(re.sub(r"\D", "", page.text_content(f"{WARNING} .count")))
    assert 20 < left <= 120
    assert page.evaluate("document.activeElement.textContent") == "接着用"
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [one["id"] for one in found] == []
    with page.expect_response("**/account/stay/"):
        page.keyboard.press("Enter")
    page.wait_for_selector(WARNING, state="hidden")
    assert page.text_content("#zw-live") == "好的，接着用。"
    assert page.evaluate("document.activeElement.name") == "q", "the focus is where it was"
    assert timezone.now() - Session.objects.get().seen_at < timedelta(minutes=1)


def test_it_is_said_again_near_the_end_and_then_the_screen_is_left(page, live_server):
    go_by(page, 19.5)
    page.wait_for_selector(WARNING, state="visible")
    page.clock.fast_forward(65_000)
    page.clock.run_for(1500)
    assert "还有 30 秒" in page.text_content("#zw-live")
    unused_for(30)
    page.clock.fast_forward(60_000)
    page.clock.run_for(1500)
    page.wait_for_url(f"{live_server.url}/login/?next=%2Fdesk%2F")
    assert "20 分钟没有操作" in page.text_content("main") or "登录时间到了" in page.text_content("main")
    assert Session.objects.filter(account__isnull=False).count() == 0


def test_whoever_types_is_there_and_is_not_asked(page):
    page.focus("[name=q]")
    unused_for(10)
    page.clock.fast_forward(10 * 60_000)
    with page.expect_response("**/account/stay/"):
        page.keyboard.press("a")
        page.clock.run_for(1500)
    assert timezone.now() - Session.objects.get().seen_at < timedelta(minutes=1)
    page.clock.fast_forward(12 * 60_000)
    page.clock.run_for(1500)
    assert page.locator(WARNING).is_hidden(), "22 minutes after the page was opened"
    assert page.input_value("[name=q]") == "a"


def test_another_window_of_the_same_session_keeps_it(page):
    unused_for(1)
    with page.expect_response("**/account/left/"):
        page.clock.fast_forward(int(19.5 * 60_000))
        page.clock.run_for(1500)
    assert page.locator(WARNING).is_hidden()
