"""One material once over HTTP: what is on file, consent, using and dropping it, who used what."""

from __future__ import annotations

import pytest

from tests import library_world as world
from tests import samples

pytestmark = [pytest.mark.django_db(transaction=True)]
PDF = samples.pdf(77)


@pytest.fixture
def stocked(county):
    """李敏 has an accepted food licence on file: the plan checked, the rules only taken in."""
    world.publish(county)
    return world.accepted(county)


def opened(li, item: str) -> str:
    return li.post("/applications", {"item": item}).json()["number"]


def lines(caller, number: str) -> dict:
    answer = caller.get(f"/applications/{number}/held")
    assert answer.status_code == 200, answer.content
    return {one["code"]: one for one in answer.json()["materials"]}


def test_another_organ_asks_first_and_the_use_is_on_record(caller, county, stocked):
    li = caller("li")
    number = opened(li, world.CLINIC)
    offer = lines(li, number)["M-PLAN"]["offer"]
    assert (offer["asks_consent"], offer["checked"], offer["case"]) == (True, True, stocked)
    assert lines(li, number)["M-FORM"]["offer"] is None
    refused = li.post(f"/applications/{number}/materials/M-PLAN/held")
    assert (refused.status_code, refused.json()["code"]) == (422, "library.consent_missing")
    assert li.post(f"/applications/{number}/materials/M-PLAN/held", {"agreed": True}).status_code == 200
    line = lines(li, number)["M-PLAN"]
    assert (line["status"], line["offer"], line["used"]["basis"], line["used"]["oral"]) == (
        "exempt", None, "consent", False,
    )  # fmt: skip
    use = li.get("/library/uses").json()["uses"][0]
    assert (use["case"], use["basis"], use["ended_at"]) == (number, "consent", None)
    assert li.delete(f"/applications/{number}/materials/M-PLAN/held").status_code == 200
    assert lines(li, number)["M-PLAN"]["status"] == "missing"
    assert li.get("/library/uses").json()["uses"][0]["ended_at"] is not None


def test_the_same_organ_needs_no_word_and_sent_twice_is_used_once(caller, county, stocked):
    li = caller("li")
    number = opened(li, world.AGAIN)
    path = f"/applications/{number}/materials/M-PLAN/held"
    first = li.post(path, {}, idempotency_key="use-1")
    again = li.post(path, {}, idempotency_key="use-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again["Idempotent-Replayed"] == "true" and first.json() == again.json()
    assert len(li.get("/library/uses").json()["uses"]) == 1


def test_a_newer_version_takes_the_place_of_the_older(caller, county, stocked):
    li = caller("li")
    before = {one["code"]: one for one in li.get("/library").json()["materials"]}
    assert before["M-PLAN"]["usable"] and not before["M-PLAN"]["replaced"]
    more = {"code": "M-PLAN", "valid_to": "2030-01-31", "key": "new-1"}
    sent = [li.upload("/library", PDF, **more) for _ in "ab"]
    assert [one.status_code for one in sent] == [201, 201] and sent[0].json() == sent[1].json()
    assert sent[1]["Idempotent-Replayed"] == "true"
    after = [one for one in li.get("/library").json()["materials"] if one["code"] == "M-PLAN"]
    assert [(one["replaced"], one["usable"]) for one in after] == [(False, True), (True, False)]
    assert after[0]["valid_to"] == "2030-01-31"
    number = opened(li, world.CLINIC)
    offer = lines(li, number)["M-PLAN"]["offer"]
    assert (offer["origin"], offer["asks_consent"], offer["checked"]) == ("uploaded", False, False)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": "M-PLAN", "valid_to": "2001-01-01"}, "library.ends_in_the_past"),
        ({"code": "NO-SUCH"}, "library.not_on_file"),
        ({"code": "M-FORM"}, "library.not_reusable"),
        ({"code": "M-PLAN", "extra": "1"}, "request.one_file"),
    ],
)
def test_what_cannot_be_put_on_file_is_refused(caller, county, stocked, more, code):
    answer = caller("li").upload("/library", PDF, **more)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_hidden_is_offered_no_more_until_it_is_shown_again(caller, county, stocked):
    li = caller("li")
    held = next(one["id"] for one in li.get("/library").json()["materials"] if one["code"] == "M-PLAN")
    number = opened(li, world.AGAIN)
    assert li.post(f"/library/{held}/hide").json() == {"id": held}
    assert lines(li, number)["M-PLAN"]["offer"] is None
    assert li.post(f"/applications/{number}/materials/M-PLAN/held").json()["code"] == "library.not_on_file"
    assert li.post(f"/library/{held}/show").status_code == 200
    assert lines(li, number)["M-PLAN"]["offer"]


def test_a_library_is_its_partys_alone(caller, county, stocked):
    li, wang = caller("li"), caller("wang")
    held = li.get("/library").json()["materials"][0]["id"]
    number = opened(li, world.CLINIC)
    assert wang.get("/library").json()["materials"] == [] == wang.get("/library/uses").json()["uses"]
    assert wang.post(f"/library/{held}/hide").status_code == 404
    assert wang.get(f"/applications/{number}/held").status_code == 404
    assert wang.post(f"/applications/{number}/materials/M-PLAN/held").status_code == 404
    assert caller("officer").get("/library").json() == {"materials": [], "next": ""}
    assert caller("officer").upload("/library", PDF, code="M-PLAN").status_code == 404
    assert li.post(f"/applications/{number}/materials/NO/held").json()["code"] == "request.material_unknown"


def test_lists_page_by_key(caller, county, stocked):
    li = caller("li")
    seen, path = [], "/library?limit=1"
    while path:
        page = li.get(path).json()
        seen += [one["id"] for one in page["materials"]]
        path = page["next"].removeprefix("/api/v1")
    assert len(seen) == len(set(seen)) >= 2 and seen == sorted(seen, reverse=True)
    assert li.get("/library/uses?cursor=x").status_code == 422


def test_a_draft_of_the_clerk_at_the_counter_notes_that_it_was_said_there(caller, county, stocked):
    clerk = caller("clerk")
    asked = {"item": world.AGAIN, "number": county.parties["li"].id_number}
    number = clerk.post("/applications", asked).json()["number"]
    assert lines(clerk, number)["M-PLAN"]["offer"]
    assert clerk.post(f"/applications/{number}/materials/M-PLAN/held", {"agreed": True}).status_code == 200
    assert caller("li").get("/library/uses").json()["uses"][0]["case"] == number
