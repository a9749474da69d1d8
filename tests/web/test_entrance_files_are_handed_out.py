"""Files: only to who may see their case; nothing in them runs, nothing is kept by the browser."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from tests import samples
from yimen.cases import queries as cases
from yimen.rules.authority import SYSTEM
from yimen.vault import actions as vault

PNG = samples.png()


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
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_picture_may_be_shown_within_our_own_pages(
    her: Client, kept: vault.Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, True)
    answer = her.get(f"/files/{kept.key}/?view=1")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_shown_picture_is_made_anew_smaller_upright_and_without_the_place(
    her: Client, start: datetime, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    exif = Image.Exif()
    exif[0x0112] = 6  # turned on its side
    exif.get_ifd(0x8825)[1] = "N"
    kept = vault.keep(SYSTEM, [samples.picture("JPEG", size=(4000, 1000), exif=exif)], "店.jpg", now=start)
    allow(monkeypatch, True)
    whole = her.get(f"/files/{kept.key}/")
    original = Image.open(io.BytesIO(b"".join(whole.streaming_content)))
    assert original.size == (4000, 1000) and 0x8825 in original.getexif()
    answer = her.get(f"/files/{kept.key}/?view=1")
    shown = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["Content-Type"], shown.size) == ("image/jpeg", (400, 1600))
    assert len(shown.getexif()) == 0
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")


def test_a_pdf_is_shown_as_it_is_with_nothing_allowed_in_it(
    her: Client, start: datetime, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    kept = vault.keep(SYSTEM, [samples.pdf()], "a.pdf", now=start)
    allow(monkeypatch, True)
    answer = her.get(f"/files/{kept.key}/?view=1")
    assert b"".join(answer.streaming_content) == samples.pdf()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_an_office_file_is_never_shown(
    her: Client, start: datetime, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    kept = vault.keep(SYSTEM, [samples.word()], "a.docx", now=start)
    allow(monkeypatch, True)
    answer = her.get(f"/files/{kept.key}/?view=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()
