"""联合任务 by programs: a visit from the appointment to what was put right, a review to its conclusion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import task_world as worlds
from tests.api.conftest import NOW
from tests.ui import jointly
from yimen.api.task_acts import ACTS
from yimen.tasks import actions

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def visit(county, reach) -> int:
    """A visit of two departments that waits for the applicant."""
    return actions.plan_visit(
        county["officer"], reach("accepted"), lead=counties.MARKET, asks=jointly.ASKS, place="民生路 9 号",
        times=[worlds.at(2), worlds.at(3, 14)], prepare="带租赁合同", now=NOW,
    ).id  # fmt: skip


def act(who, task: int, name: str, body: dict[str, Any] | None = None, **headers: str):
    return who.post(f"/tasks/{task}/acts/{name}", body or {}, **headers)


def test_a_visit_from_the_appointment_to_what_was_put_right(caller, visit):
    li, officer, health = caller("li"), caller("officer"), caller("health")
    seen = li.get(f"/tasks/{visit}").json()
    assert (seen["state"], seen["kind_label"], len(seen["times"])) == ("proposed", "联合踏勘", 2)
    assert "choose" in seen["acts"] and "appoint" not in seen["acts"]
    other = act(li, visit, "choose", {"time": worlds.at(4).isoformat()})
    assert other.json()["code"] == "task.not_offered"
    done = act(li, visit, "choose", {"time": seen["times"][0]})
    assert (done.status_code, done.json()["state"]) == (200, "appointed"), done.content.decode()
    assert done.json()["document"].startswith("TK")
    alone = act(officer, visit, "record", {"staff": ["0201"]})
    assert (alone.status_code, alone.json()["code"]) == (422, "task.two_needed")
    assert act(officer, visit, "record", {"staff": ["0201", "0301"], "applicant": "李敏"}).status_code == 200
    assert act(li, visit, "find", {"text": "x"}).json()["code"] == "task.not_yours"
    assert act(health, visit, "find", {"text": "没有洗手池", "mend": True, "days": 5}).status_code == 200
    agreed = act(health, visit, "say", {"saying": "agree"})
    assert agreed.json()["code"] == "task.open_findings"
    assert act(health, visit, "say", {"saying": "conditions"}).status_code == 200
    early = act(officer, visit, "sign_off", {"signed": "signed"})
    assert early.json()["code"] == "task.not_all_heard"
    assert act(officer, visit, "say", {"saying": "agree", "text": "布局一致"}).status_code == 200
    refused = {"signed": "refused", "words": "不认可", "witness": "赵田"}
    assert act(officer, visit, "sign_off", refused).json()["state"] == "mending"
    _mended(li, officer, health, visit)


def _mended(li, officer, health, visit: int) -> None:
    (one,) = li.get(f"/tasks/{visit}").json()["findings"]
    assert (one["state"], one["days"]) == ("open", 5)
    assert act(li, visit, "answer", {"finding": one["id"], "text": " "}).status_code == 422
    assert act(li, visit, "answer", {"finding": one["id"], "text": "装好了"}).status_code == 200
    wrong = act(officer, visit, "check", {"finding": one["id"], "ok": True})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "task.not_your_finding")
    done = act(health, visit, "check", {"finding": one["id"], "ok": True}).json()
    assert (done["state"], done["state_label"]) == ("closed", "已完成")
    assert [row["id"] for row in officer.get("/tasks?of=lead&over=true").json()["tasks"]] == [visit]
    assert officer.get("/tasks?of=lead").json()["tasks"] == []


def test_the_applicant_reads_what_is_theirs(caller, visit):
    act(caller("li"), visit, "ask_other", {"reason": "周五才在"})
    officer = caller("officer")
    assert officer.get(f"/tasks/{visit}").json()["asked"] == "周五才在"
    times = [worlds.at(4, 15).isoformat()]
    assert act(officer, visit, "propose", {"times": times}).status_code == 200
    told = {"time": times[0], "reason": "电话里和李敏约定"}
    assert act(officer, visit, "appoint", told).json()["state"] == "appointed"
    act(officer, visit, "record", {"staff": ["0201", "0301"]})
    act(officer, visit, "say", {"saying": "disagree", "text": "只给同事看的话"})
    seen = caller("li").get(f"/tasks/{visit}").content.decode()
    assert "只给同事看的话" not in seen
    assert "只给同事看的话" in caller("health").get(f"/tasks/{visit}").content.decode()


def test_a_review_is_concluded_with_every_disagreement_met(caller, county, reach):
    task = actions.plan_review(
        county["officer"], reach("accepted"), kind="acceptance", lead=counties.MARKET, asks=jointly.ASKS,
        now=NOW,
    ).id  # fmt: skip
    officer, health = caller("officer"), caller("health")
    act(officer, task, "say", {"saying": "agree"})
    act(health, task, "say", {"saying": "disagree", "text": "通风不够"})
    bare = act(officer, task, "conclude", {"text": "通过"})
    assert bare.json()["code"] == "task.disagreement_unanswered"
    met = {"text": "通过", "answers": {counties.HEALTH: "已加一台风机"}}
    assert act(officer, task, "conclude", met).json()["state"] == "closed"
    assert officer.get(f"/tasks/{task}").json()["conclusion"] == "通过"


def test_a_hearing_ends_by_the_same_act_or_is_called_off(caller, county, reach):
    for_ = {"lead": counties.MARKET, "told_on": NOW.date(), "asked_on": NOW.date(), "by": "住户"}
    task = actions.plan_hearing(
        county["officer"], reach("accepted"), at=worlds.at(14), place="3 楼", host="0301", recorder="0204",
        people=[], now=NOW, **for_,
    ).id  # fmt: skip
    officer = caller("officer")
    early = act(officer, task, "conclude", {"text": "符合条件"})
    assert (early.status_code, early.json()["code"]) == (409, "task.not_here")
    assert act(officer, task, "cancel", {"reason": "撤回听证申请"}).json()["state"] == "cancelled"


def test_sent_twice_done_once_and_never_on_an_old_page(caller, visit):
    li, officer = caller("li"), caller("officer")
    etag = li.get(f"/tasks/{visit}")["ETag"]
    body = {"time": worlds.at(2).isoformat()}
    first, second = (act(li, visit, "choose", body, idempotency_key="t-1", if_match=etag) for _ in range(2))
    assert first.status_code == 200 and first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
    assert first["ETag"] != etag
    stale = act(officer, visit, "record", {"staff": ["0201", "0301"]}, if_match=etag)
    assert (stale.status_code, stale.json()["code"]) == (409, "task.changed")
    other = act(li, visit, "ask_other", {"reason": "x"}, idempotency_key="t-1")
    assert (other.status_code, other.json()["code"]) == (422, "request.key_reused")


def test_somebody_elses_task_does_not_exist_at_any_address(caller, visit):
    time = worlds.at(2).isoformat()
    known: dict[str, Any] = {
        "reason": "x", "time": time, "times": [time], "staff": ["0201", "0301"], "text": "x",
        "saying": "agree", "signed": "signed", "finding": 1, "ok": True,
    }  # fmt: skip
    for name in ("wang", "firm", "keeper", "clerk"):
        who = caller(name)
        assert who.get("/tasks").json() == who.get("/tasks?of=lead").json() == {"tasks": [], "next": ""}
        answers = [who.get(f"/tasks/{visit}"), who.get("/tasks/999999")]
        for one in ACTS:
            body = {key: known[key] for key in known if key in one.takes.model_fields}
            answers.append(act(who, visit, str(one.act), body))
        seen = {(answer.status_code, answer.json()["code"]) for answer in answers}
        assert seen == {(404, "task.not_found")}, name


def test_the_list_is_paged_by_key(caller, county, reach, visit):
    more = actions.plan_supervision(
        county["officer"], county.parties["firm"].pk, lead=counties.MARKET, asks=jointly.ASKS,
        title="联合检查", place="民生路 9 号", day=worlds.at(3), plan="第 7 号", now=NOW + timedelta(hours=1),
    ).id  # fmt: skip
    officer = caller("officer")
    first = officer.get("/tasks?of=department&limit=1").json()
    assert [one["id"] for one in first["tasks"]] == [more]
    second = officer.get(first["next"].removeprefix("/api/v1")).json()
    assert ([one["id"] for one in second["tasks"]], second["next"]) == ([visit], "")
    wrong = first["next"].removeprefix("/api/v1").replace("department", "lead")
    assert officer.get(wrong).json()["code"] == "request.bad_cursor"
    assert [one["title"] for one in caller("firm").get("/tasks").json()["tasks"]] == ["联合检查"]


# --- planned by programs ----------------------------------------------------------------------------------
ASKED = [{"department": code, "days": days, "ask": words} for code, days, words in jointly.ASKS]
VISIT = {
    "asks": ASKED, "place": "民生路 9 号", "prepare": "带租赁合同",
    "times": [worlds.at(2).isoformat(), worlds.at(3, 14).isoformat()],
}  # fmt: skip


def test_a_visit_is_planned_once_however_often_it_is_sent(caller, reach):
    officer, number = caller("officer"), reach("accepted")
    made = officer.post(f"/cases/{number}/tasks/visit", VISIT, idempotency_key="plan-1")
    assert (made.status_code, made.json()["state"]) == (200, "proposed"), made.content.decode()
    again = officer.post(f"/cases/{number}/tasks/visit", VISIT, idempotency_key="plan-1")
    assert again.json() == made.json() and again.headers["Idempotent-Replayed"] == "true"
    (one,) = officer.get("/tasks?of=lead").json()["tasks"]
    assert one["id"] == made.json()["id"]
    seen = caller("li").get(f"/tasks/{one['id']}").json()
    assert seen["place"] == "民生路 9 号" and len(seen["times"]) == 2 and "choose" in seen["acts"]
    twice = officer.post(f"/cases/{number}/tasks/visit", VISIT)
    assert (twice.status_code, twice.json()["code"]) == (409, "task.already_planned")


@pytest.mark.parametrize("kind", ["drawings", "acceptance"])
def test_a_review_is_planned(caller, reach, kind):
    made = caller("officer").post(f"/cases/{reach('accepted')}/tasks/{kind}", {"asks": ASKED})
    assert (made.status_code, made.json()["state"]) == (200, "gathering"), made.content.decode()
    assert caller("health").get("/tasks?of=department").json()["tasks"][0]["kind"] == kind


def test_a_hearing_and_experts_say_what_is_wrong(caller, reach):
    officer, number = caller("officer"), reach("accepted")
    when = {"at": worlds.at(14, 10).isoformat(), "place": "3 楼听证室"}
    told = {"told_on": NOW.date().isoformat(), "asked_on": NOW.date().isoformat(), "by": "相邻住户"}
    people = {"host": "0301", "recorder": "0202"}
    soon = {**when, "at": worlds.at(3).isoformat()}
    short = officer.post(f"/cases/{number}/tasks/hearing", {**soon, **told, **people})
    assert short.json()["code"] == "task.notice_too_short"
    own = officer.post(f"/cases/{number}/tasks/hearing", {**when, **told, **people, "host": "0101"})
    assert own.json()["code"] == "task.host_unfit", "who accepted the case does not hear it"
    few = officer.post(f"/cases/{number}/tasks/experts", {**when, "experts": [1]})
    assert few.json()["code"] == "task.too_few_experts"
    held = {**when, **told, **people, "parties": ["相邻住户代表"]}
    made = officer.post(f"/cases/{number}/tasks/hearing", held)
    assert made.status_code == 200 and made.json()["document"], made.content.decode()


def test_an_inspection_needs_no_case(caller, county):
    party = county.parties["firm"].pk
    plan = {
        "asks": ASKED, "party": party, "title": "联合检查", "place": "园区 3 号",
        "day": worlds.at(2).isoformat(), "plan": "2026 年抽查计划第 7 号",
    }  # fmt: skip
    assert caller("officer").post("/tasks", plan).json()["state"] == "appointed"
    assert caller("officer").post("/tasks", {**plan, "plan": " "}).json()["code"] == "task.plan_missing"
    assert caller("li").post("/tasks", plan).status_code == 403


def test_only_a_department_with_a_part_in_the_case_leads(caller, reach):
    number = reach("accepted")
    assert caller("firm").post(f"/cases/{number}/tasks/visit", VISIT).status_code == 404
    assert caller("li").post(f"/cases/{number}/tasks/visit", VISIT).status_code == 403
    assert caller("clerk").post(f"/cases/{number}/tasks/visit", VISIT).status_code == 403
    other = caller("officer").post(f"/cases/{number}/tasks/visit", {**VISIT, "lead": counties.HEALTH})
    assert other.status_code == 403, "nobody plans for another department"
