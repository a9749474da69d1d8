"""Uploads: content judged by its bytes, kept once by its SM3 digest, named safely, or refused in words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import samples
from yimen.rules import files
from yimen.rules.authority import Actor
from yimen.trail import queries as trail
from yimen.trail.actions import OutsideTransaction
from yimen.trail.chain import sm3
from yimen.vault import actions, queries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ACTOR = Actor(account=7, name="李小敏", party=1)
PNG = samples.png()
PDF = samples.pdf()


@pytest.fixture(autouse=True)
def root(settings: object, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def on_disk(root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if p.is_file()] if root.exists() else []


def keep(content: bytes, name: str = "a") -> actions.Kept:
    return actions.keep(ACTOR, [content[:5], content[5:]], name, now=NOW)


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PNG, files.Media.PNG),
        (PDF, files.Media.PDF),
        (samples.picture("JPEG"), files.Media.JPEG),
        (samples.picture("WEBP"), files.Media.WEBP),
        (samples.ofd({"Doc_0/Document.xml": "<a/>"}), files.Media.OFD),
        (samples.word(), files.Media.DOCX),
        (samples.sheet(), files.Media.XLSX),
    ],
)
def test_what_is_taken_comes_back_byte_for_byte(content: bytes, media: files.Media) -> None:
    kept = keep(content, "材料" + media.extension)
    facts = queries.by_key(kept.key)
    assert facts is not None
    assert (facts.media_type, facts.digest, facts.size) == (media.type, sm3(content), len(content))
    assert facts.uploaded_by == "account:7"
    with queries.open_content(facts) as handle:
        assert handle.read() == content


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", files.EmptyFile),
        (b"MZ\x90\x00" + PDF, files.IsProgram),
        (b"\x7fELF\x02", files.IsScript),
        (b"#!/bin/sh\n%PDF-1.4", files.IsScript),
        (b"  <!DOCTYPE html><p>", files.IsWebPage),
        (b'<?xml version="1.0"?><svg onload="x"/>', files.IsWebPage),
        (zipped("a.txt"), files.IsArchive),
        (b"Rar!\x1a\x07", files.IsArchive),
        (zipped("word/document.xml", "word/vbaProject.bin"), files.HasMacros),
        (zipped("word/document.xml")[:40], files.IsBroken),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", files.IsOldOffice),
        ("只是文字".encode(), files.BadFile),
    ],
    ids=[
        "nothing",
        "program",
        "elf",
        "script",
        "page",
        "svg",
        "zip",
        "rar",
        "macros",
        "cut off",
        "old office",
        "text",
    ],
)
def test_what_is_not_taken_is_refused_by_its_content_and_leaves_nothing(
    root: Path, content: bytes, refusal: type[files.BadFile]
) -> None:
    with pytest.raises(refusal) as refused:
        keep(content, "照片.jpg")
    assert type(refused.value) is refusal
    assert on_disk(root) == []


def test_a_renamed_program_is_called_what_it_is() -> None:
    with pytest.raises(files.IsProgram) as refused:
        keep(b"MZ\x90\x00\x03", "营业执照.pdf")
    assert refused.value.words == "文件内容是 Windows 程序，不是图片或 PDF"


def test_a_file_over_the_limit_is_told_in_megabytes(root: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield PDF
        for _ in range(30):
            yield b"\x00" * files.MB

    with pytest.raises(files.TooBig) as refused:
        actions.keep(ACTOR, chunks(), "大.pdf", now=NOW)
    assert refused.value.words == "每份不超过 20 MB，这份 31 MB"
    assert on_disk(root) == []


def of_size(blanks: int) -> bytes:
    """A PDF with so many blanks in it."""
    return samples.objects(b"<< /Length %d >>\nstream\n%s\nendstream" % (blanks, b" " * blanks))


def test_just_the_limit_is_taken_and_one_byte_more_is_not(settings: object) -> None:
    settings.MAX_FILE_MB = 1  # type: ignore[attr-defined]
    size = files.MB
    for _ in range(2):  # the second time, the places in its directory have their final number of digits
        size += files.MB - len(whole) if (whole := of_size(size)) else 0
    assert keep(of_size(size)).size == files.MB
    with pytest.raises(files.TooBig, match="这份 2 MB"):
        keep(of_size(size + 1))


def test_the_same_content_lies_on_disk_once_under_two_addresses(root: Path) -> None:
    one, two = keep(PDF, "一.pdf"), keep(PDF, "二.pdf")
    assert (one.digest, one.key == two.key) == (two.digest, False)
    assert on_disk(root) == [root / one.digest[:2] / one.digest[2:4] / one.digest]


def test_an_address_cannot_be_guessed_and_an_unknown_one_is_nothing() -> None:
    assert len(keep(PDF).key) == 43
    for key in ("", "x", "../../etc/passwd"):
        assert queries.by_key(key) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\桌面\\营业执照.PDF", "营业执照.pdf"),
        ("照片.jpg", "照片.pdf"),
        ("a\x00b\r\nc\u202efdp.exe", "abcfdp.exe.pdf"),
        ("我的😀文件.pdf", "我的😀文件.pdf"),
        ("", "文件.pdf"),
        (".pdf", "文件.pdf"),
        ("𠮷" * 10000 + ".pdf", "𠮷" * 116 + ".pdf"),
        ('a"b<c>.pdf', "a b c.pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert keep(PDF, given).name == kept


def test_a_number_in_a_name_is_masked_in_the_trail() -> None:
    kept = keep(PDF, "13800003210 身份证.pdf")
    assert "13800003210" not in str(trail.history(f"file:{kept.id}")[0].data)
    assert list(trail.broken_links(f"file:{kept.id}")) == []


def test_several_are_read_at_once(django_assert_num_queries: object) -> None:
    ids = [keep(PDF).id, keep(PNG).id]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert set(queries.by_ids([*ids, 999999])) == set(ids)


@pytest.mark.django_db(transaction=True)
def test_content_is_stashed_without_a_transaction_and_recorded_within_one() -> None:
    stashed = actions.stash([PDF], "一.pdf")
    with pytest.raises(OutsideTransaction):
        actions.record(ACTOR, stashed, now=NOW)
    assert actions.keep(ACTOR, [PDF], "一.pdf", now=NOW).digest == stashed.digest
