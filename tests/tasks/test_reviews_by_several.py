"""联合审图, 验收, 监管: a deadline each, silence only by rule, a round for each drawing, one conclusion."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import samples
from tests import task_world as world
from tests.county import HEALTH, MARKET, County
from tests.task_world import DAY, FIRE, NOW, at
from yimen.config.worker import drain
from yimen.rules.authority import NotPermitted
from yimen.rules.tasks.lifecycle import TaskNotHere
from yimen.rules.tasks.opinions import ConclusionMissing, DisagreementUnanswered, NoBasis
from yimen.rules.tasks.terms import Saying, TaskPaper, TaskState
from yimen.tasks import actions, queries
from yimen.tasks.actions.planning import PlanMissing
from yimen.tasks.actions.recording import NoPhoto
from yimen.tasks.models import Said
from yimen.trail import queries as trail
from yimen.vault import actions as vault

LATE = NOW + 8 * DAY
BASIS = "云溪县联合审图办法第六条（示例）"


def _review(county: County, number: str, kind: str = "drawings") -> int:
    asks = [(MARKET, 5, "平面"), (HEALTH, 3, "卫生"), (FIRE, 3, "消防")]
    return actions.plan_review(county["officer"], number, kind=kind, lead=MARKET, asks=asks, now=NOW).id


def _say(county: County, task: int, who: str, saying: str = "agree", text: str = "") -> None:
    actions.say(county[who], task, saying=saying, text=text, now=NOW + DAY)


def test_silence_is_overdue_where_no_rule_says_otherwise(county: County, reach_licence) -> None:
    task = _review(county, reach_licence("accepted"))
    _say(county, task, "officer")
    _say(county, task, "health")
    drain(LATE)
    found = world.of(task)
    assert (found.state, found.overdue) == (TaskState.GATHERING, True)
    part = found.parts.get(department__credit_code=FIRE)
    assert (part.overdue, part.saying, part.silent) == (True, "", False)
    assert [row.id for row in queries.overdue()] == [task]
    before = found.rev
    drain(LATE + DAY)
    assert world.of(task).rev == before, "told once"
    with pytest.raises(TaskNotHere):
        actions.conclude(county["officer"], task, text="同意", answers={}, now=LATE)
    _say(county, task, "fire", "disagree", "疏散距离超长")
    assert (world.of(task).state, world.of(task).overdue) == (TaskState.CONCLUDING, False)


def test_silence_agrees_only_by_a_rule_with_its_basis(county: County, reach_licence) -> None:
    with pytest.raises(NoBasis):
        actions.rule_silence(county["admin"], "drawings", counts=True, basis=" ", now=NOW)
    with pytest.raises(NotPermitted):
        actions.rule_silence(county["officer"], "drawings", counts=True, basis=BASIS, now=NOW)
    actions.rule_silence(county["admin"], "drawings", counts=True, basis=BASIS, now=NOW)
    task = _review(county, reach_licence("accepted"))
    _say(county, task, "officer")
    _say(county, task, "health")
    drain(LATE)
    part = world.of(task).parts.get(department__credit_code=FIRE)
    assert (part.saying, part.silent) == (Saying.AGREE, True)
    assert world.of(task).state == TaskState.CONCLUDING
    lapsed = next(row for row in trail.history(f"task:{task}") if row.kind == "task.lapsed")
    assert lapsed.data["basis"] == BASIS and lapsed.data["silent"] == ["消防救援大队"]
    actions.conclude(county["officer"], task, text="同意", answers={}, now=LATE)
    assert "视为同意" in str(world.of(task).papers.get().data["rows"])


def test_a_rule_made_later_changes_no_task_that_runs(county: County, reach_licence) -> None:
    task = _review(county, reach_licence("accepted"))
    actions.rule_silence(county["admin"], "drawings", counts=True, basis=BASIS, now=NOW)
    drain(LATE)
    assert world.of(task).parts.filter(silent=True).count() == 0
    assert {str(k): counts for k, (counts, _) in queries.silence_rules().items()} == {"drawings": True}


def test_the_conclusion_answers_every_disagreement(county: County, reach_licence) -> None:
    task = _review(county, reach_licence("accepted"))
    _say(county, task, "officer")
    _say(county, task, "health", "conditions", "洗手池再加 1 个")
    _say(county, task, "fire", "disagree", "疏散距离超长")
    with pytest.raises(ConclusionMissing):
        actions.conclude(county["officer"], task, text=" ", answers={FIRE: "改"}, now=NOW + DAY)
    with pytest.raises(DisagreementUnanswered) as refused:
        actions.conclude(county["officer"], task, text="改后通过", answers={HEALTH: "加"}, now=NOW + DAY)
    assert refused.value.facts["names"] == "消防救援大队"
    answers = {FIRE: "改为 2 个出口，距离 18 米"}
    done = actions.conclude(county["officer"], task, text="改后通过", answers=answers, now=NOW + DAY)
    assert done.state == TaskState.CLOSED
    drain(NOW + DAY)
    paper = world.of(task).papers.get(kind=TaskPaper.JOINT_OPINION)
    assert paper.pdf_id and "牵头部门回应：改为 2 个出口" in str(paper.data["rows"])


def _drawing(county: County, who: str = "officer") -> str:
    return vault.keep(county[who], [samples.png()], "平面图.png", now=NOW).digest


def test_a_new_drawing_opens_a_new_round_and_keeps_what_was_said(county: County, reach_licence) -> None:
    task = _review(county, reach_licence("accepted"))
    with pytest.raises(NoPhoto):
        actions.draw(county["officer"], task, files=[], now=NOW)
    actions.draw(county["officer"], task, files=[_drawing(county)], now=NOW)
    assert world.of(task).round == 1
    _say(county, task, "fire", "disagree", "疏散距离超长")
    later = NOW + 2 * DAY
    actions.draw(county["li"], task, files=[_drawing(county, "li")], now=later)
    found = world.of(task)
    assert found.round == 2 and set(found.parts.values_list("saying", flat=True)) == {""}
    assert [(one.round, one.text) for one in Said.objects.all()] == [(1, "疏散距离超长")]
    assert found.files.filter(round=1).count() == found.files.filter(round=2).count() == 1
    assert found.parts.get(department__credit_code=FIRE).due_at > later + 2 * DAY
    page = queries.task_page(county["fire"], task)
    assert page.mine is not None and page.mine.earlier == ((1, "disagree", "疏散距离超长"),)


def test_acceptance_leaves_a_list_to_mend(county: County, reach_licence) -> None:
    task = _review(county, reach_licence("accepted"), "acceptance")
    actions.find(county["fire"], task, text="应急灯不亮", mend=True, days=3, now=NOW + DAY)
    _say(county, task, "officer")
    _say(county, task, "health")
    _say(county, task, "fire", "conditions", "应急灯修好")
    done = actions.conclude(county["officer"], task, text="整改后通过", answers={}, now=NOW + DAY)
    assert done.state == TaskState.MENDING
    finding = world.of(task).findings.get()
    drain(NOW + 20 * DAY)
    assert world.of(task).overdue, "the applicant let it pass: shown to the watch"
    actions.answer_finding(county["li"], task, finding.pk, text="修好了", now=NOW + 20 * DAY)
    actions.check_finding(county["fire"], task, finding.pk, ok=True, words="", now=NOW + 20 * DAY)
    assert (world.of(task).state, world.of(task).overdue) == (TaskState.CLOSED, False)


def _supervise(county: County, **more: object) -> int:
    facts = {
        "lead": MARKET, "asks": [(MARKET, 5, ""), (FIRE, 5, "")], "title": "餐饮店联合检查",
        "place": "云溪县民生路 9 号", "day": at(3), "plan": "2026 年双随机计划第 7 号", "now": NOW,
    } | more  # fmt: skip
    return actions.plan_supervision(county["officer"], county.parties["firm"].pk, **facts).id


def test_supervision_needs_no_case_and_is_recorded(county: County) -> None:
    for missing in ("title", "place", "plan"):
        with pytest.raises(PlanMissing):
            _supervise(county, **{missing: " "})
    task = _supervise(county)
    day = at(3)
    actions.begin_record(county["fire"], task, staff=["0201", "0401"], applicant="李敏", now=day)
    actions.find(county["fire"], task, text="消防通道堆放杂物", mend=True, days=1, now=day)
    actions.say(county["fire"], task, saying="conditions", text="", now=day)
    actions.say(county["officer"], task, saying="agree", text="", now=day)
    actions.sign_off(county["officer"], task, signed="signed", words="", now=day)
    drain(day)
    kinds = list(world.of(task).papers.order_by("pk").values_list("kind", flat=True))
    assert kinds == [TaskPaper.SUPERVISION, TaskPaper.RECTIFICATION]
    finding = world.of(task).findings.get()
    actions.answer_finding(county["firm"], task, finding.pk, text="清了", now=day + timedelta(hours=2))
    actions.check_finding(county["fire"], task, finding.pk, ok=True, words="", now=day + timedelta(hours=3))
    assert world.of(task).state == TaskState.CLOSED
    assert [row.id for row in queries.of_party(county["firm"])] == [task]
