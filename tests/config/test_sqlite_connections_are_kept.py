"""A thread keeps its SQLite connection between requests: as long as it serves, and no longer."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from yimen.config.sqlite import base


def _made(path: Path, word: str) -> None:
    """A database with one word."""
    link = sqlite3.connect(path)
    link.execute("PRAGMA journal_mode=WAL")
    link.execute("CREATE TABLE words (word TEXT)")
    link.execute("INSERT INTO words VALUES (?)", (word,))
    link.commit()
    link.close()


pytestmark = (
    pytest.mark.django_db
)  # connections are let through only with it; the database of tests is not used


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Any]:
    """A connection as a thread of the server has it."""
    path = tmp_path / "one.sqlite3"
    _made(path, "old")
    own = {
        "ENGINE": "yimen.config.sqlite", "NAME": str(path), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }  # fmt: skip
    link = base.DatabaseWrapper(connections.configure_settings({"default": own})["default"], alias="kept")
    yield link
    link.close()


def _asked(link: Any) -> tuple[str, Any]:
    """What one request reads, and over which connection."""
    link.close_if_unusable_or_obsolete()
    with link.cursor() as cursor:
        cursor.execute("SELECT word FROM words")
        return cursor.fetchone()[0], link.connection


def test_the_next_request_finds_the_same_connection_and_what_others_wrote(kept: Any) -> None:
    word, first = _asked(kept)
    with sqlite3.connect(kept.settings_dict["NAME"]) as other:
        other.execute("UPDATE words SET word = 'new'")
    other.close()
    assert (word, *_asked(kept)) == ("old", "new", first)


def test_another_file_in_its_place_is_read_at_the_next_request(kept: Any, tmp_path: Path) -> None:
    assert _asked(kept)[0] == "old"
    restored = tmp_path / "restored.sqlite3"
    _made(restored, "restored")
    for end in ("-wal", "-shm"):
        (tmp_path / f"one.sqlite3{end}").unlink(missing_ok=True)
    shutil.move(restored, tmp_path / "one.sqlite3")
    assert _asked(kept)[0] == "restored"


def test_files_closed_to_writers_are_opened_anew_and_say_so(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first = _asked(kept)
    monkeypatch.setattr(os, "access", lambda *_path, **_more: False)
    _, second = _asked(kept)
    assert second is not first
    assert _asked(kept)[1] is not second  # and each time again: for one request only
