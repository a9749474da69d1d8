"""The panel of an approver: opinions, decisions, returns, corrections, procedures; mistakes told there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from tests import county as counties
from tests.web import staffkit
from yimen.cases.models import CaseDocument, Pause, Seat
from yimen.catalogue import actions as catalogue
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def _act(hall: staffkit.Hall, who: str, number: str, act: str, data: dict[str, str]) -> object:
    page = f"/review/cases/{number}/"
    return hall.form(who, f"{page}act/", {"act": act, **data}, page=page)


def test_a_case_goes_through_three_signatures(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    assert _act(hall, "officer", number, "sign", {"outcome": "agree", "phrase": "visited"}).status_code == 302
    said = {"outcome": "disagree", "text": "面积有疑问"}
    assert _act(hall, "head", number, "sign", said).status_code == 302
    page = hall.get("director", f"/review/cases/{number}/").content.decode()
    assert "已现场核查" in page and "面积有疑问" in page
    grant = {"outcome": "grant", "result_number": "云食许 12 号", "result_from": "2026-11-16"}
    gone = _act(hall, "director", number, "decide", {**grant, "result_to": "2031-11-15"})
    assert gone.url == f"/review/cases/{number}/"
    case = staffkit.case(number)
    assert (case.state, case.result_number) == ("granted", "云食许 12 号")
    paper = CaseDocument.objects.get(case=case, kind="approval").number
    printed = hall.get("director", f"/review/cases/{number}/papers/{paper}/").content.decode()
    assert "准予决定书" in printed and "云食许 12 号" in printed


def test_refusal_carries_its_reason_and_the_remedies(hall: staffkit.Hall) -> None:
    number = hall.walk("opinion2")
    _act(hall, "director", number, "decide", {"outcome": "refuse", "text": "操作间面积不足"})
    assert staffkit.case(number).state == "refused"
    paper = CaseDocument.objects.get(case__number=number, kind="refusal").number
    printed = hall.get("director", f"/review/cases/{number}/papers/{paper}/").content.decode()
    assert "操作间面积不足" in printed and "60 日" in printed


_GRANT = {"outcome": "grant", "result_number": "云食许 1 号", "result_from": "2026-11-16"}
_PAUSE = {"pause_kind": "site_visit", "planned_end": "2026-11-20", "pause_reason": "看现场"}
_BACK = {"back_to": "1", "back_why": "visit", "back_text": ""}


@pytest.mark.parametrize(
    ("who", "until", "act", "data", "anchor"),
    [
        ("officer", "accepted", "sign", {}, "f-outcome"),
        ("officer", "accepted", "sign", {"outcome": "grant"}, "f-outcome"),
        ("officer", "accepted", "sign", {"outcome": "disagree"}, "f-text"),
        ("officer", "accepted", "sign", {"outcome": "agree", "text": "长" * 1001}, "f-text"),
        ("director", "opinion2", "decide", {}, "f-outcome"),
        ("director", "opinion2", "decide", {"outcome": "forward", "text": "转市局"}, "f-outcome"),
        ("director", "opinion2", "decide", {"outcome": "refuse"}, "f-text"),
        ("director", "opinion2", "decide", {"outcome": "grant"}, "f-result_number"),
        ("director", "opinion2", "decide", {**_GRANT, "result_number": "号" * 200}, "f-result_number"),
        ("director", "opinion2", "decide", {**_GRANT, "result_to": "2025-01-01"}, "f-result_to"),
        ("director", "opinion2", "decide", {**_GRANT, "result_to": "明年"}, "f-result_to"),
        ("director", "opinion2", "send_back", {**_BACK, "back_to": ""}, "f-back_to"),
        ("director", "opinion2", "send_back", {**_BACK, "back_to": "2"}, "f-back_to"),
        ("director", "opinion2", "send_back", {**_BACK, "back_why": ""}, "f-back_why"),
        ("director", "opinion2", "send_back", {**_BACK, "back_why": "other"}, "f-back_text"),
        ("officer", "accepted", "assign", {"staff": ""}, "f-staff"),
        ("officer", "accepted", "assign", {"staff": "0201"}, "f-staff"),
        ("officer", "accepted", "assign", {"staff": "0301"}, "f-staff"),
        ("officer", "accepted", "ask_correction", {"fix_reason": "不清"}, "f-fix_reason"),
        ("officer", "accepted", "ask_correction", {"why-M-PLAN": "不清"}, "f-fix_reason"),
        ("officer", "accepted", "pause", {**_PAUSE, "pause_kind": "publicity"}, "f-pause_kind"),
        ("officer", "accepted", "pause", {**_PAUSE, "planned_end": ""}, "f-planned_end"),
        ("officer", "accepted", "pause", {**_PAUSE, "planned_end": "2026-11-15"}, "f-planned_end"),
        ("officer", "accepted", "pause", {**_PAUSE, "pause_reason": " "}, "f-pause_reason"),
        ("director", "opinion2", "extend", {"days": "11", "extend_reason": "复杂"}, "f-days"),
        ("director", "opinion2", "extend", {"days": "0", "extend_reason": "复杂"}, "f-days"),
        ("director", "opinion2", "extend", {"days": "两天", "extend_reason": "复杂"}, "f-days"),
        ("director", "opinion2", "extend", {"days": "3"}, "f-extend_reason"),
        ("director", "opinion2", "terminate", {"end_reason": ""}, "f-end_reason"),
    ],
)
def test_what_is_wrong_is_said_in_the_form(
    hall: staffkit.Hall, who: str, until: str, act: str, data: dict[str, str], anchor: str
) -> None:
    number = hall.walk(until)
    before = staffkit.case(number).rev
    answer = _act(hall, who, number, act, data)
    assert answer.status_code == 422
    assert [one for one, _ in answer.context["errors"]] == [anchor]
    assert f'id="{anchor}' in answer.content.decode()
    assert staffkit.case(number).rev == before


def test_a_return_opens_a_new_round_and_keeps_the_old(hall: staffkit.Hall) -> None:
    number = hall.walk("opinion2")
    _act(hall, "director", number, "send_back", {"back_to": "0", "back_why": "visit", "back_text": "量面积"})
    case = staffkit.case(number)
    assert case.round == 2 and Seat.objects.get(case=case, is_open=True).name == "承办"
    page = hall.get("officer", f"/review/cases/{number}/").content.decode()
    assert "第 1 轮" in page and "第 2 轮" in page and "需要补充核查或踏勘：量面积" in page


def test_a_case_given_to_a_colleague_is_theirs_alone(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    assert _act(hall, "officer", number, "assign", {"staff": "0204"}).url == "/review/"
    assert hall.get("officer", "/review/").context["rows"] == []
    assert [r.number for r in hall.get("officer2", "/review/?only=mine").context["rows"]] == [number]
    page = hall.get("officer", f"/review/cases/{number}/")
    assert page.context["main"] == "" and page.context["others"] == ["convene", "copy_to"]


def test_a_correction_names_each_material(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    data = {"why-M-PLAN": "缺操作间", "why-M-RULES": "没盖章", "fix_reason": "材料不清"}
    _act(hall, "officer", number, "ask_correction", data)
    assert staffkit.case(number).state == "supplement"
    paper = CaseDocument.objects.get(case__number=number, kind="correction_notice").number
    printed = hall.get("officer", f"/review/cases/{number}/papers/{paper}/").content.decode()
    assert "平面布局图要重交：缺操作间" in printed and "食品安全制度要重交：没盖章" in printed


def test_a_procedure_stops_the_clock_and_lets_it_go_on(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    _act(hall, "officer", number, "pause", _PAUSE)
    assert staffkit.case(number).state == "suspended"
    page = hall.get("officer", f"/review/cases/{number}/")
    assert page.context["main"] == "resume" and "现场踏勘" in page.content.decode()
    _act(hall, "officer", number, "resume", {"pause_result": "面积相符"})
    assert staffkit.case(number).state == "reviewing"
    assert Pause.objects.get(case__number=number).result == "面积相符"


def test_one_extension_and_no_second(hall: staffkit.Hall) -> None:
    number = hall.walk("opinion2")
    _act(hall, "director", number, "extend", {"days": "5", "extend_reason": "案情复杂"})
    assert staffkit.case(number).extension_days == 5
    again = _act(hall, "director", number, "extend", {"days": "5", "extend_reason": "还是复杂"})
    assert again.status_code == 409 and "只能延长一次" in again.content.decode()


def test_termination_ends_the_case(hall: staffkit.Hall) -> None:
    number = hall.walk("opinion2")
    _act(hall, "director", number, "terminate", {"end_reason": "申请人已注销"})
    assert staffkit.case(number).state == "terminated"


def test_an_item_that_goes_up_can_be_forwarded(hall: staffkit.Hall) -> None:
    upward = replace(counties.specs()[0], forward_to="市市场监管局")
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM,
            [upward],
            effective_from=date(2026, 2, 1),
            document="云审发〔2026〕2号",
            now=staffkit.FILED,
        )
    number = hall.walk("opinion2")
    assert "由市市场监管局决定" in hall.get("director", f"/review/cases/{number}/").content.decode()
    _act(hall, "director", number, "decide", {"outcome": "forward", "text": "初审合格，请市局决定"})
    assert staffkit.case(number).state == "forwarded"


def test_two_at_once_and_the_other_reads_why(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    page = f"/review/cases/{number}/"
    mine, theirs = hall.get("officer", page), hall.get("officer2", page)
    data = {"act": "sign", "outcome": "agree"}
    assert hall.post("officer", f"{page}act/", {**staffkit.hidden(mine), **data}).status_code == 302
    late = hall.post("officer2", f"{page}act/", {**staffkit.hidden(theirs), **data})
    assert late.status_code == 409
    assert "签了意见" in late.content.decode() and f'href="{page}"' in late.content.decode()


@pytest.mark.parametrize(
    ("who", "until", "data"),
    [
        ("officer", "accepted", {"act": "sign", "outcome": "agree"}),
        ("director", "opinion2", {"act": "decide", **_GRANT}),
        ("director", "opinion2", {"act": "send_back", **_BACK}),
        ("officer", "accepted", {"act": "pause", **_PAUSE}),
        ("officer", "accepted", {"act": "assign", "staff": "0204"}),
    ],
)
def test_a_double_press_is_one_act(hall: staffkit.Hall, who: str, until: str, data: dict[str, str]) -> None:
    number = hall.walk(until)
    page = f"/review/cases/{number}/"
    fields = {**staffkit.hidden(hall.get(who, page)), **data}
    first = hall.post(who, f"{page}act/", fields)
    rev = staffkit.case(number).rev
    second = hall.post(who, f"{page}act/", fields)
    assert first.status_code == second.status_code == 302
    assert staffkit.case(number).rev == rev


def test_garbage_on_an_old_page_is_only_stale(hall: staffkit.Hall) -> None:
    number = hall.walk("opinion2")
    data = {"act": "send_back", "back_to": "²", "rev": "1", "once": "x" * 20}
    assert hall.post("director", f"/review/cases/{number}/act/", data).status_code == 409
    assert hall.post("director", f"/review/cases/{number}/act/", {"act": "void"}).status_code == 302
    assert staffkit.case(number).state == "reviewing"


def test_who_accepted_does_not_decide(hall: staffkit.Hall) -> None:
    number = hall.walk("opinion2")
    case = staffkit.case(number)
    case.accepted_by = "0203"
    case.save()
    assert hall.get("director", f"/review/cases/{number}/").context["main"] == ""
    answer = _act(hall, "director", number, "terminate", {"end_reason": "x"})
    assert answer.status_code == 403 and "受审分离" in answer.content.decode()


def test_an_instant_item_is_granted_without_a_number(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted", item=counties.INSTANT)
    _act(hall, "officer", number, "decide", {"outcome": "grant"})
    assert staffkit.case(number).state == "granted"
