"""Whatever goes wrong, the answer has one shape, says why in words, and shows nothing of the inside."""

from __future__ import annotations

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError
from django.test import Client

from tests import county as counties
from tests.api.conftest import PDF, Caller
from yimen.catalogue import queries as catalogue

pytestmark = pytest.mark.django_db
KEYS = {"type", "title", "status", "code", "detail", "basis", "instance", "errors"}


def _is_problem(answer, status: int, code: str) -> dict[str, object]:
    """The answer is this problem, in the shape of every problem."""
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == KEYS
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code), body
    assert body["type"] == f"urn:yimen:problem:{code}"
    assert body["title"]
    assert body["detail"]
    assert body["instance"] == answer.wsgi_request.path
    return body


def test_a_rule_answers_with_its_code_words_and_basis(caller, reach):
    number = reach("received")
    body = _is_problem(
        caller("clerk").post(f"/cases/{number}/acts/not_accept", {"reason": " "}), 422, "case.reason_missing"
    )
    assert body["detail"] == "请写明不予受理的理由"
    assert body["basis"].startswith("行政许可法第三十二条")


def test_an_act_out_of_its_place_is_a_conflict(caller, reach):
    number = reach("received")
    body = _is_problem(caller("clerk").post(f"/cases/{number}/acts/issue"), 409, "case.not_here")
    assert body["detail"] == "办件现在是“待受理”，不能出证"


def test_an_act_of_another_post_is_forbidden(caller, reach):
    number = reach("received")
    _is_problem(caller("officer").post(f"/cases/{number}/acts/accept"), 403, "case.not_yours")


def test_without_a_token_one_is_asked_for_it(anybody, county):
    answer = anybody.get("/cases")
    _is_problem(answer, 401, "request.not_signed_in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("secret", ["ym_nobody", "x" * 5000, "令牌".encode().decode("latin-1")])
def test_a_wrong_token_is_no_token(county, secret):
    _is_problem(Caller(secret).get("/cases"), 401, "request.not_signed_in")


@pytest.mark.parametrize("path", ["/nowhere", "/cases/x/acts/dance", "/", "/items/a/b/c", "/cases/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_does_not_exist(anybody, county, path, method):
    _is_problem(anybody.send(method, path), 404, "request.not_found")


def test_another_version_of_the_interface_does_not_exist(db):
    answer = Client().get("/api/v2/items")
    _is_problem(answer, 404, "request.not_found")


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "PUT", "POST", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_offered(anybody, county, method):
    answer = anybody.send(method, "/items")
    _is_problem(answer, 405, "request.method_not_allowed")
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"item": 1' + b"1" * 5000 + b"}"])
def test_a_body_that_is_no_json(caller, body):
    _is_problem(caller("li").post("/applications", body), 400, "request.unreadable")


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        (b"", "body", "missing"),
        (b"[]", "body", "model_attributes_type"),
        (b"null", "body", "model_attributes_type"),
        ({}, "body.item", "missing"),
        ({"item": 5}, "body.item", "string_type"),
        ({"item": "x", "state": "granted"}, "body.state", "extra_forbidden"),
        ({"item": "x" * 61}, "body.item", "string_too_long"),
        ({"item": "a\x00b"}, "body.item", "control"),
        (b'{"item": "\\ud800"}', "body.item", "string_unicode"),
        ({"item": "x", "party": "7"}, "body.party", "int_type"),
        ({"item": "x", "party": True}, "body.party", "int_type"),
        ({"item": "x", "party": 2**70}, "body.party", "less_than_equal"),
        ({"item": "x", "channel": "电话"}, "body.channel", "enum"),
        ({"item": "x", "region": "12"}, "body.region", "string_pattern_mismatch"),
    ],
)
def test_a_body_that_does_not_fit_names_the_place(caller, body, place, code):
    found = _is_problem(caller("li").post("/applications", body), 422, "request.invalid")
    assert [(e["place"], e["code"]) for e in found["errors"]] == [(place, code)]
    assert place in found["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"answers": {"shop_name": {"deep": 1}}},
        {"answers": {"shop_name": [["x"]]}},
        {"answers": {"shop_name": "字" * 10_001}},
        {"answers": {"x" * 81: "1"}},
        {"answers": {str(i): "1" for i in range(501)}},
        b'{"answers": {"area": NaN}}',
        b'{"answers": {"area": 1e999}}',
        {"answers": []},
        {"answers": {}, "rev": -1},
        {"answers": {}, "rev": 1.5},
        {"answers": {}, "party": 1},
    ],
)
def test_answers_that_cannot_be_stored_are_refused(caller, draft, body):
    li = caller("li")
    number = draft(li, filled=False)
    _is_problem(li.put(f"/applications/{number}/answers", body), 422, "request.invalid")


def test_answers_to_questions_not_asked_are_refused(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    body = _is_problem(
        li.put(f"/applications/{number}/answers", {"answers": {"state": "granted"}}),
        422,
        "request.fields_unknown",
    )
    assert body["detail"] == "这个事项的表里没有这些栏：state"


def test_a_misspelt_filter_is_refused(anybody, county):
    _is_problem(anybody.get("/items?topics=开店经营"), 422, "request.unknown_parameter")
    _is_problem(anybody.get("/items?limit=101"), 422, "request.invalid")
    _is_problem(anybody.get("/items?for=cats"), 422, "request.invalid")
    _is_problem(anybody.get("/items?q=面馆&topic=开店经营"), 422, "request.not_together")


@pytest.mark.parametrize("number", ["1", "%00", "办件", "4" * 22, "A" * 500])
def test_what_is_no_case_number_is_a_case_that_does_not_exist(caller, county, number):
    _is_problem(caller("clerk").get(f"/cases/{number}"), 404, "case.not_found")


def test_an_item_that_does_not_exist(anybody, county):
    _is_problem(anybody.get("/items/none"), 404, "item.not_found")
    _is_problem(anybody.get("/items/none/versions"), 404, "item.not_found")
    _is_problem(anybody.get("/items/%00"), 404, "item.not_found")


def test_a_hall_that_does_not_exist(caller, county):
    body = {"item": counties.PLAIN, "region": "110000000000"}
    _is_problem(caller("li").post("/applications", body), 422, "request.region_unknown")


def test_a_body_too_large_is_told_so(caller, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = caller("li").post("/applications", {"item": "x" * 2000})
    _is_problem(answer, 413, "request.too_large")


def test_a_broken_upload_is_unreadable(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    answer = Client().generic(
        "POST", f"/api/v1/applications/{number}/materials/M-PLAN/files", b"--x\r\nnonsense",
        content_type="multipart/form-data; boundary=" + "b" * 300,
        headers={"Authorization": f"Bearer {li.secret}"},
    )  # fmt: skip
    _is_problem(answer, 400, "request.unreadable")


def test_no_file_is_passed_over_in_silence(caller, draft):
    li = caller("li")
    number = draft(li, filled=False)
    address = f"/applications/{number}/materials/M-PLAN/files"
    one, two = SimpleUploadedFile("一.pdf", PDF), SimpleUploadedFile("二.pdf", PDF)
    answer = Client().post(
        f"/api/v1{address}", {"file": [one, two]}, headers={"Authorization": f"Bearer {li.secret}"}
    )
    _is_problem(answer, 422, "request.one_file")
    _is_problem(li.upload(address, PDF, status="accepted"), 422, "request.one_file")
    _is_problem(li.upload(address, PDF, how="5"), 422, "request.invalid")


def test_a_failure_inside_shows_nothing_of_it(anybody, county, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ProgrammingError("secret table accounts_account")

    monkeypatch.setattr(catalogue, "item_page", fail)
    with caplog.at_level(logging.ERROR, logger="yimen.api"):
        answer = anybody.get(f"/items/{counties.PLAIN}")
    _is_problem(answer, 500, "server.error")
    assert b"secret" not in answer.content
    assert "secret table" in caplog.text


def test_a_page_outside_the_interface_is_no_problem_document(db):
    assert "problem+json" not in Client().get("/nowhere")["Content-Type"]


@pytest.mark.parametrize(
    ("asked", "told"), [("", "zh-hans"), ("en", "en"), ("fr, en;q=0.5", "en"), ("xx", "zh-hans")]
)
def test_the_language_is_that_of_the_caller(anybody, county, asked, told):
    answer = anybody.get("/items/none", accept_language=asked) if asked else anybody.get("/items/none")
    assert answer["Content-Language"] == told
    assert "Accept-Language" in answer["Vary"]


def test_words_are_translated_before_facts_are_filled_in(anybody, county, monkeypatch):
    english = {"没有找到这个事项：{item}": "No item {item}"}
    monkeypatch.setattr("yimen.api.words.gettext", lambda text: english.get(text, text))
    assert anybody.get("/items/none").json()["detail"] == "No item none"


def test_a_file_over_the_limit(caller, draft, settings):
    settings.MAX_FILE_MB = 1
    li = caller("li")
    number = draft(li, filled=False)
    big = SimpleUploadedFile("图.pdf", b"%PDF-1.4\n" + b"0" * (1024 * 1024)).read()
    answer = li.upload(f"/applications/{number}/materials/M-PLAN/files", big)
    body = _is_problem(answer, 422, "file.too_big")
    assert body["detail"] == "每份不超过 1 MB，这份 2 MB"
