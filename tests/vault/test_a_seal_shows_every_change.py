"""The signature of a seal: intact, altered by one byte, somebody else's; `pdfsig` says the same."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.vault import sealkit
from yimen.rules.seals import Signature
from yimen.vault import sealing, sealkeys


@pytest.fixture
def key(tmp_path: Path, now: datetime) -> object:
    return sealkit.signer(tmp_path / "seal", "云溪县行政审批局", now)


@pytest.fixture
def ours(key: object) -> set[str]:
    return {sealkeys.certificate_of(key).fingerprint}


@pytest.fixture
def sealed(key: object, now: datetime) -> bytes:
    return sealing.seal_pdf(sealkit.paper(), key, at=now, reason="证照 1")


def test_a_sealed_file_is_intact_and_says_who_and_when(sealed: bytes, ours: set[str], now: datetime) -> None:
    found = sealing.examine(sealed, ours)
    assert found.verdict is Signature.INTACT
    assert "云溪县行政审批局" in found.signer
    assert found.signed_at == now
    assert {found.fingerprint} == ours


def test_the_text_is_still_the_file_that_was_typeset(sealed: bytes) -> None:
    assert sealed.startswith(sealkit.paper())


def _covered(sealed: bytes) -> list[int]:
    """The places that the signature speaks for: all but the hexadecimal text of the signature itself."""
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", sealed)
    assert found is not None
    a, b, c, d = (int(one) for one in found.groups())
    assert (a, c + d) == (0, len(sealed))
    return [*range(a, a + b), *range(c, c + d)]


def test_any_flipped_byte_shows(sealed: bytes, ours: set[str]) -> None:
    places = _covered(sealed)
    for place in places[:: len(places) // 60]:
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        assert sealing.examine(bytes(changed), ours).verdict is not Signature.INTACT, place


def test_what_is_added_after_the_seal_shows(sealed: bytes, ours: set[str]) -> None:
    assert sealing.examine(sealed + b"\n%", ours).verdict is Signature.ALTERED


def test_another_signature_after_ours_shows(
    sealed: bytes, ours: set[str], tmp_path: Path, now: datetime
) -> None:
    stranger = sealkit.signer(tmp_path / "other", "别处的机关", now)
    with pytest.raises(ValueError, match="signed already"):
        sealing.seal_pdf(sealed, stranger, at=now, reason="x")


def test_somebody_elses_seal_is_not_ours(tmp_path: Path, ours: set[str], now: datetime) -> None:
    stranger = sealkit.signer(tmp_path / "other", "云溪县行政审批局", now)  # the same name, another key
    found = sealing.examine(sealing.seal_pdf(sealkit.paper(), stranger, at=now, reason="x"), ours)
    assert found.verdict is Signature.FOREIGN


def test_a_seal_outside_its_certificates_days_is_not_intact(
    key: object, ours: set[str], now: datetime
) -> None:
    late = sealing.seal_pdf(sealkit.paper(), key, at=now + timedelta(days=4000), reason="x")
    assert sealing.examine(late, ours).verdict is Signature.ALTERED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"hello", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_what_has_no_seal_is_unsigned(content: bytes, ours: set[str]) -> None:
    assert sealing.examine(content, ours).verdict is Signature.UNSIGNED


def test_a_text_that_names_no_signature_but_quotes_one_is_not_called_intact(ours: set[str]) -> None:
    assert sealing.examine(b"%PDF-1.7 /ByteRange [0 1 2 3]", ours).verdict is Signature.ALTERED


def test_a_plain_pdf_is_unsigned_and_a_ruin_of_a_sealed_one_is_altered(sealed: bytes, ours: set[str]) -> None:
    assert sealing.examine(sealkit.paper(), ours).verdict is Signature.UNSIGNED
    assert sealing.examine(sealed[len(sealed) // 2 :], ours).verdict is Signature.ALTERED


def test_pdfsig_agrees(sealed: bytes, tmp_path: Path) -> None:
    tool = shutil.which("pdfsig")
    if tool is None:
        pytest.skip("needs poppler-utils: apt-get install poppler-utils")
    assert "Signature is Valid" in _pdfsig(tool, tmp_path / "whole.pdf", sealed)
    assert "Total document signed" in _pdfsig(tool, tmp_path / "whole.pdf", sealed)
    changed = bytearray(sealed)
    changed[len(sealkit.paper()) // 2] ^= 0x01
    assert "Signature is Valid" not in _pdfsig(tool, tmp_path / "changed.pdf", bytes(changed))


def _pdfsig(tool: str, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    done = subprocess.run([tool, "-nocert", str(path)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_seal_is_set_and_read_inside_a_running_loop_too(key: object, ours: set[str], now: datetime) -> None:
    async def inside() -> sealing.Examined:
        return sealing.examine(sealing.seal_pdf(sealkit.paper(), key, at=now, reason="证照 1"), ours)

    # In a thread of its own: the browser's tests leave a loop running in the main one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: asyncio.run(inside())).result().verdict is Signature.INTACT
