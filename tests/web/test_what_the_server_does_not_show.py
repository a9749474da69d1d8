"""Folders are not listed, sources and hidden files are not served, and needless methods are not answered."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import county as counties
from tests.web.staff_world import NOW

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
