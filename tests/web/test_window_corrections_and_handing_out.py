"""After intake at the window: corrections supplied or returned, results issued and handed out, signed for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import clock
from tests import county as counties
from tests.web import staffkit
from yimen.cases import actions
from yimen.cases.models import CaseDocument

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


@pytest.fixture
def waiting(hall: staffkit.Hall) -> str:
    """A case that waits for a better plan of the shop."""
    number = hall.walk("received")
    rejected = {"M-PLAN": "没标面积"}
    actions.ask_correction(hall.county["clerk"], number, reason="不齐", rejected=rejected, now=staffkit.FILED)
    return number


def _act(hall: staffkit.Hall, number: str, verb: str, data: dict[str, str]) -> object:
    page = f"/desk/cases/{number}/"
    return hall.form("clerk", f"{page}{verb}/", data, page=page)


def _paper(hall: staffkit.Hall, number: str, kind: str) -> str:
    made = CaseDocument.objects.get(case__number=number, kind=kind)
    return hall.get("clerk", f"/desk/cases/{number}/papers/{made.number}/").content.decode()


def test_what_was_asked_comes_to_the_counter(hall: staffkit.Hall, waiting: str) -> None:
    assert waiting in hall.get("clerk", "/desk/corrections/").content.decode()
    assert "没标面积" in hall.get("clerk", f"/desk/cases/{waiting}/").content.decode()
    _act(hall, waiting, "supply", {"paper-M-PLAN": "1", "do": "supply"})
    assert staffkit.case(waiting).state == "received"


def test_part_of_it_is_kept_and_the_rest_still_waited_for(hall: staffkit.Hall, waiting: str) -> None:
    answer = _act(hall, waiting, "supply", {"do": "supply"})
    assert answer.status_code == 422
    assert "平面布局图" in answer.context["err"]["materials"]
    _act(hall, waiting, "supply", {"paper-M-PLAN": "1", "do": "keep"})
    case = staffkit.case(waiting)
    assert case.state == "correction" and case.materials.get(code="M-PLAN").status == "given"


def test_a_supplement_after_acceptance_goes_back_to_review(hall: staffkit.Hall) -> None:
    number = hall.walk("accepted")
    rejected = {"M-PLAN": "比例不对"}
    at = staffkit.FILED + timedelta(hours=1)
    actions.ask_correction(hall.county["officer"], number, reason="不清", rejected=rejected, now=at)
    _act(hall, number, "supply", {"paper-M-PLAN": "1", "do": "supply"})
    assert staffkit.case(number).state == "reviewing"


def test_return_is_offered_when_nobody_came(
    hall: staffkit.Hall, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/desk/cases/{waiting}/"
    assert f"{page}return/" not in hall.get("clerk", page).content.decode()
    later = staffkit.FILED + timedelta(days=40)
    clock.stop(monkeypatch, lambda: later)
    hall.clients.clear()
    assert f"{page}return/" in hall.get("clerk", page).content.decode()
    assert _act(hall, waiting, "return", {"back_reason": " "}).status_code == 422
    assert _act(hall, waiting, "return", {"back_reason": "长" * 501}).status_code == 422
    _act(hall, waiting, "return", {"back_reason": "期限内没有补正"})
    assert staffkit.case(waiting).state == "returned"
    assert "期限内没有补正" in _paper(hall, waiting, "return")


def test_issue_then_hand_out_with_a_signature(hall: staffkit.Hall) -> None:
    number = hall.walk("granted")
    assert number in hall.get("clerk", "/desk/handout/").content.decode()
    _act(hall, number, "issue", {})
    assert staffkit.case(number).state == "issued"
    _act(hall, number, "deliver", {"receiver": "李敏", "seen": "居民身份证"})
    case = staffkit.case(number)
    assert (case.state, case.received_result_by) == ("delivered", "李敏")
    signed = _paper(hall, number, "delivery")
    assert "本人" in signed and "居民身份证" in signed and "领取人签字" in signed
    assert hall.get("clerk", "/desk/handout/").context["lines"] == []


@pytest.mark.parametrize(
    ("data", "anchors"),
    [
        ({}, ["f-receiver", "f-seen"]),
        ({"seen": "居民身份证"}, ["f-receiver"]),
        ({"seen": "车票", "receiver": "李敏"}, ["f-seen"]),
        ({"seen": "护照", "receiver": "名" * 10_000}, ["f-receiver"]),
        ({"seen": "护照", "receiver": "\x00 "}, ["f-receiver"]),
        ({"seen": "护照", "receiver": "王五"}, ["f-code"]),
    ],
)
def test_without_a_name_nothing_is_handed_out(
    hall: staffkit.Hall, data: dict[str, str], anchors: list[str]
) -> None:
    number = hall.walk("issued")
    answer = _act(hall, number, "deliver", data)
    assert answer.status_code == 422
    assert [one for one, _ in answer.context["errors"]] == anchors
    assert staffkit.case(number).state == "issued"


@pytest.mark.parametrize(
    ("verb", "until"),
    [(verb, "opinion1") for verb in ("receive", "supply", "issue", "deliver", "return", "decide")]
    + [(verb, "issued") for verb in ("receive", "supply", "issue", "return", "decide")],
)
def test_an_act_out_of_its_state_is_refused_in_words(hall: staffkit.Hall, verb: str, until: str) -> None:
    number = hall.walk(until)
    data = {"do": "supply", "receiver": "李敏", "seen": "居民身份证", "back_reason": "x", "outcome": "accept"}
    answer = _act(hall, number, verb, data)
    assert answer.status_code == 409
    assert "不能" in answer.content.decode()
    assert staffkit.case(number).state in {"reviewing", "issued"}


def test_two_hand_out_at_once_and_one_signs(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    page = f"/desk/cases/{number}/"
    mine, theirs = hall.get("clerk", page), hall.get("clerk2", page)
    data = {"receiver": "李敏", "seen": "居民身份证"}
    assert hall.post("clerk", f"{page}deliver/", {**staffkit.hidden(mine), **data}).status_code == 302
    late = hall.post("clerk2", f"{page}deliver/", {**staffkit.hidden(theirs), **data})
    assert late.status_code == 409 and "结果已送达" in late.content.decode()


def test_somebody_elses_paper_is_not_found(hall: staffkit.Hall) -> None:
    number, other = hall.walk("received"), hall.walk("received", who="wang")
    made = CaseDocument.objects.get(case__number=other)
    assert hall.get("clerk", f"/desk/cases/{number}/papers/{made.number}/").status_code == 404
    assert hall.get("clerk", f"/desk/cases/{number}/papers/none/").status_code == 404


@pytest.mark.parametrize("q", ["", " ", "李敏", "number", "phone", "id", "不存在的人", "x" * 10_000])
def test_search_finds_by_exact_words_and_masks(hall: staffkit.Hall, q: str) -> None:
    number = hall.walk("received")
    li = hall.county.parties["li"]
    text = {"number": number, "phone": li.phone, "id": li.id_number}.get(q, q)
    page = hall.post("clerk", "/desk/find/", {"q": text})
    assert page.status_code == 200
    rows = [one.row.number for one in page.context["lines"]]
    assert rows == ([number] if q in {"李敏", "number", "phone", "id"} else [])


def test_the_counters_are_counts(hall: staffkit.Hall, waiting: str) -> None:
    hall.walk("submitted", item=counties.PLAIN)
    hall.walk("granted")
    stats = {str(one["label"]): one["n"] for one in hall.get("clerk", "/desk/").context["stats"]}
    assert stats == {"待受理": "1", "待补正": "1", "待出件": "1", "超期": "0"}


def test_what_is_overdue_counts_and_stands_first(
    hall: staffkit.Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hall.walk("received")
    later = staffkit.FILED + timedelta(days=20)
    clock.stop(monkeypatch, lambda: later)
    hall.clients.clear()
    page = hall.get("clerk", "/desk/")
    assert page.context["stats"][3]["n"] == "1"
    assert page.context["lines"][0].row.number == number
