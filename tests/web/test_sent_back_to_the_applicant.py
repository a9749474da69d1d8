"""退回 to the applicant is in the list of 退回, leads to the one notice; nothing is done on the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests import bundle_world, notice_world
from tests.web import staffkit
from yimen.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def _back(hall: staffkit.Hall, who: str, number: str, **more: str) -> Any:
    here = f"/review/cases/{number}/"
    page = hall.get(who, here)
    assert page.status_code == 200
    sent = {"act": "send_back", "back_to": "applicant", "back_why": "other", "back_text": "面积没写清"}
    return hall.post(who, f"{here}act/", {**staffkit.hidden(page), **sent, **more})


def test_it_opens_the_notice_with_why_and_sends_nothing_by_itself(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    assert "申请人：用一次告知补正" in hall.get("officer", f"/review/cases/{number}/").content.decode()
    rev = Case.objects.get(number=number).rev
    answer = _back(hall, "officer", number)
    shown = answer.content.decode()
    assert answer.status_code == 200 and "一次写全" in shown
    assert '<details class="act" open>' in shown and "其他：面积没写清" in shown
    case = Case.objects.get(number=number)
    assert (case.rev, case.state, case.round) == (rev, "reviewing", 1)
    told = {"act": "ask_correction", "fix_reason": "其他：面积没写清", "why-M-PLAN": "没有标面积"}
    sent = hall.post("officer", f"/review/cases/{number}/act/", {**staffkit.hidden(answer), **told})
    assert sent.status_code == 302 and Case.objects.get(number=number).state == "supplement"


def test_of_a_member_it_leads_to_its_part_of_the_common_notice(hall: staffkit.Hall) -> None:
    bundle_world.publish(hall.county)
    number = notice_world.accepted(hall.county)
    food = notice_world.member(number, bundle_world.FOOD).number
    shown = _back(hall, "health", food).content.decode()
    assert "申请人：记进各部门的一次告知" in shown and "申请人：用一次告知补正" not in shown
    assert 'id="gaps"' in shown and '<details class="act" open><summary>记要补的' in shown
    assert Case.objects.get(number=food).state == "reviewing"


def test_who_may_not_tell_the_applicant_is_not_led_there(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    answer = _back(hall, "head", number)
    assert answer.status_code in {403, 409, 422} and Case.objects.get(number=number).round == 1
