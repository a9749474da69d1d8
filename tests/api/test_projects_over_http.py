"""Projects and their fees by the interface: opened, begun, urged, billed and paid; nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import projects_world as world
from tests.api.conftest import NOW, Caller
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from yimen.bridges import payments as bridge
from yimen.bridges.payments import FakePayments
from yimen.config.worker import drain
from yimen.projects import actions
from yimen.projects.models import Project
from yimen.rules.projects import Stage

pytestmark = [pytest.mark.django_db(transaction=True)]
ONE = f"/projects/{world.CODE}"
LATER = NOW + timedelta(hours=1)
TOLD = {
    "code": world.CODE, "name": "青石食品加工厂", "kind": "industrial", "funding": "social",
    "lane": "standard", "place": "云溪工业园 3 号地块", "zone": world.ZONE,
    "land_area": "20000", "build_area": "12000", "investment": "50000000",
}  # fmt: skip


@pytest.fixture
def told(county: counties.County, settings: Any, monkeypatch: pytest.MonkeyPatch) -> counties.County:
    settings.PAYMENTS = "fake"
    monkeypatch.setitem(bridge._made, "fake", FakePayments({"*": "pays"}))
    world.publish(county)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(county["keeper"], one, order=n, now=NOW)
    return county


@pytest.fixture
def firm(told: counties.County, caller: Any) -> Caller:
    made: Caller = caller("firm")
    assert made.post("/projects", TOLD).json() == {"code": world.CODE}
    return made


def body(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def test_a_project_is_opened_once(firm: Caller) -> None:
    for key in ("p-1", "p-1"):
        other = {**TOLD, "code": "2026-439926-33-03-000019"}
        answer = firm.post("/projects", other, idempotency_key=key)
        assert body(answer) == {"code": "2026-439926-33-03-000019"}
    assert answer["Idempotent-Replayed"] == "true"
    assert body(firm.post("/projects", TOLD), 409)["code"] == "project.code_taken"
    assert Project.objects.count() == 2
    found = body(firm.get("/projects?limit=1"))
    assert [one["code"] for one in found["projects"]] == ["2026-439926-33-03-000019"]
    rest = body(firm.get(found["next"].removeprefix("/api/v1")))
    assert [one["code"] for one in rest["projects"]] == [world.CODE] and rest["next"] == ""


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"code": "2026-1"}, "project.bad_code"), ({"kind": "public"}, "project.kind_of_funding"),
     ({"land_area": "很多"}, "project.number"), ({"name": " "}, "project.words"),
     ({"kind": "castle"}, "request.invalid"), ({"more": 1}, "request.invalid")],
)  # fmt: skip
def test_what_does_not_fit_is_refused(told: counties.County, caller: Any, wrong: Any, code: str) -> None:
    assert body(caller("firm").post("/projects", {**TOLD, **wrong}), 422)["code"] == code


def test_nobody_opens_one_for_another(told: counties.County, caller: Any) -> None:
    for who in ("li", "clerk", "keeper"):
        answer = caller(who).post("/projects", {**TOLD, "party": told.parties["firm"].pk})
        assert body(answer, 403)["code"] == "apply.not_for_you"
    assert not Project.objects.exists()


def test_a_stage_is_begun_and_urged_along_the_road(firm: Caller, told: counties.County) -> None:
    road = body(firm.get(ONE))
    assert road["days"]["promised"] == 25 and road["stages"][0]["may_begin"]
    assert body(firm.post(f"{ONE}/stages/design"), 409)["code"] == "project.stage_not_yet"
    begun = body(firm.post(f"{ONE}/stages/land", {}, idempotency_key="b-1"))
    assert body(firm.post(f"{ONE}/stages/land", {}, idempotency_key="b-1"))["case"] == begun["case"]
    assert body(firm.post(f"{ONE}/stages/land"), 409)["code"] == "project.stage_under_way"
    world.hand_in(told, begun["case"], NOW)
    stage = body(firm.get(ONE))["stages"][0]
    assert (stage["step"], stage["case"], stage["with_whom"]) == ("running", begun["case"], ["市场监管局"])
    assert len(body(firm.post(f"{ONE}/stages/land/urge"))["cases"]) == 1
    assert firm.post(f"{ONE}/stages/land/urge").status_code in {409, 422}
    assert body(firm.post(f"{ONE}/stages/line", {"item": world.WATER}))["case"]
    assert body(firm.get(ONE))["beside"][0]["step"] == "preparing"


def test_all_fees_are_billed_ordered_and_paid(firm: Caller) -> None:
    sheet = body(firm.get(f"{ONE}/fees"))
    assert (sheet["number"], sheet["payable"], len(sheet["lines"])) == ("", "360550.00", 2)
    assert sheet["lines"][0]["relief_basis"] == "云政发〔2025〕2号"
    assert body(firm.post(f"{ONE}/fees/orders"), 409)["code"] == "fees.nothing_to_pay"
    assert body(firm.post(f"{ONE}/fees/notice"))["amount"] == "360550.00"
    assert body(firm.post(f"{ONE}/fees/notice"), 409)["code"] == "fees.billed_already"
    number = body(firm.post(f"{ONE}/fees/orders", None, idempotency_key="o-1"))["number"]
    drain(LATER)
    assert body(firm.get(f"{ONE}/fees"))["orders"][0]["state"] == "pending"
    assert body(firm.post(f"{ONE}/fees/look"))["number"] == number
    drain(LATER)
    paid = body(firm.get(f"{ONE}/fees"))
    assert paid["open"] == "0.00" and paid["orders"][0]["reference"].startswith("PAY")


def test_it_exists_for_those_who_see_it_alone(firm: Caller, told: counties.County, caller: Any) -> None:
    actions.name_manager(told["supervisor"], world.CODE, "0101", now=NOW)
    for who, status in (("clerk", 200), ("officer", 200), ("supervisor", 200), ("li", 404), ("keeper", 404)):
        assert caller(who).get(ONE).status_code == status, who
        assert caller(who).get(f"{ONE}/fees").status_code == status, who
        assert caller(who).post(f"{ONE}/stages/land").status_code == 404, who
    assert [one["code"] for one in body(caller("clerk").get("/projects"))["projects"]] == [world.CODE]
    assert body(caller("officer").get("/projects"))["projects"] == []
    assert body(caller("officer").get(ONE))["stages"][0]["case"] == ""


def test_a_class_without_that_stage_has_none(firm: Caller) -> None:
    assert body(firm.post(f"{ONE}/stages/joined"), 422)["code"] == "project.stage_not_of_kind"
    assert firm.post(f"{ONE}/stages/nothing").status_code == 422
    assert Stage.JOINED.label in firm.post(f"{ONE}/stages/joined").json()["detail"]
