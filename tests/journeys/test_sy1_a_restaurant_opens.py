"""SY1, XN8, 容缺: 开餐饮店 whole: one application with one paper promised for later, one visit of five
departments, the paper comes, five results leave at one counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests import task_world as world
from tests.journeys import people
from tests.journeys import test_xn8_one_visit_for_five_departments as visit
from tests.journeys.test_b2_a_bundle_is_composed_and_used import Known
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.rules.item import MaterialUse
from yimen.rules.terms import Need, State
from yimen.tasks.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LATER = "从业人员健康证明"


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> counties.County:
    """Five departments; what the health department asks may follow within five working days."""
    written = world.members()
    later = MaterialUse("M-HEALTH", LATER, need=Need.DEFERRABLE, deferral_days=5)
    written[1] = replace(written[1], materials=(*written[1].materials, later))
    monkeypatch.setattr(world, "members", lambda: written)
    return world.build(timezone.now() - timedelta(minutes=30))


@pytest.fixture
def sits(chromium: Any, live_server: Any, county: counties.County) -> Any:
    """Whoever sits down at a browser: the key of a person → their window."""

    def one(who: str) -> Known:
        someone = Known(chromium, live_server.url, county.accounts[who].login)
        someone.county, someone.login = county, who
        return someone

    return one


def _apply(li: people.Someone) -> str:
    """One form, one set of papers; one of them is promised for later. The number of the application."""
    li.go(f"/items/{world.RESTAURANT}/")
    assert li.sees("5 个事项")
    li.follow("开始办")
    while "/materials/" not in li.page.url:
        if li.page.locator("main input[name=a-shop_name]").count():
            li.page.fill("main input[name=a-shop_name]", "青石小馆")
        with li.page.expect_navigation(wait_until="load"):
            li.page.locator("main form button.btn").first.click()
    boxes = li.page.locator("main input[type=file]").all()
    assert len(boxes) == 6
    for box in boxes:
        if LATER not in box.evaluate("e => e.closest('li, tr, section').innerText"):
            box.set_input_files(people.SCAN)
    li.press("去核对")
    assert li.sees("还缺 1 份，可以先受理、后补")
    li.page.fill("[name=signer]", "李敏")
    li.page.check("input[name=later]")
    li.page.check("input[name=promise]")
    li.press("提交")
    return li.page.url.split("/case/")[1].split("/")[0]


def _accepted_with_a_gap(clerk: people.Someone, number: str) -> None:
    clerk.go(f"/desk/cases/{number}/")
    if clerk.page.locator("main button", has_text="收件").count():
        clerk.press("收件")
        clerk.go(f"/desk/cases/{number}/")
    assert clerk.sees(f"申请人承诺后补：{LATER}")
    clerk.page.check("main input[type=radio][value=accept_deferred]")
    clerk.press("出具通知书")
    assert Case.objects.get(number=number).state == State.REVIEWING


def _visited(sits: Any, number: str) -> None:
    """One appointment of all five, on the spot, nothing to put right."""
    with sits("officer") as officer:
        visit.plan(officer, world.child(number, counties.MARKET).number)
    drain(timezone.now())
    task = Task.objects.get().pk
    with sits("li") as li:
        visit.choose(li, number)
    for at, who in enumerate(world.WHO.values()):
        with sits(who) as officer:
            visit.on_site(officer, task, first=at == 0)
    with sits("officer") as officer:
        officer.go(f"/review/tasks/{task}/")
        officer.page.check("[name=signed][value=signed]")
        officer.press("签署记录")
    drain(timezone.now())
    assert Task.objects.count() == 1


def _comes_later(sits: Any, number: str) -> None:
    """The one thing to do of the applicant; the window finds it right."""
    with sits("li") as li:
        li.go(f"/cases/{number}/")
        assert li.sees("要您做 1 件事：后补 1 份")
        li.follow("后补")
        li.page.locator("main input[type=file]").first.set_input_files(people.SCAN)
        li.press("交")
        assert li.sees("交好了")
    with sits("clerk") as clerk:
        clerk.go(f"/desk/cases/{number}/")
        clerk.press("符合")
    drain(timezone.now())


def test_from_one_form_to_five_results(sits: Any, county: counties.County) -> None:
    with sits("li") as li:
        number = _apply(li)
    with sits("clerk") as clerk:
        _accepted_with_a_gap(clerk, number)
    drain(timezone.now())
    health = world.child(number, counties.HEALTH).number
    with sits("fire") as fire:
        fire.go(f"/review/cases/{world.child(number, world.FIRE).number}/")
        assert fire.sees("消防安全检查材料") and not fire.sees(LATER), "each department has its own part only"
    _visited(sits, number)
    for code, who in world.WHO.items():
        with sits(who) as officer:
            people.decide(officer, world.child(number, code).number)
    drain(timezone.now())
    assert Case.objects.get(number=health).state == State.GRANTED, (
        "decided, and its result waits for the paper"
    )
    assert Case.objects.get(number=number).state == State.REVIEWING
    _comes_later(sits, number)
    assert Case.objects.get(number=number).state == State.ISSUED
    with sits("clerk") as clerk:
        clerk.go(f"/desk/cases/{number}/")
        assert all(clerk.sees(f"{name}决定") for name in world.NAMES)
        clerk.page.locator("main input[type=radio][name=seen]").first.check()
        clerk.page.fill("main [name=receiver]", "李敏")
        clerk.press("确认送达")
    drain(timezone.now())
    members = Case.objects.filter(parent__number=number)
    assert {one.state for one in members} == {State.DELIVERED} and members.count() == 5
    with sits("li") as li:
        li.go(f"/cases/{number}/")
        assert li.sees("已办结")
