"""Every answer of every door carries the headers: pages, errors, redirects, files, the interface."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests import county as counties
from tests.ui import stage
from tests.web.staff_world import county, signed_in  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WANTED = {
    "Content-Security-Policy": r"default-src 'none'",
    "X-Content-Type-Options": r"^nosniff$",
    "X-Frame-Options": r"^(DENY|SAMEORIGIN)$",
    "Referrer-Policy": r"^(same-origin|no-referrer)$",
    "Permissions-Policy": r"camera=\(\).*geolocation=\(\)",
    "Cross-Origin-Opener-Policy": r"^same-origin$",
    "Cross-Origin-Resource-Policy": r"^same-origin$",
}
#: Sheets for the printer have no menu.
PRINTED = {"web/print.html"}
ERRORS = (
    ("/no/such/page/", 404), ("/api/v1/nothing", 404), ("/files/nothing/", 404), ("/admin/staff/", 403),
    ("/my/", 200), ("/api/v1/cases?no=such", 422), ("/static/app.js", 200), ("/healthz", 200),
    ("/api/v1/openapi.json", 200), ("/logout/", 405),
)  # fmt: skip


def check(answer: Any, where: object, signed: bool) -> None:
    for name, pattern in WANTED.items():
        assert re.search(pattern, answer.headers.get(name, "")), (where, name, answer.headers.get(name))
    policy = answer.headers["Content-Security-Policy"]
    scripts = re.search(r"script-src([^;]*)", policy)
    assert scripts is None or "unsafe" not in scripts.group(1), (where, policy)
    assert re.search(r"frame-ancestors '(none|self)'", policy), (where, policy)
    if "sandbox" not in policy:
        assert all(f"{one} 'none'" in policy for one in ("object-src", "base-uri", "frame-ancestors")), where
    assert not [one for one in answer.headers if one.lower().startswith("access-control-")], where
    kind = answer.headers.get("Content-Type", "")
    empty = answer.status_code == 405 if answer.streaming else not answer.content
    assert kind or empty, (where, "a body without its kind")
    assert "charset=utf-8" in kind or not kind.startswith("text/") or "/static/" in str(where), (where, kind)
    if signed and not str(where).startswith("/static/"):
        assert "no-store" in answer.headers.get("Cache-Control", ""), (where, answer.headers)


def test_every_page_of_every_role(county: counties.County) -> None:  # noqa: F811
    names, walked = stage.play(county), 0
    for role, paths in stage.PAGES.items():
        client = stage.client_of(county, role)
        for path in paths:
            where = path.format(**names)
            answer = client.get(where)
            assert answer.status_code in {200, 302}, (where, answer.status_code)
            check(answer, where, signed=role != "visitor")
            if role in county.accounts and "text/html" in answer.headers.get("Content-Type", ""):
                drawn = {one.name for one in answer.templates}
                on_paper = drawn & PRINTED
                assert on_paper or 'action="/logout/"' in answer.content.decode(), (where, "no way out")
            walked += 1
    assert walked > 80


def test_errors_redirects_files_and_the_interface(county: counties.County) -> None:  # noqa: F811
    client = signed_in(county, "li")
    for path, status in ERRORS:
        answer = client.get(path)
        assert answer.status_code == status, path
        check(answer, path, signed=True)
        _ = answer.getvalue()  # a file is read to its end and closed
    check(Client().get("/my/"), "a redirect to the sign-in page", signed=False)
    check(Client().post("/login/", {"login": "x"}), "a form that does not fit", signed=False)
    strict = Client(enforce_csrf_checks=True)
    check(strict.post("/login/", {"login": "x"}), "a form of another site", signed=False)
    check(Client().get("/", headers={"Host": "evil.example"}), "another host", signed=False)


def test_an_error_of_ours_too(county: counties.County, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yimen.web.entrance.notes.render", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/help/")
    assert answer.status_code == 500
    check(answer, "500", signed=False)


def test_https_is_remembered_where_it_is_served(county: counties.County, settings: Any) -> None:  # noqa: F811
    assert "Strict-Transport-Security" not in Client().get("/").headers
    settings.SECURE_HSTS_SECONDS = 31536000
    seen = Client().get("/", secure=True).headers["Strict-Transport-Security"]
    assert seen == "max-age=31536000; includeSubDomains"
    assert Client().get("/no/such/", secure=True).headers["Strict-Transport-Security"] == seen


def test_no_other_origin_may_read(county: counties.County) -> None:  # noqa: F811
    for path in ("/", "/api/v1/items", "/api/v1/openapi.json", "/static/app.js", "/healthz"):
        for method in ("GET", "OPTIONS"):
            asked = {"origin": "https://evil.example", "access-control-request-method": "GET"}
            answer = Client().generic(method, path, headers=asked)
            check(answer, path, signed=False)
            assert "evil.example" not in str(answer.headers)
            _ = answer.getvalue()


def test_no_address_is_forgotten() -> None:
    """What the gate walks covers each door: a door without a page in the list would pass unseen."""
    walked = {path.split("/")[1] for paths in stage.PAGES.values() for path in paths}
    doors = {str(one.pattern).rstrip("/") for one in get_resolver("yimen.web.urls").url_patterns}
    assert {door for door in doors if door} <= walked
