"""SY1, HY1, ZK1: 一件事 in the browser: one application, one window, departments at once, one handing out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import bundle_world as world
from tests import county as counties
from tests.journeys import people
from yimen.cases.models import Case
from yimen.config.worker import drain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county() -> counties.County:
    made = counties.build(timezone.now() - timedelta(hours=1))
    world.publish(made)
    drain(made.now)
    return made


def _apply(someone: people.Someone) -> str:
    """From the search to the receipt: the questions say what it takes, the form asks each thing once."""
    someone.go("/")
    someone.page.fill("main [name=q]", "开饭店")
    someone.press("搜索")
    someone.follow("开小吃店")
    assert someone.sees("个体工商户设立登记") and someone.sees("4 个事项")
    someone.follow("开始办")
    for _ in range(10):
        page = someone.page
        if "/materials/" in page.url or "/check/" in page.url:
            break
        if page.locator("main input[type=radio][value=true]").count():
            page.locator("main input[type=radio][value=true]").first.check()
        for name, value in (("a-area", "60"), ("a-shop_name", "青石小吃")):
            if page.locator(f"main input[name={name}]").count():
                page.fill(f"main input[name={name}]", value)
        with page.expect_navigation(wait_until="load"):
            page.locator("main form button.govuk-button, main form button.btn").first.click()
    inputs = someone.page.locator("main input[type=file]")
    for place in range(inputs.count()):
        inputs.nth(place).set_input_files(people.SCAN)
    someone.press("去核对")
    someone.page.check("main input[type=checkbox]")
    someone.press("提交")
    return someone.page.url.split("/case/")[1].split("/")[0]


def _members(number: str) -> dict[str, str]:
    rows = Case.objects.filter(parent__number=number).select_related("item")
    return {row.item.code: row.number for row in rows}


def _look(someone: people.Someone, name: str, shots: Path) -> None:
    """A picture at both sizes, kept for whoever looks; and nothing runs out of the page on a telephone."""
    someone.page.screenshot(path=str(shots / f"{name}-1280.png"), full_page=True)
    someone.page.set_viewport_size({"width": 390, "height": 844})
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390
    someone.page.screenshot(path=str(shots / f"{name}-390.png"), full_page=True)
    someone.page.set_viewport_size({"width": 1280, "height": 800})


def test_one_application_one_window_all_departments(chromium, live_server, county, tmp_path):
    base = live_server.url
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        number = _apply(li)
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        people.accept(clerk, number)
        clerk.go(f"/desk/cases/{number}/")
        assert clerk.sees("统一出件") and clerk.sees("等“个体工商户设立登记”")
        _look(clerk, "window", tmp_path)
    members = _members(number)
    assert set(members) == {world.REGISTER, world.FOOD, world.SIGN, world.FIRE}
    with people.Someone(chromium, base, county.accounts["officer"].login) as officer:
        people.decide(officer, members[world.REGISTER])
        drain(timezone.now())
        officer.go("/review/")
        assert officer.sees(members[world.SIGN]), "what waited for the licence is in the inbox now"
        people.decide(officer, members[world.SIGN])
    drain(timezone.now())
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        li.go(f"/cases/{number}/")
        assert li.sees("1 个部门在办") or li.sees("个部门同时在办")
        _look(li, "progress", tmp_path)
        li.go("/my/")
        assert li.sees(number) and not li.sees(members[world.FOOD])
    with people.Someone(chromium, base, county.accounts["health"].login) as health:
        health.go(f"/review/cases/{members[world.FOOD]}/")
        assert health.sees("这一项属于一件事“开小吃店”") and health.sees("由“个体工商户设立登记”办出")
        assert not health.sees("招牌效果图"), "another department's material"
        _look(health, "member", tmp_path)
        people.decide(health, members[world.FOOD])
        people.decide(health, members[world.FIRE])
    drain(timezone.now())
    assert Case.objects.get(number=number).state == "issued"
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        clerk.page.locator("main input[type=radio][name=seen]").first.check()
        clerk.page.fill("main [name=receiver]", "李敏")
        clerk.press("确认送达")
    states = set(Case.objects.filter(parent__number=number).values_list("state", flat=True))
    assert states == {"delivered"} and Case.objects.get(number=number).state == "delivered"
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        li.go(f"/cases/{number}/")
        assert li.sees("已办结")
        _look(li, "done", tmp_path)
