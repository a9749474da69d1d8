"""Retried requests, lost answers, stale pages: one case, one act, one answer."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests import samples
from tests.api.conftest import PDF
from yimen.cases.models import Case, CaseFile
from yimen.trail.models import Event
from yimen.vault.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_repeated_application_is_one_application(caller, county):
    li = caller("li")
    first, second = (
        li.post("/applications", {"item": counties.PLAIN}, idempotency_key="a-1") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_a_repeated_act_is_one_act(caller, reach):
    number, clerk = reach("received"), caller("clerk")
    etag = clerk.get(f"/cases/{number}")["ETag"]
    answers = [
        clerk.post(f"/cases/{number}/acts/accept", idempotency_key="b-1", if_match=etag) for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0]["ETag"] == answers[1]["ETag"]
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert Event.objects.filter(stream=number, kind="case.accepted").count() == 1


def test_the_answer_stays_when_the_case_has_gone_on(caller, reach):
    number, clerk = reach("submitted"), caller("clerk")
    first = clerk.post(f"/cases/{number}/acts/receive", idempotency_key="c-1")
    clerk.post(f"/cases/{number}/acts/accept")
    again = clerk.post(f"/cases/{number}/acts/receive", idempotency_key="c-1")
    assert again.json() == first.json()
    assert again.json()["state"] == "received"


def test_another_request_under_the_same_key_is_refused(caller, reach):
    number, clerk = reach("received"), caller("clerk")
    assert clerk.post(f"/cases/{number}/acts/accept", idempotency_key="d-1").status_code == 200
    other = clerk.post(f"/cases/{number}/acts/not_accept", {"reason": "不对"}, idempotency_key="d-1")
    assert (other.status_code, other.json()["code"]) == (422, "request.key_reused")
    assert Case.objects.get(number=number).state == "reviewing"


def test_a_key_belongs_to_its_account(caller, county):
    for who in ("li", "wang"):
        answer = caller(who).post("/applications", {"item": counties.PLAIN}, idempotency_key="same")
        assert answer.status_code == 201
        assert "Idempotent-Replayed" not in answer
    assert Case.objects.count() == 2


def test_an_act_that_was_refused_may_be_tried_again_under_its_key(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    assert li.post(f"/applications/{number}/submit", idempotency_key="e-1").status_code == 422
    li.put(f"/applications/{number}/answers", {"answers": {"shop_name": "面馆", "area": "9"}})
    for code in ("M-PLAN", "M-RULES"):
        li.upload(f"/applications/{number}/materials/{code}/files", PDF)
    answer = li.post(f"/applications/{number}/submit", idempotency_key="e-1")
    assert answer.status_code == 200
    assert "Idempotent-Replayed" not in answer


def test_a_repeated_upload_is_one_file(caller, draft):
    li = caller("li")
    place = f"/applications/{draft(li, filled=False)}/materials/M-PLAN/files"
    first, second = (li.upload(place, PDF, key="f-1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert (CaseFile.objects.count(), StoredFile.objects.count()) == (1, 1)
    other = li.upload(place, samples.pdf(2), key="f-1")
    assert (other.status_code, other.json()["code"]) == (422, "request.key_reused")
    assert CaseFile.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 65, "有空 格"])
def test_a_key_that_is_none_is_refused(caller, county, key):
    raw = key.encode().decode("latin-1")
    answer = caller("li").post("/applications", {"item": counties.PLAIN}, idempotency_key=raw)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
    assert answer.json()["errors"][0]["place"] == "header.Idempotency-Key"


@pytest.mark.parametrize("how", ["header", "body"])
def test_a_stale_act_is_told_what_changed(caller, reach, how):
    number, first, second = reach("received"), caller("clerk"), caller("clerk2")
    rev = first.get(f"/cases/{number}").json()["rev"]
    assert first.post(f"/cases/{number}/acts/accept", {"rev": rev}).status_code == 200
    if how == "header":
        late = second.post(f"/cases/{number}/acts/accept", if_match=f'"{rev}"')
    else:
        late = second.post(f"/cases/{number}/acts/accept", {"rev": rev})
    body = late.json()
    assert (late.status_code, body["code"]) == (409, "case.stale")
    assert body["detail"] == "您打开以后，这个办件有变化：已受理。请看过再办"


def test_answers_out_of_date_are_refused(caller, draft):
    li = caller("li")
    number = draft(li)
    late = li.put(f"/applications/{number}/answers", {"answers": {"area": "9"}}, if_match='"1"')
    assert (late.status_code, late.json()["code"]) == (409, "case.stale")


@pytest.mark.parametrize("value", ["three", '"-1"', 'W/"3"', '"1", "2"', '"9999999999"', "²"])
def test_if_match_names_one_revision(caller, reach, value):
    number = reach("submitted")
    raw = value.encode().decode("latin-1")
    answer = caller("clerk").post(f"/cases/{number}/acts/receive", if_match=raw)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.bad_if_match")


def test_header_and_body_name_the_same_revision(caller, reach):
    number, clerk = reach("submitted"), caller("clerk")
    rev = clerk.get(f"/cases/{number}").json()["rev"]
    act = f"/cases/{number}/acts/receive"
    answer = clerk.post(act, {"rev": rev}, if_match=f'"{rev + 1}"')
    assert (answer.status_code, answer.json()["code"]) == (422, "request.two_revisions")
    assert clerk.post(act, {"rev": rev}, if_match="*").status_code == 200
