"""A floor manager's quarter of an hour: the queue outgrows the promise, a window is suggested and opened with
one key, and waits fall; the page follows by itself, but not under somebody's hands."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import hall_world as world
from tests.ui import stage
from tests.web.staffkit import NOW
from yimen.hall import actions
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CENTRE = world.CENTRE_SITE
MINUTE = timedelta(minutes=1)
LATE = "a.stat[href='#over'] b"


@pytest.fixture
def at(monkeypatch):
    return [NOW]


@pytest.fixture
def opened(chromium, live_server, monkeypatch, at):
    """The live page of the centre, where one window of two serves and seven people wait."""
    county = world.at_moment(monkeypatch, at)
    world.sit(county)
    world.sit(county, number="A02", staff="0102")
    actions.open_for(county["keeper"], CENTRE, "A01", "0101", now=NOW)
    for n in range(7):
        actions.take(SYSTEM, CENTRE, letter="A", now=NOW + n * timedelta(seconds=20))
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.add_cookies(stage.sign_in(county, "keeper", live_server.url))
    page = context.new_page()
    page.clock.install()
    at[0] = NOW + 3 * MINUTE
    page.goto(f"{live_server.url}/floor/sites/{CENTRE}/live/", wait_until="load")
    yield page, county
    context.close()


def serve(county, who: str, now) -> None:
    one = actions.call_next(county[who], now=now)
    actions.start(county[who], one.id, now=now)
    actions.finish(county[who], one.id, now=now + MINUTE)


def longest_wait(page) -> int:
    """The upper end, in minutes, of what who comes now is told."""
    words = page.locator(
        "#lines ~ .tblw td[data-l=现在来要等], .card:has(#lines) td[data-l=现在来要等]"
    ).first
    return max(int(one) for one in re.findall(r"\d+", words.inner_text()))


def late(page) -> int:
    return int(page.locator(LATE).inner_text())


def test_the_queue_grows_a_window_is_opened_and_waits_fall(opened, at):
    page, county = opened
    assert late(page) == 0
    serve(county, "clerk", NOW + 4 * MINUTE)
    at[0] = NOW + 13 * MINUTE
    page.clock.run_for(16_000)  # the page asks by itself
    expect(page.locator(LATE)).not_to_have_text("0")
    assert late(page) == 6
    before = longest_wait(page)
    assert "再开" in page.locator(".advice.urgent").first.inner_text()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("F2")
    assert "A02 窗口开了" in page.locator("main").inner_text()
    assert page.locator("#w-A02.open").count() == 1
    assert longest_wait(page) < before
    for minute in (14, 15, 16):
        serve(county, "clerk", NOW + minute * MINUTE)
        serve(county, "clerk2", NOW + minute * MINUTE)
    at[0] = NOW + 18 * MINUTE
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("F9")
    assert late(page) == 0
    assert "没有人等太久" in page.locator("main").inner_text()


def test_nothing_is_taken_from_under_the_hands(opened, at):
    page, county = opened
    box = page.locator("#w-B01 input[name=staff]")
    box.fill("010")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    serve(county, "clerk", NOW + 4 * MINUTE)
    at[0] = NOW + 13 * MINUTE
    page.clock.run_for(40_000)
    assert asked == []
    assert box.input_value() == "010"
    assert late(page) == 0
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(16_000)
    expect(page.locator(LATE)).not_to_have_text("0")


def test_a_window_without_anybody_rostered_leads_to_its_box(opened, at):
    page, _county = opened
    for n in range(9):
        actions.take(SYSTEM, CENTRE, letter="B", now=NOW + n * timedelta(seconds=10))
    at[0] = NOW + 12 * MINUTE
    page.reload(wait_until="load")
    page.get_by_role("link", name="B01 没有排人，去选一个").click()
    page.fill("#s-B01", "0102")
    with page.expect_navigation(wait_until="load"):
        page.locator("#w-B01 button[value=open]").click()
    assert page.locator("#w-B01.open").count() == 1
