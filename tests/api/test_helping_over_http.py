"""帮代办 over HTTP: asked, confirmed, begun; visits; receipt numbers; guidances; figures; nobody else may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import county as counties
from tests import help_world
from tests.api.conftest import NOW, Caller
from yimen.cases.models import Case
from yimen.helping.models import Guidance, HelpRating
from yimen.parties.models import HelpMandate
from yimen.parties.queries import helping as mandates

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
VISIT = {"region": counties.REGION, "place": "青石村三组 8 号", "hardship": "old", "wish": "weekend"}
GUIDED = {"item": counties.LICENCE, "region": counties.REGION, "how": "person", "outcome": "knows"}


@pytest.fixture
def county(county: counties.County, settings: Any) -> counties.County:
    settings.SMS = "fake"
    help_world.come(county)
    help_world.come(county, "3002", "周帮")
    return county


def good(answer: Any, status: int = 200) -> Any:
    """The body of an answer that went well."""
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def code(answer: Any) -> tuple[int, str]:
    """How it was refused."""
    assert answer["Content-Type"].startswith("application/problem+json")
    return answer.status_code, answer.json()["code"]


def ask(helper: Caller, county: counties.County, **other: Any) -> Any:
    wang = county.parties["wang"]
    told = {"name": wang.name, "number": wang.id_number, "kind": "act", "until": "2027-01-31", **other}
    return helper.post("/help/mandates", told, idempotency_key="a1")


def test_asked_confirmed_by_code_and_begun(county, caller: Callable[..., Caller]) -> None:
    helper, other, wang = caller("helper"), caller("3002"), caller("wang")
    made = good(ask(helper, county), 201)["id"]
    assert good(ask(helper, county), 201)["id"] == made and HelpMandate.objects.count() == 1
    here = f"/help/mandates/{made}"
    good(helper.post(f"{here}/code"))
    assert code(helper.post(f"{here}/confirm", {"digits": "x"})) == (422, "help.code_wrong")
    assert code(helper.post(f"{here}/applications", {"item": counties.LICENCE}))[0] in {403, 404}
    seen = good(helper.get(here))
    assert seen["waits"] and not seen["holds"] and seen["principal"] == "王*草"
    assert county.parties["wang"].id_number not in str(seen)
    digits = mandates.sent_digits(made)
    assert code(other.post(f"{here}/confirm", {"digits": digits})) == (404, "help.not_found")
    assert good(helper.post(f"{here}/confirm", {"digits": digits}))["confirmed"] is True
    number = good(helper.post(f"{here}/applications", {"item": counties.LICENCE}, idempotency_key="b"))[
        "number"
    ]
    again = helper.post(f"{here}/applications", {"item": counties.LICENCE}, idempotency_key="b")
    assert good(again)["number"] == number and Case.objects.count() == 1
    assert (Case.objects.get().helper, Case.objects.get().party_id) == ("3001", county.parties["wang"].pk)
    answers = {"answers": {"shop_name": "青石面馆", "area": "120"}}
    good(helper.put(f"/applications/{number}/answers", answers))
    assert [row["number"] for row in good(helper.get("/help/cases"))["cases"]] == [number]
    assert code(other.put(f"/applications/{number}/answers", answers))[0] == 404
    assert [one["id"] for one in good(wang.get("/help/asked"))["mandates"]] == [made]
    good(wang.post(f"{here}/end"))
    assert code(helper.put(f"/applications/{number}/answers", answers))[0] == 404
    assert good(helper.get("/help/cases"))["cases"] == []


def test_the_principal_says_yes_or_no_and_nobody_else(county, caller: Callable[..., Caller]) -> None:
    helper, wang = caller("helper"), caller("wang")
    made = good(ask(helper, county), 201)["id"]
    here = f"/help/mandates/{made}"
    for nobody in ("li", "clerk", "officer", "3002"):
        who = caller(nobody)
        assert code(who.post(f"{here}/confirm", {})) == (404, "help.not_found"), nobody
        assert code(who.post(f"{here}/end")) == (404, "help.not_found"), nobody
        assert code(who.get(here)) == (404, "help.not_found"), nobody
    assert good(wang.post(f"{here}/confirm", {}))["confirmed"] is True
    assert good(helper.get("/help/mandates"))["mandates"][0]["holds"]
    for nobody in ("wang", "clerk"):
        assert code(ask(caller(nobody), county)) == (403, "authority.not_permitted")
        assert code(caller(nobody).get("/help/mandates")) == (403, "authority.not_permitted")
    assert code(ask(helper, county, items=["no-such"])) == (404, "item.not_found")


def test_a_visit_is_asked_offered_taken_given_back_and_cancelled(
    county, caller: Callable[..., Caller]
) -> None:
    helper, other, wang = caller("helper"), caller("3002"), caller("wang")
    made = good(wang.post("/help/visits", VISIT), 201)["id"]
    (offered,) = good(helper.get("/help/visits/waiting"))["visits"]
    assert (offered["id"], offered["place"]) == (made, "")
    take = {"day": "2026-11-21", "start": 600}
    good(helper.post(f"/help/visits/{made}/take", take))
    assert code(other.post(f"/help/visits/{made}/take", take)) == (409, "help.visit_gone")
    assert good(helper.get("/help/visits/taken"))["visits"][0]["place"] == VISIT["place"]
    assert code(helper.post(f"/help/visits/{made}/done", {"outcome": "filed"})) == (
        409,
        "help.visit_too_soon",
    )
    good(helper.post(f"/help/visits/{made}/back"))
    assert code(other.post(f"/help/visits/{made}/cancel")) == (404, "help.visit_not_found")
    assert good(wang.post(f"/help/visits/{made}/cancel"))["state"] == "cancelled"
    assert good(wang.get("/help/visits"))["visits"][0]["state"] == "cancelled"
    assert code(wang.get("/help/visits/waiting")) == (403, "authority.not_permitted")


def test_numbers_on_paper_are_matched_and_looked_up_without_a_token(
    county, caller: Callable[..., Caller], anybody: Caller
) -> None:
    help_world.allow(county, NOW)
    helper, other = caller("helper"), caller("3002")
    mandate = HelpMandate.objects.get().pk
    number = good(helper.post(f"/help/mandates/{mandate}/applications", {"item": counties.INSTANT}))["number"]
    slips = good(helper.post("/help/receipts", idempotency_key="s"), 201)["slips"]
    assert (
        len(slips) == 12 and good(helper.post("/help/receipts", idempotency_key="s"), 201)["slips"] == slips
    )
    first, second = slips[0]["number"], slips[1]["number"]
    assert code(helper.post(f"/help/receipts/{first}/match", {"case": number})) == (422, "receipt.case")
    good(helper.post(f"/applications/{number}/submit", {"again": "再办一件"}))
    assert code(other.post(f"/help/receipts/{first}/match", {"case": number})) == (409, "receipt.not_yours")
    good(helper.post(f"/help/receipts/{first}/match", {"case": number}))
    good(helper.post(f"/help/receipts/{second}/void", {"why": "写坏了"}))
    assert good(anybody.get(f"/help/receipts/{first}"))["state"] == "matched"
    assert number not in str(good(anybody.get(f"/help/receipts/{first}")))
    assert code(anybody.get("/help/receipts/12345678123456")) == (422, "receipt.wrong")
    page = good(helper.get("/help/receipts?limit=4"))
    assert len(page["slips"]) == 4 and len(good(helper.get(page["next"][7:]))["slips"]) == 4
    assert [one["case"] for one in good(helper.get("/help/receipts?state=matched"))["slips"]] == [number]
    assert good(other.get("/help/receipts"))["slips"] == []


def test_guidances_ratings_and_figures(county, caller: Callable[..., Caller]) -> None:
    helper, clerk, wang = caller("helper"), caller("clerk"), caller("wang")
    for _ in range(2):
        good(helper.post("/help/guidances", GUIDED, idempotency_key="g"), 201)
    good(clerk.post("/help/guidances", {**GUIDED, "outcome": "nowhere", "why": "closed"}), 201)
    assert code(clerk.post("/help/guidances", {**GUIDED, "outcome": "nowhere"})) == (
        422,
        "help.guidance_blank",
    )
    assert code(wang.post("/help/guidances", GUIDED)) == (403, "authority.not_permitted")
    assert Guidance.objects.count() == 2 and len(good(helper.get("/help/guidances"))["guidances"]) == 1
    help_world.allow(county, NOW)
    mandate = HelpMandate.objects.get().pk
    number = good(helper.post(f"/help/mandates/{mandate}/applications", {"item": counties.INSTANT}))["number"]
    assert code(wang.post(f"/cases/{number}/helper-rating", {"level": "5"})) == (409, "help.not_over")
    good(helper.post(f"/applications/{number}/submit", {}))
    good(wang.post(f"/applications/{number}/withdraw", {"reason": "不办了"}))
    assert code(caller("li").post(f"/cases/{number}/helper-rating", {"level": "5"})) == (
        404,
        "case.not_found",
    )
    assert good(wang.post(f"/cases/{number}/helper-rating", {"level": "4"}))["level"] == 4
    assert HelpRating.objects.get().staff == "3001"
    record = good(helper.get("/help/record"))
    told = record["figures"]
    assert (told["filed"], told["guided"], told["score"], told["ratings"]) == (1, 1, 4.0, 1)
    assert record["ratings"][0]["level"] == "4"
    page = good(caller("supervisor").get("/help/figures?limit=1"))
    assert [one["helper"] for one in page["helpers"]] == ["3001"]
    assert [one["helper"] for one in good(caller("admin").get(page["next"][7:]))["helpers"]] == ["3002"]
    for nobody in ("helper", "wang", "clerk"):
        assert code(caller(nobody).get("/help/figures")) == (403, "authority.not_permitted")
