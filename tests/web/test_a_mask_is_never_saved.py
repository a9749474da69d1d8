"""A text that stands masked in a box and is sent back unchanged stays whole: a mask never overwrites."""

from __future__ import annotations

import re

import pytest

from tests.web import staffkit
from yimen.cases.models import CaseDocument, CaseMaterial

pytestmark = [pytest.mark.django_db(transaction=True)]
PHONE = "19955556666"
NOTE = f"图上没有电话 {PHONE} 那家的签字"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def _decide(hall: staffkit.Hall, number: str, data: dict[str, str]) -> int:
    page = f"/desk/cases/{number}/"
    return hall.form("clerk", f"{page}decide/", data, page=page).status_code


def _in_the_box(hall: staffkit.Hall, number: str) -> str:
    page = hall.get("clerk", f"/desk/cases/{number}/").content.decode()
    found = re.search(r'name="why-M-PLAN"[^>]*value="([^"]*)"', page)
    assert found and PHONE not in page
    return found.group(1)


def _note(number: str) -> str:
    return CaseMaterial.objects.get(case__number=number, code="M-PLAN").note


def test_findings_saved_twice_keep_the_number_in_their_words(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    _decide(hall, number, {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": NOTE})
    shown = _in_the_box(hall, number)
    assert "199****6666" in shown
    assert _decide(hall, number, {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": shown}) == 302
    assert _note(number) == NOTE
    _decide(hall, number, {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": "改了"})
    assert _note(number) == "改了"


def test_the_notice_for_the_applicant_says_the_number_whole(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    _decide(hall, number, {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": NOTE})
    data = {"do": "decide", "outcome": "ask_correction", "m-M-PLAN": "bad"}
    assert _decide(hall, number, {**data, "why-M-PLAN": _in_the_box(hall, number)}) == 302
    lines = CaseDocument.objects.get(case__number=number, kind="correction_notice").data["lines"]
    assert _note(number) == NOTE and NOTE in str(lines)


def test_words_added_around_the_mask_are_kept_with_the_number_whole(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    _decide(hall, number, {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": NOTE})
    more = {"do": "check", "m-M-PLAN": "bad", "why-M-PLAN": _in_the_box(hall, number) + "，还缺章"}
    _decide(hall, number, more)
    assert _note(number) == NOTE + "，还缺章"
