"""SY1: two departments find something missing; the applicant gets one list, supplies once, and both go on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import bundle_world as world
from tests import county as counties
from tests import notice_world
from tests.journeys import people
from yimen.config.worker import drain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county() -> counties.County:
    made = counties.build(timezone.now() - timedelta(hours=1))
    world.publish(made)
    drain(made.now)
    return made


def _look(someone: people.Someone, name: str, shots: Path) -> None:
    someone.page.screenshot(path=str(shots / f"{name}-1280.png"), full_page=True)
    someone.page.set_viewport_size({"width": 390, "height": 844})
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390
    someone.page.screenshot(path=str(shots / f"{name}-390.png"), full_page=True)
    someone.page.set_viewport_size({"width": 1280, "height": 800})


def test_sy1_one_notice_for_all_departments(chromium, live_server, county, tmp_path):
    base, number = live_server.url, notice_world.accepted(county)
    food = notice_world.member(number, world.FOOD).number
    fire = notice_world.member(number, world.FIRE).number
    with people.Someone(chromium, base, county.accounts["health"].login) as health:
        health.go(f"/review/cases/{food}/")
        assert health.sees("各部门要补的合成一份告知书") and not health.sees("一次告知补正")
        _look(health, "department", tmp_path)
        health.page.click("#gaps ~ form summary, form:has(#gaps) summary")
        health.press("记下要补的", within="form:has(#gaps)")
        assert health.sees("请至少写明一处要补的")
        health.page.fill("main [name='why-M-PLAN']", "看不清尺寸")
        health.press("记下要补的", within="form:has(#gaps)")
        assert health.sees("记了 1 处，还没告知")
        health.go(f"/review/cases/{fire}/")
        assert not health.sees("看不清尺寸")
        health.page.click("form:has(#gaps) summary")
        health.page.fill("main [name='why-M-PLAN']", "没标灭火器")
        health.page.fill("main [name='fix-area']", "和图上不一样")
        health.press("记下要补的", within="form:has(#gaps)")
        _look(health, "noted", tmp_path)
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        assert clerk.sees("各部门要申请人补 2 处") and clerk.sees("还没答的：市场监管局")
        _look(clerk, "lead", tmp_path)
        clerk.page.fill("main [name='material-M-PLAN']", "请重画：标出尺寸和灭火器")
        clerk.press("现在发一次告知")
        assert clerk.sees("一次告知发出了")
        _look(clerk, "sent", tmp_path)
    drain(timezone.now())
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        li.go(f"/cases/{number}/")
        assert li.sees("要您做 1 件事：补材料")
        _look(li, "todo", tmp_path)
        li.follow("看清单，补材料")
        assert li.sees("请重画：标出尺寸和灭火器") and li.sees("和图上不一样")
        _look(li, "supply", tmp_path)
        li.page.locator("main input[type=file]").first.set_input_files(people.SCAN)
        li.go(f"/cases/{number}/supply/form/")
        li.page.fill("main [name='a-area']", "80")
        li.page.locator("main form button.govuk-button, main form button.btn").first.click()
        li.page.wait_for_url("**/supply/")
        li.page.locator("main input[type=file]").first.set_input_files(people.SCAN)
        li.press("补齐了")
        assert "/supply/" not in li.page.url, li.page.inner_text("main")[:500]
    states = notice_world.states(number)
    assert {states[world.FOOD], states[world.FIRE]} == {"reviewing"}
    assert [one.case.number for one in notice_world.notices(number)] == [number]
    with people.Someone(chromium, base, county.accounts["health"].login) as health:
        health.go(f"/review/cases/{food}/")
        assert health.sees("80")
        people.decide(health, food)


def test_who_waits_for_an_earlier_result_notes_in_advance(chromium, live_server, county, tmp_path):
    base, number = live_server.url, notice_world.accepted(county, made=False)
    food = notice_world.member(number, world.FOOD).number
    with people.Someone(chromium, base, county.accounts["health"].login) as health:
        health.go("/review/waiting/")
        assert health.sees(food) and health.sees("还没看")
        _look(health, "waiting", tmp_path)
        health.follow(food)
        assert health.sees("这一项还没开始，在等前面的结果") and not health.sees("准予")
        health.page.click("form:has(#gaps) summary")
        health.page.fill("main [name='why-M-PLAN']", "看不清尺寸")
        health.press("记下要补的", within="form:has(#gaps)")
        assert health.sees("记了 1 处，还没告知")
        _look(health, "early", tmp_path)
        health.go("/review/waiting/")
        assert health.sees("记了 1 处")
        health.go("/review/")
        assert not health.sees(food)
    drain(timezone.now())
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        assert clerk.sees("各部门要申请人补 1 处") and clerk.sees("还没答的：市场监管局")
