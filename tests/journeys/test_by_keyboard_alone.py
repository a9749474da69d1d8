"""From the guide to the receipt with the keyboard alone: no click, no focus set by the test."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import county as counties
from tests.ui import stage
from yimen.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

#: A person gives up long before so many tabs.
MOST_TABS = 45
HERE = """() => { const e = document.activeElement;
  return [e.tagName, e.type || '', e.name || '', (e.innerText || e.value || '').trim()].join('|') }"""


def tab_to(page, *wanted: str) -> None:
    """Press Tab until the focus is on something that has all the wanted words."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if all(word in here for word in wanted):
            return
    raise AssertionError(f"{wanted} is not reached by Tab on {page.url}")


def enter(page) -> None:
    """Press Enter on what has the focus, and wait for the next page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def test_an_application_without_a_mouse(chromium, live_server):
    county = counties.build(timezone.now() - timedelta(days=1))
    number = stage.play(county)["asked"]
    code = Case.objects.get(number=number).item.code
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", reduced_motion="reduce"
    )
    context.add_cookies(stage.sign_in(county, "li", live_server.url))
    page = context.new_page()
    page.goto(f"{live_server.url}/items/{code}/", wait_until="load")
    tab_to(page, "开始办")
    enter(page)
    tab_to(page, "BUTTON", "下一步")
    enter(page)
    assert "/questions/" in page.url
    tab_to(page, "radio")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "own"
    page.keyboard.press("Space")
    tab_to(page, "BUTTON", "下一题")
    enter(page)
    for _ in range(3):
        if "/check/" in page.url:
            break
        tab_to(page, "BUTTON", "去核对" if "/materials/" in page.url else "下一步")
        enter(page)
    tab_to(page, "checkbox")
    page.keyboard.press("Space")
    tab_to(page, "BUTTON", "提交")
    enter(page)
    assert "/done/" in page.url
    made = Case.objects.get(number=page.url.split("/case/")[1].split("/")[0])
    assert (made.state, made.answers) == ("submitted", {"place_kind": "own"})
    context.close()
