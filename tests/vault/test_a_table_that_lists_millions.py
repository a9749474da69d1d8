"""PDFs of some kilobytes whose table of objects lists millions: refused before they are read."""

from __future__ import annotations

import io
import zlib
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import samples
from tests.vault import sealkit
from yimen.rules import files
from yimen.rules.limits import VERIFY, VERIFY_FILE
from yimen.rules.seals import Signature
from yimen.vault import actions as vault
from yimen.vault import sealing
from yimen.vault.content import pdfs

BODIES = (
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
)
TABLE = b"<< /Type /XRef /Size %d /W [1 3 1] /Root 1 0 R %s /Filter /FlateDecode /Length %d >>"


def packed(rows: int, tables: int = 1) -> bytes:
    """A PDF with so many packed tables of so many rows, each pointing to the one before."""
    data, out, before = zlib.compress(b"\x01\x00\x00\x09\x00" * rows, 9), b"%PDF-1.7\n" + BODIES, b""
    for number in range(3, 3 + tables):
        start = len(out)
        out += b"%d 0 obj\n" % number + TABLE % (rows, before, len(data))
        out += b"\nstream\n" + data + b"\nendstream\nendobj\n"
        before = b"/Prev %d" % start
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def plain(rows: int) -> bytes:
    """A PDF with a plain table of so many rows."""
    out = b"%PDF-1.4\n" + BODIES
    start = len(out)
    out += b"xref\n0 %d\n" % rows + b"0000000009 00000 n \n" * rows
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (rows, start)


BOMBS = {"packed": packed(1_000_000), "many packed": packed(90_000, 60), "plain": plain(250_000)}


def test_they_are_small() -> None:
    assert len(BOMBS["packed"]) < 10_000 and len(BOMBS["many packed"]) < 100_000


@pytest.mark.parametrize("name", BOMBS)
def test_an_upload_is_refused(name: str) -> None:
    with pytest.raises(files.TooMuchInside):
        vault.stash(iter([BOMBS[name]]), "图.pdf")


@pytest.mark.parametrize("name", BOMBS)
def test_its_signature_is_not_looked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: nothing is decoded beyond the limit, and no more than that is read."""
    rows: list[int] = []
    real = pdfs.open_pdf

    def watched(content: io.BytesIO, most: int = 0) -> object:
        rows.append(most)
        return real(content, most)

    monkeypatch.setattr(pdfs, "open_pdf", watched)
    with pytest.raises(files.TooMuchInside):
        sealing.examine(BOMBS[name], [])
    assert rows == ([] if name == "plain" else [sealing.MOST_UNPACKED])


@pytest.mark.django_db
@pytest.mark.parametrize("name", BOMBS)
def test_the_page_that_verifies_says_so(name: str) -> None:
    answer = Client().post("/verify/", {"file": SimpleUploadedFile("证.pdf", BOMBS[name])})
    assert answer.status_code == 422
    assert "文件解开后太大" in answer.content.decode()


@pytest.mark.django_db
def test_ordinary_files_are_read() -> None:
    for content in (packed(50), plain(50), samples.pdf(), sealkit.paper()):
        assert sealing.examine(content, []).verdict is Signature.UNSIGNED
    vault.stash(iter([samples.pdf()]), "图.pdf")


@pytest.mark.django_db
def test_files_are_examined_a_few_times_a_minute_numbers_often(settings, monkeypatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("yimen.web.middleware.timezone", SimpleNamespace(now=lambda: now))
    settings.LIMITS = 3 / VERIFY_FILE.most
    page = Client()
    pdf = samples.pdf()
    sent = [{"file": SimpleUploadedFile("证.pdf", pdf)} for _ in range(5)]
    files_sent = [page.post("/verify/", one).status_code for one in sent]
    assert files_sent == [200, 200, 200, 429, 429]
    settings.LIMITS = 5 / VERIFY.most
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    asked = [elsewhere.get("/verify/", {"n": "x", "c": "y"}).status_code for _ in range(25)]
    assert asked[0] == 200 and asked[-1] == 429
    assert all(one <= other for one, other in pairwise(asked)), (
        "once too often, it stays too often for a while"
    )
    assert elsewhere.get("/verify/").status_code == 200, "the empty page asks nothing"
