"""容缺 and 告知承诺 by programs: promised for later, supplied, checked; promised instead of proved."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests import pledge_world as world
from tests.api.conftest import NOW, PDF
from yimen.cases.queries import personal

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_promised_for_later_supplied_and_found_right(caller, county):
    li, clerk = caller("li"), caller("clerk")
    number = li.post("/applications", {"item": counties.LICENCE}).json()["number"]
    li.put(f"/applications/{number}/answers", {"answers": {"shop_name": "青石面馆", "area": "120"}})
    li.upload(f"/applications/{number}/materials/M-PLAN/files", PDF)
    asked = f"/applications/{number}/promise"
    body = {"materials": ["M-RULES"], "agreed": True, "signer": "李敏"}
    assert li.post(asked, {**body, "agreed": False}).json()["code"] == "deferral.not_signed"
    assert li.post(asked, {**body, "materials": ["M-PLAN"]}).json()["code"] == "deferral.nothing_promised"
    assert li.post(asked, body).json()["document"].startswith("CN")
    assert li.post(f"/applications/{number}/submit").status_code == 200
    clerk.post(f"/cases/{number}/acts/receive")
    deferred = f"/cases/{number}/acts/accept_deferred"
    assert clerk.post(deferred, {"deferred": []}).json()["code"] == "intake.gaps_remain"
    assert clerk.post(deferred, {"deferred": ["M-RULES"]}).json()["document"].startswith("RQ")
    check, later = f"/cases/{number}/acts/check_later", f"/applications/{number}/materials/M-RULES/later"
    assert clerk.post(check, {"code": "M-RULES", "ok": True}).json()["code"] == "deferral.not_supplied"
    assert li.upload(later, None).status_code == 422
    assert li.upload(later, None, how="1").status_code == 403, "paper is noted by the window"
    assert li.upload(later, PDF, key="one").status_code == 200
    again = li.upload(later, PDF, key="one")
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    wrong = clerk.post(check, {"code": "M-RULES", "ok": False})
    assert wrong.json()["code"] == "case.reason_missing"
    assert clerk.post(check, {"code": "M-RULES", "ok": True}).status_code == 200
    assert li.upload(later, PDF).json()["code"] == "deferral.not_owed"


def test_the_decision_is_kept_back_meanwhile(caller, county):
    li, clerk = caller("li"), caller("clerk")
    number = li.post("/applications", {"item": counties.LICENCE}).json()["number"]
    li.put(f"/applications/{number}/answers", {"answers": {"shop_name": "青石面馆", "area": "120"}})
    li.upload(f"/applications/{number}/materials/M-PLAN/files", PDF)
    li.post(f"/applications/{number}/promise", {"materials": ["M-RULES"], "agreed": True, "signer": "李敏"})
    li.post(f"/applications/{number}/submit")
    clerk.post(f"/cases/{number}/acts/receive")
    clerk.post(f"/cases/{number}/acts/accept_deferred", {"deferred": ["M-RULES"]})
    for who in ("officer", "head"):
        caller(who).post(f"/cases/{number}/acts/opinion", {"verdict": "agree"})
    granted = caller("director").post(
        f"/cases/{number}/acts/grant", {"result_number": "JY0001", "result_from": "2026-11-16"}
    )
    told = li.get(f"/cases/{number}").json()["result"]
    assert (told["name"], told["number"], told["valid_from"]) == ("", "", None)
    assert told["waits_for"] == ["食品安全制度"]
    seen = caller("director").get(f"/cases/{number}").json()["result"]
    assert (seen["number"], seen["waits_for"]) == ("JY0001", [])
    copied = str(personal.everything_of(county.parties["li"].pk, NOW.date()).data)
    assert number in copied and "JY0001" not in copied
    paper = f"/cases/{number}/documents/{granted.json()['document']}"
    for path in (paper, f"{paper}/file"):
        refused = li.get(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "deferral.decision_waits")
    assert caller("director").get(paper).status_code == 200


def test_promised_instead_of_proved_and_free_to_change(caller, county):
    world.publish(NOW)
    li = caller("li")
    number = li.post("/applications", {"item": world.SHOP}).json()["number"]
    li.put(f"/applications/{number}/answers", {"answers": {"shop_name": "青石面馆"}})
    li.upload(f"/applications/{number}/materials/M-MAP/files", PDF)
    asked = f"/applications/{number}/pledge"
    body = {"materials": ["M-PLACE"], "agreed": True, "signer": "李敏"}
    assert li.post(asked, {**body, "materials": []}).status_code == 422
    assert li.post(asked, {**body, "materials": ["M-MAP"]}).json()["code"] == "pledge.not_allowed"
    assert li.post(asked, {**body, "signer": ""}).json()["code"] == "pledge.not_signed"
    assert li.post(asked, body).json()["document"].startswith("GC")
    assert caller("wang").post(asked, body).status_code == 404
    drop = f"/applications/{number}/materials/M-PLACE/pledge"
    assert li.delete(drop).status_code == 200
    assert li.post(f"/applications/{number}/submit").json()["code"] == "intake.gaps_remain"
    li.post(asked, body)
    assert li.post(f"/applications/{number}/submit").status_code == 200
    assert li.delete(drop).status_code == 409
    clerk = caller("clerk")
    clerk.post(f"/cases/{number}/acts/receive")
    sent = {"reason": "请补", "rejected": {"M-PLACE": " "}}
    assert clerk.post(f"/cases/{number}/acts/ask_correction", sent).json()["code"] == "pledge.proof_not_asked"
