"""Who may open staff pages: nobody signed in, other roles, other halls; cases that do not exist for some."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web import staffkit
from yimen.cases.models import Case
from yimen.rules.terms import Act

pytestmark = [pytest.mark.django_db(transaction=True)]

CLERK = {"clerk", "clerk2"}
SIGNER = {"officer", "officer2", "head", "director", "health", "health_director"}
OTHERS = {"li", "firm", "keeper", "admin", "supervisor"}
DESK = ["/desk/", "/desk/intake/", "/desk/corrections/", "/desk/handout/", "/desk/new/"]
VERBS = ["receive", "decide", "supply", "return", "issue", "deliver", "materials"]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


@pytest.mark.parametrize("path", [*DESK, "/review/", "/review/cases/X/", "/desk/cases/X/"])
def test_nobody_signed_in_is_asked_to_sign_in_and_comes_back(hall: staffkit.Hall, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.url == f"/login/?next={path.replace('/', '%2F')}"


@pytest.mark.parametrize("who", sorted(CLERK | SIGNER | OTHERS))
def test_the_table_of_roles(hall: staffkit.Hall, who: str) -> None:
    for path in DESK:
        assert hall.get(who, path).status_code == (200 if who in CLERK else 403), path
    assert hall.get(who, "/review/").status_code == (200 if who in SIGNER else 403)


@pytest.mark.parametrize("who", sorted(SIGNER | OTHERS))
def test_no_other_role_acts_at_the_window(hall: staffkit.Hall, who: str) -> None:
    number = hall.walk("received")
    data = {"outcome": "accept", "rev": str(staffkit.case(number).rev), "do": "decide"}
    for verb in VERBS:
        answer = hall.post(who, f"/desk/cases/{number}/{verb}/", data)
        assert answer.status_code == 403
        assert "没有这一页的权限" in answer.content.decode()
    assert staffkit.case(number).state == "received"


@pytest.mark.parametrize("who", sorted(CLERK | OTHERS))
def test_no_other_role_acts_at_review(hall: staffkit.Hall, who: str) -> None:
    number = hall.walk("accepted")
    data = {"act": "sign", "outcome": "agree", "rev": str(staffkit.case(number).rev)}
    assert hall.post(who, f"/review/cases/{number}/act/", data).status_code == 403


@pytest.mark.parametrize("verb", ["", *(f"{verb}/" for verb in VERBS), "papers/SJ1/"])
def test_a_case_of_another_hall_does_not_exist(hall: staffkit.Hall, verb: str) -> None:
    number = hall.walk("received")
    Case.objects.filter(number=number).update(region="110101000000")
    path = f"/desk/cases/{number}/{verb}"
    reads = verb in {"", "papers/SJ1/"}
    answer = hall.get("clerk", path) if reads else hall.post("clerk", path, {"rev": "1"})
    same = path.replace(number, "439926202611130000000X")
    none = hall.get("clerk", same) if reads else hall.post("clerk", same, {"rev": "1"})
    assert answer.status_code == none.status_code == 404


@pytest.mark.parametrize("who", ["health", "health_director"])
def test_a_case_of_another_department_does_not_exist(hall: staffkit.Hall, who: str) -> None:
    number = hall.walk("accepted")
    assert hall.get(who, f"/review/cases/{number}/").status_code == 404
    data = {"act": "sign", "outcome": "agree"}
    assert hall.post(who, f"/review/cases/{number}/act/", data).status_code == 404


def test_a_private_draft_does_not_exist_for_the_window(hall: staffkit.Hall) -> None:
    number = hall.walk("filled")
    for path in (f"/desk/cases/{number}/", f"/desk/new/{number}/form/", f"/desk/new/{number}/materials/"):
        assert hall.get("clerk", path).status_code == 404


@pytest.mark.parametrize("who", ["officer2", "head", "director"])
def test_whose_turn_it_is_not_may_read_only(hall: staffkit.Hall, who: str) -> None:
    number = hall.walk("opinion1") if who != "head" else hall.walk("accepted")
    page = hall.get(who, f"/review/cases/{number}/")
    assert page.context["main"] == ""
    assert set(page.context["others"]) <= {Act.CONVENE, Act.COPY_TO}, "who takes part may call a sitting"
    data = {**staffkit.hidden(page), "act": "terminate", "end_reason": "x"}
    assert hall.post(who, f"/review/cases/{number}/act/", data).status_code == 403
    assert staffkit.case(number).state == "reviewing"


@pytest.mark.parametrize("verb", [*VERBS, "act"])
def test_a_form_from_elsewhere_is_refused(hall: staffkit.Hall, verb: str) -> None:
    number = hall.walk("received")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(hall.county.accounts["clerk" if verb != "act" else "officer"])
    door = "desk" if verb != "act" else "review"
    assert strict.post(f"/{door}/cases/{number}/{verb}/", {"rev": "1"}).status_code == 403
    assert staffkit.case(number).state == "received"


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "materials"])
def test_acts_are_posted(hall: staffkit.Hall, verb: str) -> None:
    number = hall.walk("received")
    assert hall.get("clerk", f"/desk/cases/{number}/{verb}/").status_code == 405
