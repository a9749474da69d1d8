"""一次告知 that names fields of the form: half rows, wrong outcomes, and the change made at the counter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web import staffkit
from yimen.cases import actions
from yimen.cases.models import CaseDocument

pytestmark = [pytest.mark.django_db(transaction=True)]
WRONG = "和执照不一致"
ROW = {"fix_field_1": "shop_name", "fix_what_1": WRONG}


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


@pytest.fixture
def waiting(hall: staffkit.Hall) -> str:
    """A case that waits for another shop name."""
    number = hall.walk("received")
    actions.ask_correction(
        hall.county["clerk"], number, reason="表填错了", fields={"shop_name": WRONG}, now=staffkit.FILED
    )
    return number


def _send(hall: staffkit.Hall, number: str, verb: str, data: dict[str, str]) -> Any:
    page = f"/desk/cases/{number}/"
    return hall.form("clerk", f"{page}{verb}/", data, page=page)


@pytest.mark.parametrize("start", ["submitted", "received"])
def test_a_field_alone_is_reason_enough_and_is_printed(hall: staffkit.Hall, start: str) -> None:
    number = hall.walk(start)
    assert (
        _send(hall, number, "decide", {"do": "decide", "outcome": "ask_correction", **ROW}).status_code == 302
    )
    assert staffkit.case(number).state == "correction"
    paper = CaseDocument.objects.get(case__number=number, kind="correction_notice").number
    assert WRONG in hall.get("clerk", f"/desk/cases/{number}/papers/{paper}/").content.decode()


def test_fields_and_materials_stand_in_one_notice(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    data = {"m-M-PLAN": "bad", "why-M-PLAN": "没标面积", "fix_field_3": "area", "fix_what_3": "和图不符"}
    _send(hall, number, "decide", {"do": "decide", "outcome": "ask_correction", **ROW, **data})
    lines = CaseDocument.objects.get(case__number=number, kind="correction_notice").data["lines"]
    assert [(one["code"], one.get("field", "")) for one in lines] == [
        ("", "shop_name"),
        ("", "area"),
        ("M-PLAN", ""),
    ]


@pytest.mark.parametrize(
    ("data", "anchor"),
    [
        ({"outcome": "ask_correction", "fix_field_1": "shop_name"}, "f-fix_what_1"),
        ({"outcome": "ask_correction", "fix_field_2": "shop_name", "fix_what_2": "  "}, "f-fix_what_2"),
        ({"outcome": "ask_correction", "fix_what_3": WRONG}, "f-fix_field_3"),
        ({"outcome": "ask_correction", "fix_field_1": "no_such", "fix_what_1": WRONG}, "f-fix_field_1"),
        ({"outcome": "ask_correction", "fix_field_1": "area", "fix_what_1": "错" * 201}, "f-fix_what_1"),
        (
            {"outcome": "ask_correction", **ROW, "fix_field_2": "shop_name", "fix_what_2": "再错"},
            "f-fix_field_2",
        ),
        ({"outcome": "accept", **ROW}, "f-fix_field_1"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(hall: staffkit.Hall, data: dict[str, str], anchor: str) -> None:
    number = hall.walk("received")
    answer = _send(hall, number, "decide", {"do": "decide", **data})
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#{anchor}"' in page and f'id="{anchor}"' in page
    assert data.get("fix_what_1", "") in page and data.get("fix_what_3", "") in page
    assert staffkit.case(number).state == "received"


def test_the_clerk_changes_it_for_the_person_at_the_counter(hall: staffkit.Hall, waiting: str) -> None:
    page = hall.get("clerk", f"/desk/cases/{waiting}/").content.decode()
    assert WRONG in page and 'name="a-shop_name"' in page and 'name="a-area"' not in page
    answer = _send(hall, waiting, "supply", {"do": "supply", "a-shop_name": "白云面馆"})
    assert answer.status_code == 302
    case = staffkit.case(waiting)
    assert (
        case.state == "received" and case.answers["shop_name"] == "白云面馆" and case.answers["area"] == "120"
    )


def test_left_as_it_was_the_case_stays(hall: staffkit.Hall, waiting: str) -> None:
    answer = _send(hall, waiting, "supply", {"do": "supply", "a-shop_name": "青石面馆"})
    assert answer.status_code == 422 and "还没有改" in answer.context["err"]["mends"]
    assert 'id="f-mends"' in answer.content.decode() and staffkit.case(waiting).state == "correction"


def test_a_blank_is_said_at_the_field(hall: staffkit.Hall, waiting: str) -> None:
    answer = _send(hall, waiting, "supply", {"do": "keep", "a-shop_name": " "})
    assert answer.status_code == 422 and "a-shop_name" in answer.context["err"]
    assert staffkit.case(waiting).answers["shop_name"] == "青石面馆"


def test_pressed_twice_is_done_once(hall: staffkit.Hall, waiting: str) -> None:
    path = f"/desk/cases/{waiting}/"
    data = {**staffkit.hidden(hall.get("clerk", path)), "do": "supply", "a-shop_name": "白云面馆"}
    answers = [hall.post("clerk", f"{path}supply/", data) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert staffkit.case(waiting).state == "received"


def test_other_fields_cannot_be_changed_at_the_counter(hall: staffkit.Hall, waiting: str) -> None:
    _send(hall, waiting, "supply", {"do": "keep", "a-shop_name": "白云面馆", "a-area": "999"})
    assert staffkit.case(waiting).answers["area"] == "120"


def test_others_of_the_staff_cannot_change_it(hall: staffkit.Hall, waiting: str) -> None:
    answer = hall.post(
        "officer", f"/desk/cases/{waiting}/supply/", {"do": "supply", "a-shop_name": "别人改的"}
    )
    assert answer.status_code in {403, 404} and staffkit.case(waiting).answers["shop_name"] == "青石面馆"
