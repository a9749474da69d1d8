"""HY2, ED1, XN6: everything under one roof. On a telephone without JavaScript a visitor finds water, power
and gas in the county's hall, with window, limit and law; and of all kinds of windows the right one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys import lived_hall
from yimen.catalogue import queries as catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CENTRE = "云溪县政务服务中心"
UTILITIES = ("用水报装和户名变更", "低压用电报装", "燃气报装和过户")


@pytest.fixture
def page(db: None, chromium: Any, live_server: Any) -> Iterator[Any]:
    """A telephone before the list of halls of the sample county."""
    lived_hall.built(timezone.now())
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", timezone_id="Asia/Shanghai",
        java_script_enabled=False, reduced_motion="reduce",
    )  # fmt: skip
    made = context.new_page()
    made.goto(f"{live_server.url}/halls/", wait_until="load")
    yield made
    context.close()


def follow(page: Any, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name=name, exact=True).first.click()


def look_for(page: Any, words: str) -> str:
    """What the directory of the hall says of it."""
    page.fill("main [name=q]", words)
    with page.expect_navigation(wait_until="load"):
        page.click("main form[role=search] button")
    return str(page.locator("tbody tr", has_text=words).first.inner_text())


def test_from_the_door_to_each_item_and_to_the_right_window(page: Any) -> None:
    follow(page, CENTRE)
    assert page.locator("main .btns a").first.bounding_box()["y"] < 844, "on the first screen of a telephone"
    _of_all_kinds_the_right_one(page)
    follow(page, "查这里能办什么、在哪个窗口")
    _every_item_once(page)
    for name in UTILITIES:
        row = look_for(page, name)
        assert "综合窗口，哪个都行：A01" in row and "工作日" in row and ("法" in row or "条例" in row), row
    licence = look_for(page, "食品经营许可（新办）")
    follow(page, "食品经营许可（新办）")
    assert CENTRE in page.inner_text("body") and "材料" in page.inner_text("main"), licence
    page.go_back()
    assert "没有这件事" not in page.inner_text("main")
    page.goto(page.url.split("/halls/")[0] + "/halls/", wait_until="load")
    _what_a_village_does_not_take(page)


def _of_all_kinds_the_right_one(page: Any) -> None:
    told = page.inner_text("main")
    kinds = [one.inner_text() for one in page.locator("h3.kind").all()]
    counted = sum(int(one.split(" ")[-2]) for one in kinds)
    assert counted == page.locator(".windows > li").count() and f"窗口 {counted} 个" in told
    for words in ("综合窗口", "部门窗口", "季节性窗口", "便民窗口", "投诉窗口", "办不成事窗口", "出件窗口"):
        assert sum(one.startswith(words) for one in kinds) == 1, words
    assert "9 月 1 日到 12 月 31 日" in told
    stuck = page.locator("h3.kind:has-text('办不成事窗口') + p")
    assert "没办成" in stuck.inner_text()
    assert "L01" in page.locator("h3.kind:has-text('办不成事窗口') + p + ul").inner_text()


def _every_item_once(page: Any) -> None:
    """Page by page: as many as the county has open, each with a window."""
    seen: list[str] = []
    while True:
        rows = page.locator("tbody tr")
        seen += [str(one.get_attribute("href")) for one in rows.locator("th a").all()]
        if not page.locator(".pager a[rel=next]").count():
            break
        with page.expect_navigation(wait_until="load"):
            page.locator(".pager a[rel=next]").click()
    assert len(seen) == len(set(seen)) == catalogue.open_count()


def _what_a_village_does_not_take(page: Any) -> None:
    """It is not listed, and the page leads to where it is taken."""
    follow(page, "大田坝村便民服务点")
    follow(page, "查这里能办什么、在哪个窗口")
    listed = page.locator("tbody tr").count()
    assert 0 < listed < 20, "what was given to villages, no more"
    page.fill("main [name=q]", "建设用地规划许可")
    with page.expect_navigation(wait_until="load"):
        page.click("main form[role=search] button")
    assert "这里没有这件事" in page.inner_text("main")
    follow(page, "在全部事项里找")
    follow(page, "建设用地规划许可")
    assert CENTRE in page.inner_text("body")
