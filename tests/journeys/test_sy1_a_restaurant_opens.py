"""SY1, HY1, XN8: 开办餐饮店 on the sample county, from the search to one handing out: a paper promised and
supplied later, five departments, one site visit with one record, what was found put right, one counter."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from tests import task_world
from tests.journeys import people
from tests.journeys import sample_county as sample
from yimen.bureau import queries as bureau
from yimen.cases.models import Case, Message
from yimen.config.worker import drain
from yimen.rules.calendar import china_date
from yimen.rules.tasks.terms import TaskPaper, TaskState
from yimen.tasks.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LICENCE, FOOD, SIGN = "个体工商户设立登记", "食品经营许可（新办）", "大型户外广告和招牌设置许可"
FIRE, TOBACCO = "公众聚集场所投入使用、营业前消防安全检查", "烟草专卖零售许可（新办）"
DRAIN = "污水排入排水管网许可"
#: Who looks at the shop, by the keys of the county's departments; the first leads.
OFFICES = {"scjg": FOOD, "cgj": SIGN, "xfj": FIRE, "ycj": TOBACCO, "zjj": DRAIN}
#: What may come later, and what only one department needs.
LATER, PIPES = "食品安全管理制度", "市政接入平面图"
WANTED = {
    "yjs_sign": "true", "yjs_hall": "true", "yjs_tobacco": "true", "yjs_drain": "true", "area": "260",
    "shop_name": "青石饭店", "height": "2", "occupy_area": "8",
}  # fmt: skip
FOUND = "灭火器过期"
PHOTO = {"name": "灭火器.jpg", "mimeType": "image/jpeg", "buffer": task_world.picture()}


def _look(someone: people.Someone, name: str, shots: Path) -> None:
    """A picture at both sizes for whoever looks; nothing runs out of the page on a telephone."""
    someone.page.screenshot(path=str(shots / f"{name}-1280.png"), full_page=True)
    someone.page.set_viewport_size({"width": 390, "height": 844})
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390
    someone.page.screenshot(path=str(shots / f"{name}-390.png"), full_page=True)
    someone.page.set_viewport_size({"width": 1280, "height": 800})


def _apply(world: sample.Sample, shots: Path) -> str:
    """One form; one paper is promised, and its day is told before anything is handed in."""
    someone, party = world.citizen()
    with someone as citizen:
        citizen.go("/")
        citizen.page.fill("main [name=q]", "开饭店")
        citizen.press("搜索")
        assert citizen.sees("开小餐馆")
        wanted = {**WANTED, "legal_id": party.id_number}
        number = sample.fill(citizen, "YJS-001", wanted, later=LATER)
        citizen.go(f"/cases/{number}/")
        _look(citizen, "applied", shots)
    return number


def _accept(world: sample.Sample, number: str) -> None:
    with world.at(sample.CLERK) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        assert clerk.sees(f"申请人承诺后补：{LATER}")
        clerk.page.check("main input[type=radio][value=accept_deferred]")
        clerk.press("出具通知书")
    drain(timezone.now())


def _plan(world: sample.Sample, number: str, shots: Path) -> int:
    """The lead plans one visit of the five from its own part."""
    child = sample.members(number)[FOOD].number
    with world.at(world.officer("scjg").staff) as officer:
        people.sign(officer, child)
        officer.go(f"/review/cases/{child}/")
        assert officer.sees(LATER) and not officer.sees(PIPES), "its own part only"
        officer.follow("约各部门一起办")
        assert officer.page.locator("input[type=checkbox]:checked").count() == len(OFFICES)
        day = bureau.work_calendar().add_working_days(china_date(timezone.now()), 2).isoformat()
        officer.page.fill("[name=place]", "云溪县云溪镇桥头街 7 号")
        officer.page.fill("[name=time-0-day]", day)
        officer.page.select_option("[name=time-0-hour]", "09:30")
        officer.page.fill("[name=prepare]", "请留一个人在店里")
        officer.press("安排")
        _look(officer, "planned", shots)
    drain(timezone.now())
    return Task.objects.get(case__number=number).pk


def _choose(world: sample.Sample, number: str, shots: Path) -> None:
    """Told once, one press."""
    with world.citizen()[0] as citizen:
        citizen.go(f"/cases/{number}/")
        _look(citizen, "two-things", shots)
        assert citizen.sees("要您做 1 件事：后补 1 份") and citizen.sees("还要您做 1 件事：选联合踏勘的时间")
        citizen.follow("看时间，选一个")
        assert citizen.sees("5 个部门一次到齐，请选一个时间")
        citizen.page.locator("[name=chosen]").first.check()
        citizen.press("就这个时间")
        assert citizen.sees("请留一个人在店里")


def _visit(world: sample.Sample, task: int, shots: Path) -> None:
    """Each says what it has to; one finds something, with a photo; one record is signed."""
    staff = {key: world.officer(key).staff for key in OFFICES}
    for key, number in staff.items():
        with world.at(number) as officer:
            officer.go(f"/review/tasks/{task}/")
            if key == "scjg":
                officer.page.fill("[name=staff]", " ".join(staff.values()))
                officer.page.fill("[name=applicant]", "店主本人")
                officer.press("开始记录")
            if key == "xfj":
                officer.page.fill("[name=text]", FOUND)
                officer.page.check("[name=mend]")
                officer.page.fill("[name=days]", "3")
                officer.page.set_input_files("[name=photo]", PHOTO)
                officer.page.locator("main button", has_text="记下这一条").click()
                officer.page.locator("section[aria-labelledby=findings]", has_text=FOUND).wait_for()
                _look(officer, "found", shots)
            officer.page.check(f"[name=saying][value={'conditions' if key == 'xfj' else 'agree'}]")
            officer.press("提交意见")
    with world.at(staff["scjg"]) as officer:
        officer.go(f"/review/tasks/{task}/")
        officer.page.check("[name=signed][value=signed]")
        officer.press("签署记录")
    drain(timezone.now())


def _mend(world: sample.Sample, number: str, task: int, shots: Path) -> None:
    """One list, answered with a photo, seen by whoever found it."""
    with world.citizen()[0] as citizen:
        citizen.go(f"/cases/{number}/")
        assert citizen.sees("还要您做 1 件事：整改联合踏勘发现的问题")
        _look(citizen, "to-mend", shots)
        citizen.follow("看清单，交答复")
        card = citizen.page.locator("section.card", has_text="怎么整改的").filter(has_text=FOUND)
        card.locator("textarea").fill("换了新的，贴了检查卡")
        card.locator("input[type=file]").set_input_files(PHOTO)
        card.locator("button", has_text="交答复").click()
        citizen.page.locator("section[aria-labelledby=list] li", has_text="贴了检查卡").wait_for()
        citizen.go(f"/cases/{number}/")
        assert not citizen.sees("整改联合踏勘发现的问题"), "answered: the next word is the department's"
    with world.at(world.officer("xfj").staff) as fire:
        fire.go(f"/review/tasks/{task}/")
        fire.press("整改好了")
    drain(timezone.now())


def _supply(world: sample.Sample, number: str, shots: Path) -> None:
    """The promised paper comes; the window looks at it."""
    with world.citizen()[0] as citizen:
        citizen.go(f"/cases/{number}/")
        assert citizen.sees("后补 1 份")
        citizen.go(f"/cases/{number}/later/")
        assert citizen.sees(LATER)
        citizen.page.locator("main input[type=file]").first.set_input_files(people.SCAN)
        _look(citizen, "later", shots)
        citizen.page.locator("main form button.govuk-button, main form button.btn").last.click()
        citizen.page.wait_for_url(f"**/cases/{number}/")
        assert not citizen.sees("要您做 1 件事：后补 1 份")
    with world.at(sample.CLERK) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        assert clerk.sees("交来了，待核对")
        _look(clerk, "check-later", shots)
        clerk.page.locator("main button[value^=ok-]").first.click()
        clerk.page.wait_for_load_state("load")
    drain(timezone.now())


def test_a_restaurant_opens(chromium, live_server, tmp_path) -> None:
    world = sample.build_county(chromium, live_server.url)
    sample.open_staff(*(world.officer(key).staff for key in OFFICES))
    number = _apply(world, tmp_path)
    _accept(world, number)
    waiting, running = sample.waiting_and_open(number)
    assert running == {LICENCE} and waiting == set(OFFICES.values())
    world.decide(sample.members(number)[LICENCE].number)
    assert sample.waiting_and_open(number) == (set(), set(OFFICES.values())), "five departments at once"
    task = _plan(world, number, tmp_path)
    _choose(world, number, tmp_path)
    _visit(world, task, tmp_path)
    _mend(world, number, task, tmp_path)
    _one_of_each(world, number, task)
    _results(world, number, tmp_path)


def _one_of_each(world: sample.Sample, number: str, task: int) -> None:
    """One appointment, one record, one list of what to mend; told once; the seats of all five are signed."""
    done = Task.objects.get(pk=task)
    assert done.state == TaskState.CLOSED
    assert sorted(done.papers.values_list("kind", flat=True)) == sorted(
        [TaskPaper.APPOINTMENT, TaskPaper.RECORD, TaskPaper.RECTIFICATION]
    )
    assert done.files.count() == 2, "a photo of what was found, one of what was put right"
    told = Message.objects.filter(party=world.citizen()[1], text__contains="选一个时间")
    assert told.count() == 1
    for name in OFFICES.values():
        assert sample.members(number)[name].seats.filter(verdict="agree").exists(), name


def _results(world: sample.Sample, number: str, shots: Path) -> None:
    """All are granted; nothing leaves before the promised paper came; then all leave at one counter."""
    for name in OFFICES.values():
        if name != FOOD:
            world.decide(sample.members(number)[name].number)
    assert Case.objects.get(number=number).state == "reviewing"
    _supply(world, number, shots)
    world.decide(sample.members(number)[FOOD].number)
    assert Case.objects.get(number=number).state == "issued"
    with world.at(sample.CLERK) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        clerk.page.locator("main input[type=radio][name=seen]").first.check()
        clerk.page.fill("main [name=receiver]", world.citizen()[1].name)
        _look(clerk, "hand-out", shots)
        clerk.press("确认送达")
    assert {row.state for row in sample.members(number).values()} == {"delivered"}
    with world.citizen()[0] as citizen:
        citizen.go(f"/cases/{number}/")
        assert citizen.sees("已办结") and not citizen.sees("要您做")
        _look(citizen, "done", shots)
