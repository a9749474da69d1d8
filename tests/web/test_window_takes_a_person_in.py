"""A person at the counter: found or registered, item chosen, form filled, papers taken and received."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import county as counties
from tests.web import staffkit
from yimen.cases.models import Case, CaseDocument
from yimen.parties.models import Party

pytestmark = [pytest.mark.django_db(transaction=True)]
NEW_ID = counties.id_number("19770707", 77)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


@pytest.fixture
def draft(hall: staffkit.Hall) -> str:
    """A draft of 李敏 for the licence, opened at the counter."""
    party = hall.meets()
    gone = hall.form("clerk", f"/desk/new/{party}/", {"item": counties.LICENCE}, page=f"/desk/new/{party}/")
    found = re.fullmatch(r"/desk/new/(\w+)/form/", gone.url)
    assert found is not None
    return found[1]


def _fill(hall: staffkit.Hall, number: str, **more: str) -> object:
    path = f"/desk/new/{number}/form/"
    data = {"a-shop_name": "青石面馆", "a-area": "120", "asked": "shop_name area", **more}
    return hall.form("clerk", path, data, page=path)


def _send(hall: staffkit.Hall, number: str, data: dict[str, object]) -> object:
    path = f"/desk/new/{number}/materials/"
    return hall.form("clerk", path, data, page=path)


def test_from_the_first_word_to_the_receipt(hall: staffkit.Hall) -> None:
    found = hall.post("clerk", "/desk/new/", {"q": hall.county.parties["li"].phone})
    party = hall.county.parties["li"].pk
    assert found.url == f"/desk/new/{party}/"
    chosen = hall.get("clerk", f"/desk/new/{party}/?q=食品经营")
    assert counties.LICENCE in chosen.content.decode()
    opened = hall.post("clerk", found.url, {"item": counties.LICENCE, "once": "o" * 20})
    number = opened.url.split("/")[3]
    assert _fill(hall, number).url == f"/desk/new/{number}/materials/"
    sent = _send(hall, number, {"paper-M-PLAN": "1", "paper-M-RULES": "1", "do": "submit"})
    assert sent.url == f"/desk/cases/{number}/"
    case = staffkit.case(number)
    assert (case.state, case.channel, case.party_id) == ("received", "1", party)
    page = hall.get("clerk", sent.url).content.decode()
    receipt = CaseDocument.objects.get(case=case, kind="receipt").number
    assert receipt in page
    paper = hall.get("clerk", f"/desk/cases/{number}/papers/{receipt}/").content.decode()
    assert "收件凭证" in paper and case.query_code in paper and "平面布局图" in paper


def test_nobody_on_file_is_registered_and_goes_on(hall: staffkit.Hall) -> None:
    asked = hall.post("clerk", "/desk/new/", {"q": NEW_ID})
    assert "没有登记过" in asked.content.decode()
    data = {"kind": "person", "name": "𠮷田禾", "number": NEW_ID, "phone": "13800001111", "once": "r" * 20}
    gone = hall.post("clerk", "/desk/new/register/", data)
    made = Party.objects.get(id_number=NEW_ID)
    assert gone.url == f"/desk/new/{made.pk}/"
    again = hall.post("clerk", "/desk/new/register/", {**data, "once": "s" * 20})
    assert again.url == gone.url
    assert Party.objects.filter(id_number=NEW_ID).count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "animal"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "长" * 10_000}, "name"),
        ({"number": "439926197707070771"[:17] + "0"}, "number"),
        ({"number": ""}, "number"),
        ({"phone": "1380000"}, "phone"),
        ({"number": "", "kind": "enterprise"}, "number"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field(hall: staffkit.Hall, change: dict[str, str], field: str) -> None:
    data = {"kind": "person", "name": "田禾", "number": NEW_ID, "phone": "13800001111", **change}
    answer = hall.post("clerk", "/desk/new/register/", data)
    assert answer.status_code == 422
    assert [anchor for anchor, _ in answer.context["errors"]] == [f"f-{field}"]


def test_a_number_of_somebody_else_is_not_taken_over(hall: staffkit.Hall) -> None:
    data = {"kind": "person", "name": "别人", "number": hall.county.parties["li"].id_number}
    answer = hall.post("clerk", "/desk/new/register/", data)
    assert answer.status_code == 422
    assert "李" not in answer.context["err"]["number"]


def test_an_empty_search_says_what_to_write(hall: staffkit.Hall) -> None:
    assert hall.post("clerk", "/desk/new/", {"q": " "}).status_code == 422


def test_an_item_for_firms_is_refused_for_a_person(hall: staffkit.Hall) -> None:
    party = hall.meets()
    answer = hall.post("clerk", f"/desk/new/{party}/", {"item": counties.JOINT})
    assert answer.status_code == 422
    assert "只给企业和单位办" in answer.content.decode()


@pytest.mark.parametrize("item", ["", "nonsense", counties.LICENCE[:-1]])
def test_an_unknown_item_opens_nothing(hall: staffkit.Hall, item: str) -> None:
    party = hall.meets()
    assert hall.post("clerk", f"/desk/new/{party}/", {"item": item}).status_code == 409
    assert not Case.objects.exists()


def test_a_second_application_of_the_same_item_is_pointed_out(hall: staffkit.Hall) -> None:
    first = hall.walk("submitted")
    party = hall.meets()
    gone = hall.post("clerk", f"/desk/new/{party}/", {"item": counties.LICENCE, "once": "o" * 20})
    assert first in hall.get("clerk", gone.url).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"a-shop_name": ""}, "请填写店名"),
        ({"a-area": "很大"}, "使用面积"),
        ({"a-area": "0"}, "使用面积"),
        ({"a-shop_name": "店" * 10_000}, "店名"),
        ({"contact": "12345"}, "手机号"),
    ],
)
def test_a_wrong_answer_stays_in_the_form_with_its_error(
    hall: staffkit.Hall, draft: str, data: dict[str, str], words: str
) -> None:
    answer = _fill(hall, draft, **data)
    assert answer.status_code == 422
    assert words in answer.context["errors"][0][1]
    assert staffkit.case(draft).answers == {}


def test_a_condition_brings_its_material(hall: staffkit.Hall, draft: str) -> None:
    _fill(hall, draft, **{"a-area": "400"})
    page = hall.get("clerk", f"/desk/new/{draft}/materials/").content.decode()
    assert "消防安全检查合格证" in page
    _fill(hall, draft)
    assert "消防安全检查合格证" not in hall.get("clerk", f"/desk/new/{draft}/materials/").content.decode()


def test_what_is_missing_is_said_and_what_came_is_kept(hall: staffkit.Hall, draft: str) -> None:
    _fill(hall, draft)
    answer = _send(hall, draft, {"paper-M-PLAN": "1", "do": "submit"})
    assert answer.status_code == 422
    assert "食品安全制度" in answer.context["err"]["materials"]
    assert staffkit.case(draft).materials.get(code="M-PLAN").get_type == "1"


def test_without_the_form_nothing_is_submitted(hall: staffkit.Hall, draft: str) -> None:
    answer = _send(hall, draft, {"paper-M-PLAN": "1", "paper-M-RULES": "1", "do": "submit"})
    assert answer.status_code == 422
    assert staffkit.case(draft).state == "draft"


def test_a_scan_is_kept_and_taken_back(hall: staffkit.Hall, draft: str) -> None:
    scan = SimpleUploadedFile("平面图.png", staffkit.PNG, "image/png")
    assert _send(hall, draft, {"file-M-PLAN": scan, "do": "keep"}).status_code == 302
    line = staffkit.case(draft).materials.get(code="M-PLAN")
    assert (line.status, line.get_type, line.files.count()) == ("given", "3", 1)
    _send(hall, draft, {f"remove-{line.files.get().pk}": "1"})
    line.refresh_from_db()
    assert line.status == "missing"


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00" + b"\0" * 200, b"", b"just words"], ids=["exe", "empty", "text"]
)
def test_a_file_that_is_not_taken_says_why(hall: staffkit.Hall, draft: str, content: bytes) -> None:
    wrong = SimpleUploadedFile("材料.pdf", content, "application/pdf")
    answer = _send(hall, draft, {"file-M-PLAN": wrong, "paper-M-RULES": "1", "do": "keep"})
    assert answer.status_code == 422
    assert answer.context["errors"][0][0] == "f-file-M-PLAN"
    assert staffkit.case(draft).materials.get(code="M-RULES").status == "given"


def test_a_double_press_makes_one_case_and_one_receipt(hall: staffkit.Hall, draft: str) -> None:
    _fill(hall, draft)
    path = f"/desk/new/{draft}/materials/"
    fields = {**staffkit.hidden(hall.get("clerk", path)), "do": "submit"}
    fields |= {"paper-M-PLAN": "1", "paper-M-RULES": "1"}
    first, second = hall.post("clerk", path, fields), hall.post("clerk", path, fields)
    assert first.url == second.url == f"/desk/cases/{draft}/"
    assert CaseDocument.objects.filter(case__number=draft, kind="receipt").count() == 1


def test_a_draft_opened_twice_by_a_double_press_is_one(hall: staffkit.Hall) -> None:
    party = hall.meets()
    data = {"item": counties.LICENCE, "once": "o" * 20}
    urls = {hall.post("clerk", f"/desk/new/{party}/", data).url for _ in range(2)}
    assert len(urls) == 1 and Case.objects.count() == 1


def test_taking_the_papers_first_keeps_the_reason_that_was_typed(hall: staffkit.Hall, draft: str) -> None:
    """Somebody who has an open application for the same comes again: the clerk writes why, then scans on."""
    first, why = draft, "第二家店，地址不同"
    _fill(hall, first)
    assert _send(hall, first, {"paper-M-PLAN": "1", "paper-M-RULES": "1", "do": "submit"}).status_code == 302
    party = hall.county.parties["li"].pk
    opened = hall.post("clerk", f"/desk/new/{party}/", {"item": counties.LICENCE, "once": "p" * 20})
    number = opened.url.split("/")[3]
    _fill(hall, number)
    kept = _send(hall, number, {"paper-M-PLAN": "1", "again": why, "do": "keep"})
    page = kept.content.decode()
    assert kept.status_code == 200
    assert why in page and "材料已收下" in page
    sent = _send(hall, number, {"paper-M-RULES": "1", "again": why, "do": "submit"})
    assert sent.url == f"/desk/cases/{number}/"
    assert staffkit.case(number).state == "received"
