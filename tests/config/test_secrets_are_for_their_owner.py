"""Keys that are made on this machine lie in files that only the service's own account may read."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yimen.config import settings as site
from yimen.keys import master
from yimen.trail import keys as trail_keys
from yimen.vault import sealkeys

NOW = datetime(2026, 11, 16, tzinfo=UTC)


def test_every_key_file_is_readable_by_its_owner_alone(
    tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR, settings.TRAIL_KEY, settings.MASTER_KEY = tmp_path, "", ""
    monkeypatch.setattr(site, "DATA_DIR", tmp_path)
    assert len(site._secret("")) >= 50
    assert len(master.make_once()) == 16
    assert trail_keys.trail_key().name
    sealkeys.make(tmp_path / "seal", "云溪县行政审批局", "words for a test", now=NOW)
    made = {file.relative_to(tmp_path).as_posix(): file for file in tmp_path.rglob("*") if file.is_file()}
    assert {"secret.key", "master.key", "trail.key", "seal/seal.p12", "seal/authority.p12"} <= set(made)
    shown = {name: oct(stat.S_IMODE(file.stat().st_mode)) for name, file in made.items()
             if file.suffix in {".key", ".p12"}}  # fmt: skip
    assert {name: mode for name, mode in shown.items() if mode != "0o600"} == {}


def test_a_key_that_is_there_is_not_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "DATA_DIR", tmp_path)
    first = site._secret("")
    assert site._secret("") == first and site._secret("given") == "given"
