"""联合任务 on the pages: planned from a case, the applicant chooses a time, recorded, mended, watched."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import county as counties
from tests import samples
from tests import task_world as worlds
from tests.web.staffkit import NOW, Hall, open_hall
from yimen.config.worker import drain
from yimen.rules.tasks.terms import TaskState
from yimen.tasks import actions
from yimen.tasks.models import Finding, Task, TaskFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    made = open_hall(monkeypatch)
    worlds.offices(made.county)
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def _sent(answer: Any, **more: str) -> dict[str, str]:
    return {"once": answer.context["once"], **more}


def _day(days: int) -> str:
    return worlds.at(days, start=NOW).date().isoformat()


def _plan(hall: Hall, number: str, **more: str) -> Any:
    path = f"/review/tasks/new/?case={number}"
    page = hall.get("officer", path)
    sent = {
        "place": "民生路 9 号", "prepare": "带租赁合同", "time-0-day": _day(2), "time-0-hour": "09:30",
        f"dept-{counties.MARKET}": "1", f"days-{counties.MARKET}": "5",
        f"dept-{worlds.FIRE}": "1", f"days-{worlds.FIRE}": "5", f"ask-{worlds.FIRE}": "安全出口",
    } | more  # fmt: skip
    return hall.post("officer", path, _sent(page, **sent))


def test_a_visit_is_planned_from_the_case(hall: Hall) -> None:
    number = hall.walk("accepted")
    assert "约各部门一起办" in text(hall.get("officer", f"/review/cases/{number}/"))
    page = text(hall.get("officer", f"/review/tasks/new/?case={number}"))
    assert "消防救援大队" in page and "踏勘不停办件的法定时限" in page
    refused = _plan(hall, number, **{"time-0-day": NOW.date().isoformat()})
    assert refused.status_code == 422
    again = refused.content.decode()
    assert "太急" in again and "民生路 9 号" in again and "安全出口" in again, "nothing typed is lost"
    refused = _plan(hall, number, **{f"dept-{worlds.FIRE}": ""})
    assert refused.status_code == 422 and "至少要有 2 个部门" in refused.content.decode()
    assert Task.objects.count() == 0
    done = _plan(hall, number)
    assert done.status_code == 302, done.content.decode()[:3000]
    task = Task.objects.get()
    assert done["Location"] == f"/review/tasks/{task.pk}/"
    for who in ("officer", "fire"):
        assert "联合踏勘" in text(hall.get(who, "/review/tasks/"))
        assert "民生路 9 号" in text(hall.get(who, f"/review/tasks/{task.pk}/"))
    assert hall.get("health", f"/review/tasks/{task.pk}/").status_code == 404
    assert hall.get("officer", "/review/tasks/new/?case=none").status_code == 404


def _task(hall: Hall) -> int:
    assert _plan(hall, hall.walk("accepted")).status_code == 302
    drain(NOW)
    return Task.objects.get().pk


def test_the_applicant_chooses_keeps_and_answers(hall: Hall) -> None:
    task = _task(hall)
    case = Task.objects.get().case.number
    assert f"/my/tasks/{task}/" in text(hall.get("li", f"/cases/{case}/"))
    assert "食品经营许可" in text(hall.get("li", "/my/tasks/"))
    here = f"/my/tasks/{task}/"
    page = hall.get("li", here)
    assert "2 个部门一次到齐，请选一个时间" in text(page)
    assert hall.get("li", f"{here}calendar.ics").status_code == 404
    refused = hall.post("li", here, _sent(page, do="choose"))
    assert refused.status_code == 422 and "请选一个时间" in refused.content.decode()
    refused = hall.post("li", here, _sent(page, do="other", other=" "))
    assert refused.status_code == 422
    assert hall.post("li", here, _sent(page, do="choose", chosen="0")).status_code == 302
    answer = hall.get("li", f"{here}calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.content.decode()
    drain(NOW)
    paper = Task.objects.get().papers.get()
    pdf = hall.get("li", f"{here}papers/{paper.number}/")
    assert b"".join(pdf.streaming_content)[:4] == b"%PDF"
    assert hall.get("wang", here).status_code == 404
    assert "真实有效" in text(hall.get("wang", f"/verify/?n={paper.number}&c={paper.code}"))


def _shot(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, worlds.picture(), "image/jpeg")


def test_recorded_on_site_and_mended(hall: Hall) -> None:
    task = _task(hall)
    actions.choose(hall.county["li"], task, time=worlds.at(2, start=NOW), now=NOW)
    here = f"/review/tasks/{task}/"
    act = f"{here}act/"

    def do(who: str, **sent: Any) -> Any:
        return hall.post(who, act, _sent(hall.get(who, here), **sent))

    one = do("officer", do="record", staff="0201")
    assert one.status_code == 422 and "2 名以上" in one.content.decode()
    assert do("officer", do="record", staff="0201，0401", applicant="李敏").status_code == 302
    bad = do("fire", do="find", text="", mend="yes", days="5")
    assert bad.status_code == 422 and "请写明发现了什么" in bad.content.decode()
    broken = SimpleUploadedFile("a.jpg", b"MZ" + b"x" * 2000, "image/jpeg")
    bad = do("fire", do="find", text="灭火器过期", mend="yes", days="5", photo=broken)
    assert bad.status_code == 422 and "灭火器过期" in bad.content.decode(), "the draft is kept"
    assert Finding.objects.count() == 0
    assert do("fire", do="find", text="灭火器过期", mend="yes", days="5", photo=_shot()).status_code == 302
    assert do("fire", do="photo", scene=_shot("门口.jpg")).status_code == 302
    assert TaskFile.objects.count() == 2
    assert do("fire", do="say", saying="").status_code == 422
    assert do("fire", do="say", saying="conditions", words="").status_code == 302
    assert "还有 1 个部门没提意见：市场监管局" in text(hall.get("officer", here))
    assert do("officer", do="say", saying="agree", words="").status_code == 302
    assert do("officer", do="sign_off", signed="").status_code == 422
    rev = str(Task.objects.get().rev)
    bad = do("officer", do="sign_off", signed="signed", rev=rev, signature=_shot("a.png"))
    assert bad.status_code == 422 and "签名要是 PNG 图片" in bad.content.decode()
    rev = str(Task.objects.get().rev)
    drawn = SimpleUploadedFile("signature.png", samples.png(7), "image/png")
    assert do("officer", do="sign_off", signed="signed", rev=rev, signature=drawn).status_code == 302
    _read(hall, task)
    _mend(hall, task, do)


def _read(hall: Hall, task: int) -> None:
    """The record as a page to print: whoever sees the task, with the signature, nobody else."""
    number = Task.objects.get().papers.get(kind="record").number
    for who, at in (("fire", "review"), ("li", "my")):
        shown = text(hall.get(who, f"/{at}/tasks/{task}/papers/{number}/sheet/"))
        assert "现场勘查记录" in shown and "灭火器过期" in shown and "data:image/png;base64," in shown
    assert hall.get("wang", f"/my/tasks/{task}/papers/{number}/sheet/").status_code == 404
    assert hall.get("fire", f"/review/tasks/{task}/papers/none/sheet/").status_code == 404


def _mend(hall: Hall, task: int, do: Any) -> None:
    mine, finding = f"/my/tasks/{task}/", Finding.objects.get()
    page = hall.get("li", mine)
    assert "要整改 1：消防救援大队" in text(page)
    bad = hall.post("li", mine, _sent(page, do=f"answer-{finding.pk}"))
    assert bad.status_code == 422 and "请写一句怎么整改的" in bad.content.decode()
    sent = _sent(page, do=f"answer-{finding.pk}", **{f"answer-{finding.pk}": "换了新的"})
    assert hall.post("li", mine, {**sent, f"photo-{finding.pk}": _shot()}).status_code == 302
    shown = text(hall.get("fire", f"/review/tasks/{task}/"))
    assert "换了新的" in shown and "整改照片" in shown
    bad = do("fire", do="check", finding=str(finding.pk), ok="no", lacking="")
    assert bad.status_code == 422 and "还差什么" in bad.content.decode()
    assert do("fire", do="check", finding=str(finding.pk), ok="yes").status_code == 302
    assert Task.objects.get().state == TaskState.CLOSED
    key = TaskFile.objects.filter(finding=finding).first().stored.key
    for who, code in (("li", 200), ("fire", 200), ("wang", 404)):
        assert hall.get(who, f"/files/{key}/?view=1").status_code == code


def test_a_hearing_with_wrong_dates_says_why(hall: Hall) -> None:
    number = hall.walk("accepted")
    path = f"/review/tasks/new/?case={number}&kind=hearing"
    page = hall.get("officer", path)
    today = NOW.date()
    sent = {
        "told": (today - timedelta(days=4)).isoformat(), "asked": (today - timedelta(days=3)).isoformat(),
        "by": "李敏", "host": "0601", "recorder": "0204", "at-day": _day(2), "at-hour": "09:30",
        "place": "3 楼听证室",
    }  # fmt: skip
    bad = hall.post("officer", path, _sent(page, **sent))
    assert bad.status_code == 422 and "听证要提前 7 个工作日通知" in bad.content.decode()
    bad = hall.post("officer", path, _sent(page, **{**sent, "told": ""}))
    assert bad.status_code == 422 and "请填日期和时间" in bad.content.decode()
    made = hall.post("officer", path, _sent(page, **{**sent, "at-day": _day(14)}))
    assert made.status_code == 302, made.content.decode()[:2000]
    assert "记笔录" in text(hall.get("officer", made["Location"]))


@pytest.mark.parametrize("kind", ["drawings", "acceptance", "experts"])
def test_the_other_kinds_have_their_page(hall: Hall, kind: str) -> None:
    number = hall.walk("accepted")
    assert text(hall.get("officer", f"/review/tasks/new/?case={number}&kind={kind}"))


def test_what_is_overdue_is_watched(hall: Hall) -> None:
    assert "没有超期的联合任务" in text(hall.get("supervisor", "/watch/tasks/"))
    number = hall.walk("accepted")
    asks = [(counties.MARKET, 1, ""), (worlds.FIRE, 1, "")]
    task = actions.plan_review(
        hall.county["officer"], number, kind="drawings", lead=counties.MARKET, asks=asks, now=NOW
    ).id
    drain(NOW + timedelta(days=5))
    assert f"RW{NOW.astimezone(worlds.ZONE):%Y%m%d}-{task:06d}" in text(
        hall.get("supervisor", "/watch/tasks/")
    )
    assert hall.get("officer", "/watch/tasks/").status_code == 403
    assert "超期没提" in text(hall.get("officer", f"/review/tasks/{task}/"))


def test_an_inspection_without_a_case(hall: Hall) -> None:
    path = "/review/tasks/inspect/"
    page = hall.get("officer", path)
    sent = {
        "number": "没有", "title": "联合检查", "plan": "第 7 号", "place": "民生路 9 号", "at-day": _day(3),
        "at-hour": "09:30", f"dept-{counties.MARKET}": "1", f"days-{counties.MARKET}": "5",
        f"dept-{worlds.FIRE}": "1", f"days-{worlds.FIRE}": "5",
    }  # fmt: skip
    bad = hall.post("officer", path, _sent(page, **sent))
    assert bad.status_code == 422 and "没有找到这个主体" in bad.content.decode()
    sent["number"] = counties.credit_code(900)
    bad = hall.post("officer", path, _sent(page, **{**sent, "plan": " "}))
    assert bad.status_code == 422 and "请写明按哪个计划" in bad.content.decode()
    assert hall.post("officer", path, _sent(page, **sent)).status_code == 302
    assert "联合检查" in text(hall.get("firm", "/my/tasks/"))


def test_experts_and_silence_are_kept(hall: Hall) -> None:
    path = "/admin/joint/"
    page = hall.get("admin", path)
    bad = hall.post("admin", path, _sent(page, do="list", name="陈川", subject="", organ="某院"))
    assert bad.status_code == 422 and "请填写专业" in bad.content.decode() and "陈川" in bad.content.decode()
    sent = _sent(page, do="list", name="陈川", subject="食品", organ="某院")
    assert hall.post("admin", path, sent).status_code == 302
    assert "陈川" in text(hall.get("admin", f"{path}?q=食品"))
    assert "没有找到专家" in text(hall.get("admin", f"{path}?q=建筑"))
    page = hall.get("admin", path)
    bad = hall.post("admin", path, _sent(page, **{"do": "silence-drawings", "counts-drawings": "yes"}))
    assert bad.status_code == 422 and "请写明依据" in bad.content.decode()
    sent = {"do": "silence-drawings", "counts-drawings": "yes", "basis-drawings": "示例办法第六条"}
    assert hall.post("admin", path, _sent(page, **sent)).status_code == 302
    assert "示例办法第六条" in text(hall.get("admin", path))
    page = hall.get("admin", path)
    expert = page.context["rows"][0].id
    assert hall.post("admin", path, _sent(page, do=f"unlist-{expert}", reason="")).status_code == 422
    assert hall.post("admin", path, _sent(page, do=f"unlist-{expert}", reason="退休")).status_code == 302
    assert "没有找到专家" in text(hall.get("admin", path))
