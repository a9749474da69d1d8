"""Somebody else writes and does not end: signing in is answered by 503 and when to come again, not by 400."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection
from django.test import Client

from tests import county as counties
from yimen.accounts.actions import signing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def locked(monkeypatch) -> Callable[[], object]:
    """Holds SQLite's one writer lock from outside; our own writers give up soon."""
    if connection.vendor != "sqlite":
        pytest.skip("the one writer lock is SQLite's")

    @contextmanager
    def held() -> Iterator[None]:
        connection.ensure_connection()
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            connection.connection.execute("PRAGMA busy_timeout = 20")
            yield
            other.execute("ROLLBACK")
            connection.connection.execute("PRAGMA busy_timeout = 15000")

    return held


def sign_in(client: Client) -> object:
    return client.post("/login/", {"login": "19900000001", "password": counties.PASSWORD})


def test_from_the_beginning(locked, now):
    counties.build(now)
    client = Client(raise_request_exception=False)
    with locked():
        answer = sign_in(client)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    assert sign_in(client).status_code == 302


def test_from_the_moment_at_which_the_session_is_kept(locked, now, monkeypatch):
    """All is done but the last write: Django would call the session deleted and the request a bad one."""
    counties.build(now)
    client = Client(raise_request_exception=False)
    holds = locked()
    noted = signing.note

    def and_then_locked(*args: object, **more: object) -> None:
        noted(*args, **more)
        connection.on_commit(holds.__enter__)

    monkeypatch.setattr(signing, "note", and_then_locked)
    try:
        answer = sign_in(client)
    finally:
        holds.__exit__(None, None, None)
    assert answer.status_code == 503
    monkeypatch.undo()
    assert sign_in(client).status_code == 302
