"""Database or disk fail: 503 or 507 with when to come again, in plain words, at every door; never a 500."""

from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client

from yimen.catalogue import queries as catalogue
from yimen.config import worker
from yimen.web import middleware

DAY = 86400
FULL, AWAY = (
    OSError(errno.ENOSPC, "No space left on device"),
    OperationalError("server closed the connection"),
)


@pytest.fixture
def failing(monkeypatch, db):
    def fail(error: Exception, owner: object = catalogue, name: str = "search") -> Client:
        def broken(*args: object, **more: object) -> None:
            raise error

        monkeypatch.setattr(owner, name, broken)
        return Client(raise_request_exception=False)

    return fail


@pytest.mark.parametrize(("error", "status", "words"), [(AWAY, 503, "不会办成两次"), (FULL, 507, "没有办成")])
def test_a_page(failing, error, status, words):
    answer = failing(error).get("/items/", {"q": "食品"})
    page = answer.content.decode()
    assert (answer.status_code, words in page, "0799-000 0000" in page) == (status, True, True)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("error", "status", "code"), [(AWAY, 503, "server.database_away"), (FULL, 507, "server.no_room")]
)
def test_the_interface(failing, error, status, code):
    answer = failing(error).get("/api/v1/items?q=x")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/", "/api/v1/items"])
def test_before_any_view(failing, path):
    answer = failing(AWAY, middleware.timezone, "now").get(path)
    assert answer.status_code == 503
    assert ("problem" in answer.headers["Content-Type"]) is path.startswith("/api")


def test_a_fault_of_ours_stays_a_500_without_its_words(failing):
    client = failing(ValueError("secret inside"))
    for path in ("/items/?q=x", "/api/v1/items?q=x"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.content.decode()


def test_a_host_that_is_not_ours_is_a_problem_too(db):
    answer = Client(headers={"host": "evil.example"}).get("/api/v1/items")
    assert (answer.status_code, answer.json()["code"]) == (400, "request.unreadable")
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400


@pytest.fixture
def looks(db, monkeypatch) -> worker.Worker:
    """A worker whose looks keep the test's connection open."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return worker.Worker()


def test_the_worker_says_one_line_and_goes_on(failing, looks, caplog):
    failing(AWAY, worker, "turn")
    assert looks._one() == 0
    assert "server.database_away" in caplog.text
    assert "Traceback" not in caplog.text


def test_after_a_jump_of_the_clock_the_alarms_rest(looks, monkeypatch, caplog):
    steady, wall, rung = iter([0, 1, 2, 700]), iter([0, DAY, DAY + 1, DAY + 699]), []
    start = datetime(2026, 11, 23, tzinfo=UTC)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: next(steady)))
    monkeypatch.setattr(worker.timezone, "now", lambda: start + timedelta(seconds=next(wall)))
    monkeypatch.setattr(worker.cases, "alarms", lambda now: rung.append(now) or 0)
    for _ in range(4):
        looks._one()
    assert "jumped" in caplog.text
    assert rung == [start, start + timedelta(seconds=DAY + 699)], "before the jump, and when it had settled"
