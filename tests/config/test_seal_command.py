"""`yimen seal init | show | renew`: a key only its owner can read, in the register; again changes nothing."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.vault import sealkit
from yimen.bureau import actions as bureau
from yimen.rules.authority import SYSTEM
from yimen.vault import queries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(settings: object, tmp_path: Path, now: datetime) -> Path:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.SEAL_KEY = str(tmp_path / "seal" / "seal.p12")  # type: ignore[attr-defined]
    bureau.add_department(SYSTEM, sealkit.HOLDER, "云溪县行政审批局", source="import", now=now)
    bureau.hire(SYSTEM, "S01", "周敏", sealkit.HOLDER, now=now)
    return tmp_path / "seal" / "seal.p12"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("seal", *words, stdout=out)
    return out.getvalue()


def test_init_makes_one_seal_once(place: Path) -> None:
    said = run("init", "--holder", sealkit.HOLDER, "--custodian", "S01")
    assert "云溪县行政审批局行政审批专用章" in said
    assert "周敏" in said
    assert place.stat().st_mode & 0o077 == 0
    before, content = queries.fingerprints(), place.read_bytes()
    assert len(before) == 1
    assert run("init", "--custodian", "S01") == said == run("show")
    assert (queries.fingerprints(), place.read_bytes()) == (before, content)


def test_renew_adds_a_certificate_and_keeps_the_old_one_known(place: Path) -> None:
    run("init", "--holder", sealkit.HOLDER)
    first = queries.fingerprints()
    run("renew")
    assert first < queries.fingerprints()
    assert len(queries.fingerprints()) == 2


@pytest.mark.parametrize("words", [("show",), ("renew",), ("init",), ("init", "--holder", "none")])
def test_what_cannot_be_done_is_said(place: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words)
    assert not place.exists()
