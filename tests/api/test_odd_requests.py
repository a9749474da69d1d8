"""Requests that no honest program sends: each gets an answer like any other, and gets no further."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests import county as counties
from yimen.cases.models import Case

pytestmark = pytest.mark.django_db
SECURE = {
    "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
}  # fmt: skip


def is_problem(answer, status: int, code: str) -> dict:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content.decode()
    return answer.json()


@pytest.mark.parametrize("path", ["/items", "/cases", "/nowhere", "/openapi.json", "/track?number=x"])
def test_every_answer_carries_the_headers_and_lets_no_other_site_in(anybody, county, path):
    """No CORS: a page of another site reads nothing and asks nothing."""
    for method in ("GET", "OPTIONS", "POST"):
        answer = anybody.send(
            method, path, origin="https://evil.example", access_control_request_method="PUT",
            access_control_request_headers="authorization",
        )  # fmt: skip
        for name, part in SECURE.items():
            if path != "/openapi.json" or name != "Cache-Control":
                assert part in answer.headers.get(name, ""), (method, path, name)
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
        assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "X" * 300])
def test_methods_that_are_not_offered(anybody, county, method):
    answer = anybody.send(method, "/items", x_secret="not-to-be-echoed")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert b"not-to-be-echoed" not in answer.content, "TRACE mirrors nothing"


@pytest.mark.parametrize("trick", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_method_is_what_the_request_line_says(caller, county, trick):
    answer = caller("li").send("GET", "/cases", **{trick.replace("-", "_"): "DELETE"})
    assert answer.status_code == 200


def test_a_body_that_is_too_large_is_not_read(caller, county):
    body = b'{"item": "' + b"x" * (6 * 1024 * 1024) + b'"}'
    is_problem(caller("li").post("/applications", body), 413, "request.too_large")


DEEP = [
    b"[" * 200_000, b'{"a":' * 100_000, b'{"item": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"item": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("body", DEEP)
def test_json_that_goes_deep(caller, county, body):
    answer = caller("li").post("/applications", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        b'{"item": "a", "item": "b"}',
        b'{"item": "a", "party": 1, "party": 2}',
        b'{"answers": {"area": "1", "area": "2"}}',
    ],
)
def test_a_key_that_stands_twice(caller, draft, body):
    """Two readers of one body would understand two things."""
    li = caller("li")
    answers = b"answers" in body
    path = f"/applications/{draft(li, filled=False)}/answers" if answers else "/applications"
    answer = li.put(path, body) if answers else li.post(path, body)
    is_problem(answer, 400, "request.unreadable")


@pytest.mark.parametrize("value", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000])
def test_numbers_that_are_none(caller, draft, value):
    li = caller("li")
    number = draft(li, filled=False)
    for body in (b'{"answers": {"area": %s}}' % value, b'{"answers": {}, "rev": %s}' % value):
        answer = li.put(f"/applications/{number}/answers", body)
        assert answer.status_code in {400, 422}, answer.content
        assert answer["Content-Type"] == "application/problem+json"


CONTROL = ["a\x00b", "a\x07b", "a\x1bb", "\x7f", "a\x85b", "\ud800"]


@pytest.mark.parametrize("text", CONTROL)
def test_characters_that_are_none(caller, draft, text):
    li = caller("li")
    number = draft(li, filled=False)
    for body in (
        {"answers": {"shop_name": text}}, {"answers": {text: "x"}}, {"answers": {}, "contact_phone": text},
    ):  # fmt: skip
        answer = li.put(f"/applications/{number}/answers", json.dumps(body).encode())
        assert answer.status_code == 422, (body, answer.content.decode())
        assert answer["Content-Type"] == "application/problem+json"
    is_problem(li.post("/applications", json.dumps({"item": text}).encode()), 422, "request.invalid")
    assert "青石" not in str(Case.objects.get(number=number).answers)


NULL = (
    "/items/%00", "/cases/%00/history", "/items?q=%00", "/track?number=%00", "/cases?cursor=%00",
    "/items?%00=1", "/parties?number=%00",
)  # fmt: skip


@pytest.mark.parametrize("path", NULL)
def test_a_null_byte_in_an_address(caller, county, path):
    answer = caller("clerk").get(path)
    assert answer.status_code in {200, 404, 422}, answer.content
    assert answer.status_code == 200 or answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""]
)
def test_a_body_of_another_kind_does_nothing_beyond_what_it_says(caller, county, kind):
    """A form of another site can send these kinds without asking: by session they need the token anyway."""
    before = Case.objects.count()
    page = Client()
    page.force_login(county.accounts["li"])
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = page.cookies
    answer = strict.generic(
        "POST", "/api/v1/applications", json.dumps({"item": counties.PLAIN}), content_type=kind,
        headers={"origin": "https://evil.example"},
    )  # fmt: skip
    is_problem(answer, 403, "request.csrf_failed")
    assert Case.objects.count() == before
