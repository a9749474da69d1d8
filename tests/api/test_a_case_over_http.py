"""The whole life of a case by programs alone: citizen, clerk, officer, head, director."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests.api.conftest import PDF, Caller

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_licence_from_draft_to_hand(caller, reach):
    number = reach("delivered")
    seen = caller("li").get(f"/cases/{number}").json()
    assert (seen["state"], seen["state_label"]) == ("delivered", "已办结")
    assert seen["result"]["number"] == "JY0001"
    assert [s["name"] for s in seen["seats"]] == ["承办", "审核", "批准"]


def test_each_act_answers_with_state_revision_and_document(caller, reach):
    number = reach("received")
    answer = caller("clerk").post(f"/cases/{number}/acts/accept", if_match=_etag(caller("clerk"), number))
    body = answer.json()
    assert answer.status_code == 200
    assert body["number"] == number
    assert body["state"] == "reviewing"
    assert body["document"].startswith("SL")
    assert answer["ETag"] == f'"{body["rev"]}"' == _etag(caller("clerk"), number)


def _etag(who: Caller, number: str) -> str:
    return who.get(f"/cases/{number}")["ETag"]


def test_a_new_application_has_an_address_and_a_query_code(caller, county, anybody):
    answer = caller("li").post("/applications", {"item": counties.PLAIN})
    body = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/cases/{body['number']}"
    assert len(body["query_code"]) == 6
    asked, code = f"/track?number={body['number']}", body["query_code"]
    assert anybody.get(asked, query_code=code).status_code == 404
    caller("li").post(f"/applications/{body['number']}/submit")
    assert anybody.get(f"{asked}&code={code}").status_code == 422, "the code has no place in an address"
    tracked = anybody.get(asked, query_code=code).json()
    assert (tracked["state"], tracked["party"]) == ("submitted", "李*")


def test_answers_are_kept_and_what_is_wrong_is_named(caller, county):
    li = caller("li")
    number = li.post("/applications", {"item": counties.LICENCE}).json()["number"]
    answer = li.put(f"/applications/{number}/answers", {"answers": {"area": "很大"}}).json()
    assert {one["field"] for one in answer["wrong"]} == {"shop_name", "area"}
    answer = li.put(
        f"/applications/{number}/answers", {"answers": {"shop_name": "面馆", "area": 99.5}}
    ).json()
    assert answer["wrong"] == []
    assert li.get(f"/cases/{number}").json()["answers"] == {"shop_name": "面馆", "area": "99.5"}


def test_a_file_can_be_taken_back(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    place = f"/applications/{number}/materials/M-PLAN/files"
    file = li.upload(place, PDF, "平面图.pdf").json()["file"]
    assert [f["id"] for f in _files(li, number)] == [file]
    assert li.delete(f"{place}/{file}").status_code == 200
    assert _files(li, number) == []
    assert li.delete(f"{place}/{file}").json()["code"] == "request.file_unknown"


def test_a_material_that_the_item_does_not_ask_for_is_not_found(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    answer = li.upload(f"/applications/{number}/materials/M-NONE/files", PDF)
    assert answer.json()["code"] == "request.material_unknown"


def _files(who: Caller, number: str) -> list[dict[str, object]]:
    lines = {m["code"]: m for m in who.get(f"/cases/{number}").json()["materials"]}
    return lines["M-PLAN"]["files"]


def test_a_program_as_a_picture_is_refused(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    answer = li.upload(f"/applications/{number}/materials/M-PLAN/files", b"MZ\x90\x00" + b"0" * 500, "图.pdf")
    assert (answer.status_code, answer.json()["code"]) == (422, "file.program")


def test_only_a_clerk_notes_paper(caller, draft, county):
    li, clerk = caller("li"), caller("clerk")
    number = draft(li, filled=False)
    place = f"/applications/{number}/materials/M-PLAN/files"
    assert li.upload(place, None, how="1").json()["code"] == "authority.not_permitted"
    assert li.upload(place, None).json()["code"] == "request.file_missing"
    at_counter = clerk.post(
        "/applications", {"item": counties.LICENCE, "number": county.parties["wang"].id_number}
    ).json()["number"]
    taken = clerk.upload(f"/applications/{at_counter}/materials/M-PLAN/files", None, how="1")
    assert (taken.status_code, taken.json()["file"]) == (201, None)


def test_correction_supply_and_withdrawal(caller, reach):
    li, clerk = caller("li"), caller("clerk")
    number = reach("received")
    asked = clerk.post(
        f"/cases/{number}/acts/ask_correction", {"reason": "图不清楚", "rejected": {"M-PLAN": "看不清尺寸"}}
    )
    assert asked.json()["state"] == "correction"
    assert [g["rejected"] for g in li.get(f"/cases/{number}").json()["missing"]] == ["看不清尺寸"]
    assert li.post(f"/applications/{number}/supply").json()["code"] == "intake.gaps_remain"
    li.upload(f"/applications/{number}/materials/M-PLAN/files", PDF)
    assert li.post(f"/applications/{number}/supply").json()["state"] == "received"
    assert li.post(f"/applications/{number}/withdraw", {"reason": "不办了"}).json()["state"] == "withdrawn"


def test_special_procedure_return_assignment_and_extension(caller, reach):
    officer, director = caller("officer"), caller("director")
    number = reach("accepted")
    paused = officer.post(
        f"/cases/{number}/acts/pause",
        {"kind": "site_visit", "reason": "现场看店", "planned_end": "2026-11-20"},
    )
    assert paused.json()["state"] == "suspended"
    assert officer.post(f"/cases/{number}/acts/resume", {"result": "符合"}).json()["state"] == "reviewing"
    assert officer.post(f"/cases/{number}/acts/assign", {"staff": "0204"}).status_code == 200
    assert caller("officer2").post(f"/cases/{number}/acts/opinion", {"verdict": "agree"}).status_code == 200
    sent = caller("head").post(f"/cases/{number}/acts/send_back", {"reason": "再看一遍"})
    assert sent.status_code == 200
    officer.post(f"/cases/{number}/acts/opinion", {"verdict": "agree"})
    caller("head").post(f"/cases/{number}/acts/opinion", {"verdict": "agree"})
    assert director.post(f"/cases/{number}/acts/extend", {"days": 3, "reason": "要复查"}).status_code == 200
    refused = director.post(f"/cases/{number}/acts/refuse", {"reason": "不符合条件"})
    assert refused.json()["state"] == "refused"


def test_the_way_of_a_case_tells_applicants_sides_not_names(caller, reach):
    number = reach("opinion1")
    own = caller("li").get(f"/cases/{number}/history").json()["events"]
    assert [e["kind"] for e in own][-3:] == ["case.received", "case.accepted", "case.opinion_given"]
    assert {e["by"] for e in own} == {"applicant", "staff"}
    assert [e["seq"] for e in own] == list(range(1, len(own) + 1))


def test_opinions_are_for_officials(caller, reach):
    number = reach("accepted")
    words = "同意，电话 13812345678 已核"
    caller("officer").post(f"/cases/{number}/acts/opinion", {"verdict": "agree", "text": words})
    seen = [caller(who).get(f"/cases/{number}").json()["seats"][0]["text"] for who in ("li", "head")]
    told = [
        caller(who).get(f"/cases/{number}/history").json()["events"][-1]["words"] for who in ("li", "head")
    ]
    assert seen == told == ["", "同意，电话 138****5678 已核"]


def test_documents_as_they_were_handed_out(caller, reach):
    number = reach("accepted")
    li = caller("li")
    listed = li.get(f"/cases/{number}/documents").json()["documents"]
    assert [one["title"] for one in listed] == ["收件凭证", "受理通知书"]
    paper = li.get(f"/cases/{number}/documents/{listed[1]['number']}").json()
    assert paper["opening"] == "您申请的“食品经营许可”，材料齐全、符合法定形式，于 2026-11-16 受理。"
    assert paper["facts"]["party"] == "李敏"
    theirs = caller("officer").get(f"/cases/{number}/documents/{listed[1]['number']}").json()
    assert (theirs["facts"]["party"], theirs["issued_by"]) == ("李*", "员***1")
    assert li.get(f"/cases/{number}/documents/XX{number}-1").status_code == 404


def test_the_pdf_of_a_document_is_for_the_applicant(caller, reach):
    number = reach("accepted")
    li = caller("li")
    doc = li.get(f"/cases/{number}/documents").json()["documents"][1]["number"]
    answer = li.get(f"/cases/{number}/documents/{doc}/file")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert caller("officer").get(f"/cases/{number}/documents/{doc}/file").status_code == 403
    assert caller("firm").get(f"/cases/{number}/documents/{doc}/file").status_code == 404
    assert li.get(f"/cases/{number}/documents/XX{number}-1/file").status_code == 404


def test_a_draft_is_dropped_and_nothing_else(caller, draft, reach):
    li = caller("li")
    number = draft(li, filled=False)
    dropped = li.delete(f"/applications/{number}")
    assert (dropped.status_code, dropped.json()["state"]) == (200, "voided")
    handed_in = reach("submitted")
    refused = li.delete(f"/applications/{handed_in}")
    assert (refused.status_code, refused.json()["code"]) == (409, "case.not_here")
