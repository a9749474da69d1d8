"""受理意见: four outcomes, each with its paper; reasons; stale pages; two clerks at once; double presses."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import staffkit
from yimen.cases.models import Case, CaseDocument

pytestmark = [pytest.mark.django_db(transaction=True)]
GOOD = {"m-M-PLAN": "ok", "m-M-RULES": "ok"}


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def _decide(hall: staffkit.Hall, number: str, data: dict[str, str]) -> object:
    page = f"/desk/cases/{number}/"
    return hall.form("clerk", f"{page}decide/", {"do": "decide", **data}, page=page)


@pytest.mark.parametrize("start", ["submitted", "received"])
@pytest.mark.parametrize(
    ("data", "state", "paper"),
    [
        ({"outcome": "accept", **GOOD}, "reviewing", "受理通知书"),
        ({"outcome": "accept"}, "reviewing", "受理通知书"),
        (
            {"outcome": "ask_correction", "m-M-PLAN": "bad", "why-M-PLAN": "没有标注操作间"},
            "correction",
            "一次性补正告知书",
        ),
        ({"outcome": "not_accept", "reason": "不属于本机关职权"}, "not_accepted", "不予受理通知书"),
        ({"outcome": "not_required", "reason": "小摊点备案即可"}, "not_required", "不用办告知书"),
    ],
)
def test_each_outcome_leaves_its_paper(
    hall: staffkit.Hall, start: str, data: dict[str, str], state: str, paper: str
) -> None:
    number = hall.walk(start)
    gone = _decide(hall, number, data)
    assert gone.url == f"/desk/cases/{number}/"
    case = staffkit.case(number)
    assert case.state == state and case.received_at is not None
    after = hall.get("clerk", gone.url).content.decode()
    last = CaseDocument.objects.filter(case=case).order_by("-id").first()
    assert f"/desk/cases/{number}/papers/{last.number}/" in after
    printed = hall.get("clerk", f"/desk/cases/{number}/papers/{last.number}/").content.decode()
    assert paper in printed and number in printed
    assert data.get("reason", "") in printed and data.get("why-M-PLAN", "") in printed


def test_an_adverse_paper_names_the_remedies(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    _decide(hall, number, {"outcome": "not_accept", "reason": "不属于本机关职权"})
    last = CaseDocument.objects.filter(case__number=number).order_by("-id").first()
    printed = hall.get("clerk", f"/desk/cases/{number}/papers/{last.number}/").content.decode()
    assert "60 日" in printed and "6 个月" in printed


@pytest.mark.parametrize(
    ("data", "anchor"),
    [
        ({}, "f-outcome"),
        ({"outcome": "grant"}, "f-outcome"),
        ({"outcome": "not_accept"}, "f-reason"),
        ({"outcome": "not_accept", "reason": "  "}, "f-reason"),
        ({"outcome": "not_required", "reason": "长" * 10_000}, "f-reason"),
        ({"outcome": "accept", "m-M-PLAN": "bad"}, "f-why-M-PLAN"),
        ({"outcome": "accept", "m-M-PLAN": "bad", "why-M-PLAN": "长" * 300}, "f-why-M-PLAN"),
        ({"outcome": "accept", "m-M-PLAN": "bad", "why-M-PLAN": "没盖章"}, "f-outcome"),
        ({"outcome": "ask_correction"}, "f-outcome"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(hall: staffkit.Hall, data: dict[str, str], anchor: str) -> None:
    number = hall.walk("received")
    answer = _decide(hall, number, data)
    assert answer.status_code == 422
    assert [one for one, _ in answer.context["errors"]] == [anchor]
    assert staffkit.case(number).state == "received"
    assert data.get("reason", "").strip()[:20] in answer.content.decode()


def test_a_material_code_of_no_line_is_passed_over(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    _decide(hall, number, {"outcome": "accept", "m-NO-SUCH": "bad", "why-NO-SUCH": "x"})
    assert staffkit.case(number).state == "reviewing"


def test_findings_are_kept_without_a_decision(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    gone = _decide(hall, number, {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": "没盖章"})
    assert gone.status_code == 302
    page = hall.get("clerk", gone.url).content.decode()
    assert "没盖章" in page and "齐 2 份，不符合 1 份" in page
    assert staffkit.case(number).state == "received"


def test_receiving_alone_hands_out_the_receipt(hall: staffkit.Hall) -> None:
    number = hall.walk("submitted")
    page = f"/desk/cases/{number}/"
    hall.form("clerk", f"{page}receive/", {}, page=page)
    assert staffkit.case(number).state == "received"
    assert CaseDocument.objects.get(case__number=number).kind == "receipt"


def test_a_second_notice_wants_its_own_reason(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    bad = {"outcome": "ask_correction", "m-M-PLAN": "bad", "why-M-PLAN": "没标面积"}
    _decide(hall, number, bad)
    page = f"/desk/cases/{number}/"
    hall.form("clerk", f"{page}supply/", {"paper-M-PLAN": "1", "do": "supply"}, page=page)
    answer = _decide(hall, number, bad)
    assert answer.status_code == 422
    assert [one for one, _ in answer.context["errors"]] == ["f-again"]
    _decide(hall, number, {**bad, "again": "新交的图缺一页"})
    assert staffkit.case(number).state == "correction"


@pytest.mark.parametrize("start", ["submitted", "received"])
def test_of_two_clerks_one_wins_and_the_other_reads_why(hall: staffkit.Hall, start: str) -> None:
    number = hall.walk(start)
    page = f"/desk/cases/{number}/"
    mine, theirs = hall.get("clerk", page), hall.get("clerk2", page)
    data = {"do": "decide", "outcome": "accept", **GOOD}
    assert hall.post("clerk", f"{page}decide/", {**staffkit.hidden(mine), **data}).status_code == 302
    late = hall.post("clerk2", f"{page}decide/", {**staffkit.hidden(theirs), **data})
    assert late.status_code == 409
    words = late.content.decode()
    assert "有变化" in words and "已受理" in words and f'href="{page}"' in words
    assert staffkit.case(number).accepted_by == "0101"


@pytest.mark.parametrize("start", ["submitted", "received"])
@pytest.mark.parametrize("outcome", ["accept", "ask_correction", "not_accept", "not_required"])
def test_a_double_press_is_one_decision(hall: staffkit.Hall, start: str, outcome: str) -> None:
    number = hall.walk(start)
    page = f"/desk/cases/{number}/"
    data = {**staffkit.hidden(hall.get("clerk", page)), "do": "decide", "outcome": outcome, "reason": "理由"}
    if outcome == "ask_correction":
        data |= {"m-M-PLAN": "bad", "why-M-PLAN": "没标面积"}
    first = hall.post("clerk", f"{page}decide/", data)
    papers = CaseDocument.objects.filter(case__number=number).count()
    second = hall.post("clerk", f"{page}decide/", data)
    assert first.status_code == second.status_code == 302
    assert CaseDocument.objects.filter(case__number=number).count() == papers == 2


def test_going_back_and_deciding_otherwise_is_stale(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    page = f"/desk/cases/{number}/"
    data = {**staffkit.hidden(hall.get("clerk", page)), "do": "decide"}
    hall.post("clerk", f"{page}decide/", {**data, "outcome": "accept"})
    late = hall.post("clerk", f"{page}decide/", {**data, "outcome": "not_accept", "reason": "改主意"})
    assert late.status_code == 409
    assert staffkit.case(number).state == "reviewing"


@pytest.mark.parametrize("rev", ["", "x", "-1", "9" * 40, "١٢"])
def test_a_page_without_a_right_revision_is_out_of_date(hall: staffkit.Hall, rev: str) -> None:
    number = hall.walk("received")
    answer = hall.post("clerk", f"/desk/cases/{number}/decide/", {"outcome": "accept", "rev": rev})
    assert answer.status_code == 409
    assert staffkit.case(number).state == "received"


def test_a_scan_is_added_to_a_received_case(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    page = f"/desk/cases/{number}/materials/"
    scan = SimpleUploadedFile("制度.png", staffkit.PNG, "image/png")
    assert hall.form("clerk", page, {"file-M-RULES": scan}, page=page).url == f"/desk/cases/{number}/"
    assert staffkit.case(number).materials.get(code="M-RULES").files.count() == 1


def test_materials_of_a_decided_case_are_closed(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    page = f"/desk/cases/{number}/materials/"
    assert hall.get("clerk", page).url == f"/desk/cases/{number}/"
    hall.post("clerk", page, {"paper-M-PLAN": "1"})
    assert Case.objects.get(number=number).state == "reviewing"
