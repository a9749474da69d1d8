"""Files: only to who may see their case; nothing in them runs, nothing is kept by the browser."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from yimen.cases import queries as cases
from yimen.rules.authority import SYSTEM
from yimen.vault import actions as vault

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture
def kept(db: None, settings: object, tmp_path: Path, start: datetime) -> vault.Kept:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    return vault.keep(SYSTEM, [PNG], "我的 身份证😀.png", now=start)


def allow(monkeypatch: pytest.MonkeyPatch, answer: bool) -> None:
    monkeypatch.setattr(cases, "may_open_file", lambda actor, key: answer)


def test_a_file_of_no_case_of_mine_does_not_exist(her: Client, kept: vault.Kept) -> None:
    assert her.get(f"/files/{kept.key}/").status_code == 404
    assert her.get("/files/no-such-key/").status_code == 404


def test_a_file_is_downloaded_under_its_name(
    her: Client, kept: vault.Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, True)
    answer = her.get(f"/files/{kept.key}/")
    assert b"".join(answer.streaming_content) == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_picture_may_be_shown_within_our_own_pages(
    her: Client, kept: vault.Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, True)
    answer = her.get(f"/files/{kept.key}/?view=1")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_an_office_file_is_never_shown(
    her: Client, start: datetime, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "x")
    kept = vault.keep(SYSTEM, [made.getvalue()], "a.docx", now=start)
    allow(monkeypatch, True)
    answer = her.get(f"/files/{kept.key}/?view=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()
