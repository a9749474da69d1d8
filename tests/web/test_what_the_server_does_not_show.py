"""Folders are not listed, sources and hidden files are not served, and needless methods are not answered."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import county as counties
from tests.web.staff_world import NOW
from yimen.api.refusals import PlainHttp

pytestmark = [pytest.mark.django_db]
HIDDEN = (
    "/.git/config", "/.git/HEAD", "/.env", "/static/.git/config", "/static/", "/static/vendor/", "/files/",
    "/static/../settings.py", "/static/%2e%2e/%2e%2e/config/settings.py",
    "/static/..%5c..%5cconfig/settings.py",
    "/yimen/config/settings.py", "/secret.key", "/master.key", "/static/../../../etc/passwd",
    "/static//etc/passwd", "/yimen.sqlite3", "/pyproject.toml", "/server-status", "/admin/login/",
)  # fmt: skip


@pytest.mark.parametrize("path", HIDDEN)
def test_no_folder_is_listed_and_no_source_is_served(path: str) -> None:
    answer = Client().get(path)
    body = answer.getvalue()
    assert answer.status_code == 404, path
    assert b"SECRET" not in body and b"repositoryformatversion" not in body and b"root:" not in body
    assert "index of" not in body.decode("utf-8", "replace").lower()


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG"])
@pytest.mark.parametrize("path", ["/", "/items/", "/login/", "/static/app.js", "/api/v1/items", "/no/such/"])
def test_methods_that_nobody_needs_are_refused(method: str, path: str) -> None:
    counties.build(NOW)
    answer = Client().generic(method, path, headers={"cookie": "sessionid=secret", "x-told": "back"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"] and "TRACE" not in answer.headers["Allow"]
    assert b"secret" not in answer.content and b"back" not in answer.content
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if path.startswith("/api/"):
        assert answer.json()["code"] == "request.method_not_allowed"


def test_options_tells_methods_and_lets_no_other_origin_in() -> None:
    answer = Client().options("/api/v1/items", headers={"origin": "https://evil.example"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.fixture
def https(settings) -> None:
    """A site served over HTTPS, as YIMEN_HTTPS=yes sets it."""
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def test_pages_are_led_to_https_and_the_interface_is_not(https: None) -> None:
    page = Client().get("/items/?q=x")
    assert (page.status_code, page.headers["Location"]) == (301, "https://testserver/items/?q=x")
    for path in ("/api/v1/items", "/api/v1/cases", "/api/v1/nothing"):
        answer = Client().get(path, headers={"authorization": "Bearer ym_x", "accept-language": "en"})
        assert (answer.status_code, answer.json()["code"]) == (403, PlainHttp.code)
        assert "HTTPS" in answer.json()["detail"] and "Location" not in answer.headers
    assert Client().get("/healthz").status_code == 200, "the monitor asks from within"
    behind = {"x-forwarded-proto": "https"}
    assert Client().get("/items/", headers=behind).status_code == 200
    assert Client().get("/api/v1/items", headers=behind).status_code == 200


def test_without_https_nobody_is_led_anywhere() -> None:
    assert Client().get("/items/").status_code == 200
    assert Client().get("/api/v1/items").status_code == 200
