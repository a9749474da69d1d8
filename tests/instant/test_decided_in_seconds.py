"""秒批 from handing in to the licence, and every other way a case may go. Each through the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests import county as counties
from tests import instant_world as worlds
from yimen.bridges.registers import FakeRegisters
from yimen.cases import actions as cases
from yimen.cases.models import Case, CaseDocument, Message, Seat
from yimen.config.reactions import WIRING
from yimen.config.worker import drain
from yimen.instant import actions, queries
from yimen.instant.models import Decision
from yimen.parties import actions as parties
from yimen.rules.instant.judge import Outcome
from yimen.rules.instant.recheck import NotInstant, SwitchReasonMissing
from yimen.rules.lifecycle import NotHere
from yimen.rules.terms import State
from yimen.trail import queries as trail
from yimen.trail import relay
from yimen.trail.actions import OutsideTransaction
from yimen.trail.models import Event
from yimen.vault.models import Licence

pytestmark = pytest.mark.django_db(transaction=True)
County = counties.County


def settle(number: str, now: datetime, seconds: int = 3) -> Case:
    drain(now + timedelta(seconds=seconds))
    return Case.objects.get(number=number)


def kinds(number: str) -> list[str]:
    return [row.kind.removeprefix("case.") for row in trail.history(number)]


def test_a_faultless_application_is_approved_and_its_licence_issued_without_a_person(
    county: County, now: datetime
) -> None:
    number = worlds.file(county, now)
    case = settle(number, now)
    assert case.state == State.ISSUED
    assert kinds(number)[-5:] == ["submitted", "received", "accepted", "granted", "issued"]
    assert {row.actor for row in trail.history(number)[-4:]} == {"system"}
    licence = Licence.objects.get(case_number=number)
    assert case.result_number == licence.number
    assert case.decided_at is not None and case.submitted_at is not None
    assert case.decided_at - case.submitted_at < timedelta(seconds=5)
    seat = Seat.objects.get(case=case)
    assert (seat.name, seat.answered_by, seat.verdict) == ("秒批", "系统", "agree")
    papers = set(CaseDocument.objects.filter(case=case).values_list("kind", flat=True))
    assert papers == {"receipt", "acceptance", "approval", "pickup"}
    assert Message.objects.filter(case=case).count() == 5


def test_the_decision_keeps_rules_inputs_sources_and_reasons(county: County, now: datetime) -> None:
    number = worlds.file(county, now)
    settle(number, now)
    [one] = queries.of_case(number)
    [own] = queries.everything_of(Case.objects.get(number=number).party_id)
    assert (own["case"], own["outcome"]) == (number, one.outcome.label)
    assert [check["words"] for check in own["checks"]] == [check.words for check in one.checks]
    assert (one.outcome, one.version, len(one.rules)) == (Outcome.APPROVE, 1, 64)
    assert [i["words"] for i in one.inputs] == ["8", "否", "青石面馆"]
    said = {s["source"]: s["said"] for s in one.sources}
    assert said == {
        "申请表": "已提交", "实名等级": "实人", "企业库": "查到了", "信用记录": "没有失信记录",
        "证照库": "查过了",
    }  # fmt: skip
    assert all(s["at"] <= one.at for s in one.sources)
    assert "符合第 1 条：面积不超过 20 平方米" in [c.words for c in one.checks]
    granted = trail.history(number)[-2]
    assert (granted.data["instant"], granted.data["rules"]) == (True, one.rules)


def test_a_second_delivery_decides_nothing_again(county: County, now: datetime) -> None:
    number = worlds.file(county, now)
    settle(number, now)
    row = next(r for r in trail.history(number) if r.kind == "case.submitted")
    before = kinds(number)
    for reaction in WIRING[row.kind]:
        relay._react(row, reaction, now)
    Event.objects.filter(pk=row.id).update(due_at=now)
    drain(now + timedelta(minutes=1))
    assert kinds(number) == before
    assert Decision.objects.count() == 1


def test_the_register_is_asked_outside_of_any_transaction(
    county: County, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: list[bool] = []
    ask = FakeRegisters.ask

    def watched(self: FakeRegisters, query: Any, *, timeout: float) -> Any:
        blocks.append(connection.in_atomic_block)
        return ask(self, query, timeout=timeout)

    monkeypatch.setattr(FakeRegisters, "ask", watched)
    worlds.file(county, now)
    drain(now + timedelta(seconds=3))
    assert blocks == [False]
    with pytest.raises(OutsideTransaction):
        actions.decide(1, "x", now=now)


@pytest.mark.parametrize(
    ("answers", "how", "why"),
    [
        ({"lit": "true"}, "answers", "招牌有灯光，要由人来看"),
        ({"area": "21"}, "answers", "这种情况规则里没有写"),
        ({"ent_name": "别家面馆"}, "answers", "“企业名称”和企业库不一样"),
        ({}, "dead", "企业库没有答复"),
        ({}, "unknown", "企业库：没有查到"),
        ({}, "contradicts", "企业库：与登记不一致"),
    ],
)
def test_what_does_not_fit_waits_for_a_person_with_the_reasons(
    county: County, now: datetime, register: Callable[[str], FakeRegisters],
    answers: dict[str, str], how: str, why: str,
) -> None:  # fmt: skip
    register(how)
    number = worlds.file(county, now, **answers)
    case = settle(number, now)
    assert case.state == State.SUBMITTED
    [one] = queries.of_case(number)
    assert one.outcome is Outcome.PERSON
    assert why in [c.words for c in one.reasons]
    last = trail.history(number)[-1]
    assert last.kind == "case.instant_handed"
    assert why in [line["words"] for line in last.data["lines"]]
    cases.receive(county["clerk"], number, now=now + timedelta(minutes=5))


def test_who_is_not_known_face_to_face_is_looked_at_by_a_person(county: County, now: datetime) -> None:
    worlds.known(county, "firm", "2", now)
    number = worlds.file(county, now)
    assert settle(number, now).state == State.SUBMITTED
    assert "实名等级是“实名”，要到“实人”" in [c.words for c in queries.of_case(number)[0].reasons]


def test_whoever_broke_a_promise_is_looked_at_by_a_person(county: County, now: datetime) -> None:
    with transaction.atomic():
        parties.record_breach(county.parties["firm"].pk, "439926202611010000010", "健康证明", now=now)
    number = worlds.file(county, now)
    assert settle(number, now).state == State.SUBMITTED
    assert "有 1 条失信记录还没有修复" in [c.words for c in queries.of_case(number)[0].reasons]


def test_it_is_asked_back_once_and_approved_when_mended(county: County, now: datetime) -> None:
    number = worlds.file(county, now, sign_text="最好的面")
    case = settle(number, now)
    assert (case.state, case.corrections) == (State.CORRECTION, 1)
    notice = CaseDocument.objects.get(case=case, kind="correction_notice")
    assert [line["words"] for line in notice.data["lines"]] == ["表里的“招牌上的字”要改：不能写“最”"]
    firm, later = county["firm"], now + timedelta(minutes=5)
    cases.save(firm, number, {"sign_text": "好面"}, now=later)
    cases.supply(firm, number, now=later)
    drain(later)
    assert Case.objects.get(number=number).state == State.ISSUED


def test_a_machine_asks_back_only_once(county: County, now: datetime) -> None:
    number = worlds.file(county, now, sign_text="最好的面")
    settle(number, now)
    firm, later = county["firm"], now + timedelta(minutes=5)
    cases.save(firm, number, {"sign_text": "最最好"}, now=later)
    cases.supply(firm, number, now=later)
    drain(later)
    assert Case.objects.get(number=number).state == State.RECEIVED
    assert [one.outcome for one in queries.of_case(number)] == [Outcome.PERSON, Outcome.ASK_BACK]


def test_at_the_counter_the_machine_decides_at_once(county: County, now: datetime) -> None:
    number = worlds.file(county, now, channel="1", who="clerk")
    assert settle(number, now).state == State.ISSUED


def test_after_a_person_accepted_it_the_machine_takes_over_an_unsigned_round(
    county: County, now: datetime, register: Callable[[str], FakeRegisters]
) -> None:
    register("dead")
    number = worlds.file(county, now)
    settle(number, now)
    register("answers")
    later = now + timedelta(minutes=10)
    cases.receive(county["clerk"], number, now=later)
    cases.accept(county["clerk"], number, now=later)
    drain(later)
    case = Case.objects.get(number=number)
    assert (case.state, case.round, case.accepted_by) == (State.ISSUED, 2, "0101")
    assert list(Seat.objects.filter(case=case).values_list("round", "name", "is_open", "verdict")) == [
        (1, "办理", False, ""), (2, "秒批", False, "agree"),
    ]  # fmt: skip


def test_who_withdrew_meanwhile_is_not_decided_on(county: County, now: datetime) -> None:
    number = worlds.file(county, now)
    cases.withdraw(county["firm"], number, reason="不办了", now=now + timedelta(seconds=2))
    assert settle(number, now).state == State.WITHDRAWN
    assert Decision.objects.count() == 0


def test_the_switch_stops_it_at_once_and_on_record(county: County, now: datetime) -> None:
    with pytest.raises(SwitchReasonMissing):
        actions.switch(county["keeper"], worlds.SIGN, off=True, reason=" ", now=now)
    with pytest.raises(NotInstant):
        actions.switch(county["keeper"], counties.PLAIN, off=True, reason="停", now=now)
    waiting = worlds.file(county, now)
    actions.switch(county["keeper"], worlds.SIGN, off=True, reason="规则有误", now=now)
    assert settle(waiting, now).state == State.SUBMITTED
    assert queries.of_case(waiting)[0].reasons[0].words == "这个事项的秒批停了：规则有误"
    actions.switch(county["admin"], worlds.SIGN, off=False, reason="改好了", now=now)
    assert settle(worlds.file(county, now), now).state == State.ISSUED
    told = [r for r in trail.history(f"item:{worlds.SIGN}") if r.kind == "item.instant_switched"]
    assert [(r.data["off"], r.data["reason"]) for r in told] == [(True, "规则有误"), (False, "改好了")]


def test_nothing_else_changes_for_items_without_rules(county: County, now: datetime) -> None:
    opened = cases.open_draft(
        county["li"], counties.PLAIN, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    )
    cases.submit(county["li"], opened.number, now=now)
    assert settle(opened.number, now).state == State.SUBMITTED
    assert "instant" not in trail.history(opened.number)[-1].data
    with pytest.raises(NotHere):
        cases.grant(county["director"], opened.number, now=now)
