"""A request that says it is huge is refused before a byte of it is read or written."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from yimen.config import settings as site

#: Anybody may send these, signed in or not.
DOORS = ("/login/", "/verify/", "/register/", "/no/such/page/", "/api/v1/applications", "/api/v1/items")


class Unread(BytesIO):
    """A body that nobody may touch."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body is read")

    readline = read


def send(path: str, length: object) -> Any:
    kind = "multipart/form-data; boundary=x"
    more = {"wsgi.input": Unread(b""), "CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind}
    return Client(raise_request_exception=False).generic("POST", path, b"", content_type=kind, **more)


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("length", [site.BODY_MOST + 1, 10**12])
def test_it_is_refused_unread(path: str, length: int) -> None:
    answer = send(path, length)
    assert answer.status_code == 413
    if path.startswith("/api/"):
        assert answer.json()["code"] == "request.too_large"
    else:
        page = answer.content.decode()
        assert "一次交的文件太大" in page and f"每份不超过 {site.MAX_FILE_MB} MB" in page
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_five_of_the_largest_files_at_once_pass() -> None:
    assert 5 * site.MAX_FILE_MB * 1024 * 1024 < site.BODY_MOST


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "-1", "x", "1e99", "٣"])
def test_a_length_that_is_none_is_no_length(length: str) -> None:
    """The server refuses these itself (test_the_server_takes_no_double_meaning); here they do no harm."""
    answer = Client(raise_request_exception=False).generic("GET", "/healthz", CONTENT_LENGTH=length)
    assert answer.status_code == 200
