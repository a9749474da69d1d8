"""听证, 专家评审: the case's own act stops its clock; dates, people and minutes are as the law says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import samples
from tests import task_world as world
from tests.county import MARKET, County
from tests.task_world import DAY, NOW, at
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.rules.authority import NotPermitted
from yimen.rules.tasks.experts import ExpertAway, ExpertIncomplete, ExpertInterested, TooFewExperts
from yimen.rules.tasks.hearings import (
    AskedTooLate,
    DatesBackwards,
    HeldTooLate,
    HostUnfit,
    MinutesMissing,
    NotHeldYet,
    NoticeTooShort,
    PeopleMissing,
)
from yimen.rules.tasks.opinions import ConclusionMissing
from yimen.rules.tasks.terms import TaskPaper, TaskState
from yimen.rules.terms import State
from yimen.tasks import actions, queries
from yimen.tasks.models import Expert
from yimen.vault import actions as vault

HELD = at(10)


def _hearing(county: County, number: str, **more: object) -> int:
    facts = {
        "lead": MARKET, "told_on": date(2026, 11, 12), "asked_on": date(2026, 11, 13), "by": "李敏",
        "at": HELD, "place": "县政务服务中心 3 楼听证室", "host": "0601", "recorder": "0204",
        "people": [("party", "楼上住户王小草"), ("witness", "赵田")], "now": NOW,
    } | more  # fmt: skip
    return actions.plan_hearing(county["officer"], number, **facts).id


def _file(county: County, at_: object = HELD) -> list[str]:
    return [vault.keep(county["officer"], [samples.png()], "笔录.png", now=at_).digest]


def test_a_hearing_from_the_notice_to_the_decision(county: County, reach_licence) -> None:
    number = reach_licence("accepted")
    due = Case.objects.get(number=number).legal_due
    task = _hearing(county, number)
    drain(NOW)
    case = Case.objects.get(number=number)
    assert (case.state, case.pauses.get().kind, case.pauses.get().excluded_by_law) == (
        State.SUSPENDED, "hearing", True,
    )  # fmt: skip
    notice = world.of(task).papers.get(kind=TaskPaper.HEARING_NOTICE)
    assert notice.pdf_id and "员0601" in str(notice.data["rows"])
    with pytest.raises(NotHeldYet):
        actions.hold(county["officer"], task, minutes="…", files=_file(county, NOW), refused=[], now=NOW)
    for minutes, files in ((" ", _file(county)), ("双方陈述", [])):
        with pytest.raises(MinutesMissing):
            actions.hold(county["officer"], task, minutes=minutes, files=files, refused=[], now=HELD)
    refused = next(p.id for p in queries.task_page(county["officer"], task).people if p.role == "witness")
    actions.hold(
        county["officer"], task, minutes="双方陈述和质证", files=_file(county), refused=[refused], now=HELD
    )
    with pytest.raises(ConclusionMissing):
        actions.end_procedure(county["officer"], task, text=" ", now=HELD)
    actions.end_procedure(county["officer"], task, text="听证意见：符合条件", now=HELD)
    drain(HELD)
    case = Case.objects.get(number=number)
    assert case.state == State.REVIEWING and case.legal_due > due, "the time is not counted (art. 45)"
    assert "听证意见：符合条件" in case.pauses.get().result
    assert world.of(task).state == TaskState.CLOSED
    minutes = world.of(task).papers.get(kind=TaskPaper.HEARING_MINUTES)
    assert minutes.pdf_id and "拒绝签字" in str(minutes.data["signers"])


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"told_on": date(2026, 11, 2), "asked_on": date(2026, 11, 10)}, AskedTooLate),
        ({"told_on": date(2026, 11, 13), "asked_on": date(2026, 11, 12)}, DatesBackwards),
        ({"asked_on": date(2026, 11, 17), "told_on": date(2026, 11, 12)}, DatesBackwards),
        ({"at": at(8)}, NoticeTooShort), ({"at": at(36)}, HeldTooLate),
        ({"host": "0204"}, PeopleMissing), ({"host": ""}, PeopleMissing), ({"host": "0101"}, HostUnfit),
    ],
)  # fmt: skip
def test_dates_and_people_that_the_law_does_not_allow(
    county: County, reach_licence, facts: dict, refusal: type[Exception]
) -> None:
    number = reach_licence("accepted")
    with pytest.raises(refusal):
        _hearing(county, number, **facts)
    assert Case.objects.get(number=number).state == State.REVIEWING, "nothing of it was done"


def test_called_off_the_clock_goes_on(county: County, reach_licence) -> None:
    number = reach_licence("accepted")
    task = _hearing(county, number)
    actions.call_off(county["officer"], task, reason="申请人撤回听证申请", now=NOW + DAY)
    assert Case.objects.get(number=number).state == State.REVIEWING
    assert world.of(task).state == TaskState.CANCELLED


def _experts(county: County, *more: dict) -> list[int]:
    told = [{"name": f"专家{n}", "subject": "食品工程", "organ": "省食品研究院（示例）"} for n in range(3)]
    return [
        actions.list_expert(county["admin"], now=NOW, **one).id for one in [*told[: 3 - len(more)], *more]
    ]


def _panel(county: County, number: str, experts: list[int]) -> int:
    return actions.plan_experts(
        county["officer"],
        number,
        lead=MARKET,
        at=at(3),
        place="县政务服务中心 3 楼",
        experts=experts,
        now=NOW,
    ).id


def test_experts_review_and_their_opinion_is_the_result(county: County, reach_licence) -> None:
    number = reach_licence("accepted")
    task = _panel(county, number, _experts(county))
    assert Case.objects.get(number=number).pauses.get().kind == "expert_review"
    held = at(3) + timedelta(hours=2)
    actions.hold(county["officer"], task, minutes="工艺可行", files=_file(county, held), refused=[], now=held)
    actions.end_procedure(county["officer"], task, text="通过", now=held)
    drain(held)
    assert Case.objects.get(number=number).state == State.REVIEWING
    assert world.of(task).papers.get(kind=TaskPaper.EXPERT_OPINION).pdf_id


@pytest.mark.parametrize(
    "one",
    [
        {"name": "李敏", "subject": "食品", "organ": "某院"},
        {"name": "陈川", "subject": "食品", "organ": "李敏"},
        {"name": "陈川", "subject": "食品", "organ": "某院", "interests": "云溪县某店\n李敏"},
    ],
)
def test_who_has_an_interest_stands_back(county: County, reach_licence, one: dict) -> None:
    with pytest.raises(ExpertInterested):
        _panel(county, reach_licence("accepted"), _experts(county, one))


def test_the_list_of_experts(county: County, reach_licence) -> None:
    ids = _experts(county)
    with pytest.raises(TooFewExperts):
        _panel(county, reach_licence("accepted"), ids[:2])
    with pytest.raises(NotPermitted):
        actions.list_expert(county["officer"], name="甲", subject="乙", organ="丙", now=NOW)
    with pytest.raises(ExpertIncomplete):
        actions.list_expert(county["admin"], name="甲", subject=" ", organ="丙", now=NOW)
    actions.unlist_expert(county["admin"], ids[0], reason="退休", now=NOW)
    with pytest.raises(ExpertAway):
        _panel(county, reach_licence("accepted"), ids)
    assert [row.id for row in queries.experts("食品")] == ids[1:]
    assert [row.id for row in queries.experts("没有")] == []
    assert Expert.objects.count() == 3, "past reviews keep their names"
