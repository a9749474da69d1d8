"""XN8: 开餐饮店: one appointment, five departments, one record, one list to put right, closed, granted."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import county as counties
from tests import task_world as world
from tests.journeys import people
from tests.journeys.test_b2_a_bundle_is_composed_and_used import Known
from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases.models import Case, Message
from yimen.config.worker import drain
from yimen.rules.calendar import china_date
from yimen.rules.tasks.terms import TaskPaper, TaskState
from yimen.rules.terms import State
from yimen.tasks.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHOT = {"name": "灭火器.jpg", "mimeType": "image/jpeg", "buffer": world.picture()}
#: A folder in which to leave pictures of the pages, to be looked at.
PICTURES = os.environ.get("LOOK_AT", "")


@pytest.fixture
def county() -> counties.County:
    return world.build(timezone.now() - timedelta(minutes=30))


def picture(someone: people.Someone, name: str) -> None:
    """Both sizes, where somebody wants to look."""
    for width, height in ((1280, 800), (390, 844)) if PICTURES else ():
        someone.page.set_viewport_size({"width": width, "height": height})
        someone.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)


def fits(someone: people.Someone) -> None:
    """On a telephone nothing scrolls sideways."""
    someone.page.set_viewport_size({"width": 390, "height": 844})
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390


def plan(officer: people.Someone, child: str) -> None:
    """The lead plans one visit of the five, from its own part of the application."""
    officer.go(f"/review/cases/{child}/")
    officer.follow("约各部门一起办")
    assert officer.page.locator("input[type=checkbox]:checked").count() == 5
    picture(officer, "new")
    day = bureau.work_calendar().add_working_days(china_date(timezone.now()), 2).isoformat()
    officer.page.fill("[name=place]", "云溪县民生路 9 号")
    officer.page.fill("[name=time-0-day]", day)
    officer.page.select_option("[name=time-0-hour]", "09:30")
    officer.page.fill("[name=prepare]", "请带租赁合同原件")
    officer.press("安排")
    assert officer.sees("等申请人在网上选")


def choose(citizen: people.Someone, number: str) -> None:
    """Told once; one press."""
    citizen.go(f"/cases/{number}/")
    citizen.follow("联合踏勘")
    assert citizen.sees("5 个部门一次到齐，请选一个时间")
    fits(citizen)
    picture(citizen, "choose")
    citizen.page.locator("[name=chosen]").first.check()
    citizen.press("就这个时间")
    assert citizen.sees("请带租赁合同原件") and citizen.sees("存进日历")


def on_site(officer: people.Someone, task: int, *, found: str = "", first: bool = False) -> None:
    """On a telephone: begin, note what is found with a photo, say it."""
    officer.go(f"/review/tasks/{task}/")
    fits(officer)
    if first:
        officer.page.fill("[name=staff]", " ".join(number for _, _, number in world.OFFICES.values()))
        officer.page.fill("[name=applicant]", "李敏")
        officer.press("开始记录")
    if found:
        officer.page.fill("[name=text]", found)
        officer.page.check("[name=mend]")
        officer.page.fill("[name=days]", "5")
        officer.page.set_input_files("[name=photo]", SHOT)
        officer.page.locator("main button", has_text="记下这一条").click()
        officer.page.locator("section[aria-labelledby=findings]", has_text=found).wait_for()
    fits(officer)
    picture(officer, "site" if found else "site-first")
    officer.page.check(f"[name=saying][value={'conditions' if found else 'agree'}]")
    officer.press("提交意见")


def mend(citizen: people.Someone, task: int) -> None:
    """Each line of the one list is answered, with a photo."""
    citizen.go(f"/my/tasks/{task}/")
    fits(citizen)
    picture(citizen, "mend")
    for words in ("灭火器过期", "招牌超出门面"):
        card = citizen.page.locator("section.card", has_text="怎么整改的").filter(has_text=words)
        card.locator("textarea").fill(f"{words}，已经改好")
        card.locator("input[type=file]").set_input_files(SHOT)
        card.locator("button", has_text="交答复").click()
        citizen.page.locator("section[aria-labelledby=list] li", has_text=f"{words}，已经改好").wait_for()
    assert citizen.sees("待复查")


def check(officer: people.Someone, task: int) -> None:
    """The department that found it looks at the answer."""
    officer.go(f"/review/tasks/{task}/")
    picture(officer, "check")
    officer.press("整改好了")


def test_one_appointment_one_record_one_list(chromium, live_server, county: counties.County) -> None:
    number = world.apply(county, timezone.now())

    def as_(who: str) -> Known:
        someone = Known(chromium, live_server.url, county.accounts[who].login)
        someone.county = county
        someone.login = who
        return someone

    with as_("officer") as officer:
        plan(officer, world.child(number, counties.MARKET).number)
    drain(timezone.now())
    task = Task.objects.get().pk
    with as_("li") as citizen:
        choose(citizen, number)
    found = {world.FIRE: "灭火器过期", world.URBAN: "招牌超出门面"}
    for at, (code, who) in enumerate(world.WHO.items()):
        with as_(who) as officer:
            on_site(officer, task, found=found.get(code, ""), first=at == 0)
    with as_("officer") as officer:
        officer.go(f"/review/tasks/{task}/")
        officer.page.check("[name=signed][value=signed]")
        officer.press("签署记录")
    drain(timezone.now())
    with as_("li") as citizen:
        mend(citizen, task)
    for code in found:
        with as_(world.WHO[code]) as officer:
            check(officer, task)
    drain(timezone.now())
    whole(county, number)


def whole(county: counties.County, number: str) -> None:
    """One of each paper, told once of each, all members granted and the whole done."""
    task = Task.objects.get()
    assert task.state == TaskState.CLOSED
    kinds = sorted(task.papers.values_list("kind", flat=True))
    assert kinds == sorted([TaskPaper.APPOINTMENT, TaskPaper.RECORD, TaskPaper.RECTIFICATION])
    assert all(paper.pdf_id for paper in task.papers.all())
    told = Message.objects.filter(party=county.parties["li"], text__contains="选一个时间")
    assert told.count() == 1, "one appointment, not five"
    for code, who in world.WHO.items():
        member = world.child(number, code)
        assert member.seats.get(order=0).verdict == "agree"
        cases.grant(county[who], member.number, now=timezone.now())
    drain(timezone.now())
    assert Case.objects.get(number=number).state == State.ISSUED
