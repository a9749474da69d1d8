"""One file per trick: polyglots, active PDFs, office files with more than a text, bombs, path tricks."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from tests import samples
from yimen.keys import ring
from yimen.keys.crypto import new_key
from yimen.rules import file_images, file_packages, files
from yimen.rules.authority import Actor
from yimen.vault import actions

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ACTOR = Actor(account=7, name="李小敏", party=1)
ZIP = samples.package({"a.txt": "x"})
HTML = b"<html><script>alert(1)</script></html>"
JPEG = samples.picture("JPEG")
PNG, PDF = samples.png(), samples.pdf()


@pytest.fixture(autouse=True)
def a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    held = ring.Ring({1: new_key()}, {2: new_key()}, 1, 2, (2,), time.monotonic())
    monkeypatch.setattr(ring, "_held", held)


def stash(content: bytes) -> files.Media:
    return actions.stash([content], "材料").media


def refused(content: bytes) -> type[files.BadFile]:
    """The class of the refusal; whatever else is raised fails the test, and nothing may stay on disk."""
    with pytest.raises(files.BadFile) as caught:
        stash(content)
    assert caught.value.words
    return type(caught.value)


# --- polyglots ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "carrier", [JPEG, PNG, samples.picture("WEBP"), PDF], ids=["jpeg", "png", "webp", "pdf"]
)
@pytest.mark.parametrize(
    "more",
    [ZIP, samples.package({"META-INF/MANIFEST.MF": "x"}), b"Rar!\x1a\x07\x01\x00..", b"7z\xbc\xaf\x27\x1c.."],
    ids=["zip", "jar", "rar", "7z"],
)  # fmt: skip
def test_an_archive_behind_a_picture_or_pdf_is_found(carrier: bytes, more: bytes) -> None:
    assert refused(carrier + more) is files.HidesMore


@pytest.mark.parametrize("carrier", [JPEG, PNG, PDF], ids=["jpeg", "png", "pdf"])
def test_a_web_page_behind_a_picture_or_pdf_is_found(carrier: bytes) -> None:
    assert refused(carrier + HTML) is files.HidesMore


def test_a_web_page_in_the_comment_of_a_picture_is_found() -> None:
    assert refused(samples.picture("JPEG", comment=HTML)) is files.HidesMore
    assert refused(JPEG[:2] + b"\xff\xfe\x00\x0b<?php ?>" + JPEG[2:]) is files.HidesMore


@pytest.mark.parametrize("before", [HTML, ZIP, JPEG, b"GIF89a", b"MZ\x90", b"var a=1;/*"])
def test_something_before_a_pdf_is_found(before: bytes) -> None:
    assert issubclass(refused(before + PDF), files.BadFile)


def test_a_pdf_within_the_head_of_a_picture_is_found() -> None:
    comment = samples.picture("JPEG", comment=b"%PDF-1.7 1 0 obj")
    assert refused(comment) is files.HidesMore


def test_a_web_page_in_the_head_of_a_pdf_is_found_but_its_text_may_speak_of_one() -> None:
    assert refused(PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n% <script>x()</script>\n")) is files.HidesMore
    page = b"<< /Length 2100 >>\nstream\n" + b" " * 2000 + b"<html>".ljust(100) + b"\nendstream"
    assert stash(samples.objects(page)) is files.Media.PDF


def test_a_gif_is_not_taken_with_or_without_a_jar() -> None:
    gif = samples.picture("GIF")
    assert refused(gif) is files.BadFile and refused(gif + ZIP) is files.BadFile


def test_a_svg_with_script_is_a_web_page() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>1</script></svg>'
    assert refused(svg) is files.IsWebPage
    assert refused(b"\xef\xbb\xbf <?xml version='1.0'?>" + svg) is files.IsWebPage


# --- PDF ---------------------------------------------------------------------------------------------------
def packed(*bodies: bytes) -> bytes:
    """A PDF whose objects (from 4 on) lie packed in an object stream, listed by a cross-reference stream."""
    index, body = b"", b""
    for at, one in enumerate(bodies):
        index += b"%d %d " % (4 + at, len(body))
        body += one + b" "
    stream = zlib.compress(index + body)
    head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
    out = b"%PDF-1.7\n"
    places = [len(out)]
    out += b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /X 4 0 R >>\nendobj\n"
    places.append(len(out))
    out += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    places.append(len(out))
    out += b"3 0 obj\n" + head % (len(bodies), len(index), len(stream)) + stream + b"\nendstream\nendobj\n"
    last = 4 + len(bodies)
    rows = [struct.pack(">BHB", 0, 0, 255)] + [struct.pack(">BHB", 1, place, 0) for place in places]
    rows += [struct.pack(">BHB", 2, 3, at) for at in range(len(bodies))]
    start = len(out)
    rows.append(struct.pack(">BHB", 1, start, 0))
    table = zlib.compress(b"".join(rows))
    head = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\n"
    out += head % (last, last + 1, len(table))
    return out + b"stream\n" + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


ACTIVE = [
    b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
    b"<< /S /JavaScr#69pt /#4a#53 (x) >>",
    b"<< /Kids << /A [ 1 << /JS (x) >> ] >> >>",
    b"<< /S /Launch /F (calc.exe) >>",
    b"<< /S /SubmitForm /F (http://x) >>",
    b"<< /Type /Annot /Subtype /RichMedia >>",
    b"<< /Type /Annot /Subtype /Screen >>",
    b"<< /XFA [ (x) 2 0 R ] >>",
    b"<< /AA << /O 5 0 R >> >>",
]
PACKING = [
    b"<< /Type /Filespec /EF << /F 5 0 R >> >>",
    b"<< /Names << /EmbeddedFiles 5 0 R >> >>",
    b"<< /Type /EmbeddedFile /Length 0 >>",
    b"<< /Type /Annot /Subtype /FileAttachment >>",
    b"<< /S /GoToE /T << >> >>",
]


@pytest.mark.parametrize("body", ACTIVE)
def test_a_pdf_that_runs_something_is_refused(body: bytes) -> None:
    assert refused(samples.objects(body)) is files.HasActiveContent
    assert refused(packed(body)) is files.HasActiveContent


@pytest.mark.parametrize("body", PACKING)
def test_a_pdf_with_files_in_it_is_refused(body: bytes) -> None:
    assert refused(samples.objects(body)) is files.HasAttachments
    assert refused(packed(body)) is files.HasAttachments


def test_a_pdf_may_open_at_a_page_and_link_to_one() -> None:
    links = b"<< /S /URI /URI (https://example.cn) >>"
    assert stash(samples.objects(links, root=b"/OpenAction [2 0 R /Fit]")) is files.Media.PDF
    assert stash(packed(links)) is files.Media.PDF
    assert (
        refused(samples.objects(root=b"/OpenAction << /S /JavaScript /JS (x) >>")) is files.HasActiveContent
    )


def test_what_an_earlier_revision_of_a_pdf_runs_is_found() -> None:
    first = samples.objects(b"<< /S /JavaScr#69pt /#4a#53 (x) >>")
    start = int(first.rpartition(b"startxref\n")[2].split()[0])
    again = b"4 0 obj\n<< /A 1 >>\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer << /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    made = first + again + table % (len(first), start, len(first) + len(again))
    assert refused(made) is files.HasActiveContent


def test_active_objects_that_the_directory_does_not_list_are_found() -> None:
    made = samples.objects().replace(b"xref\n", b"9 0 obj << /S /JavaScript /J#53 (x) >> endobj\nxref\n", 1)
    assert issubclass(refused(made), files.BadFile)


def test_an_encrypted_pdf_is_refused() -> None:
    locked = samples.objects(trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>")
    assert refused(locked) is files.IsLocked


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", PDF[:200], PDF[:-10], PDF.replace(b"startxref", b"startxxxx"),
     PDF.replace(b"/Pages", b"/Pagos"), samples.objects(b"[" * 5000)],
)  # fmt: skip
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    assert refused(content) is files.IsBroken


# --- office and OFD ----------------------------------------------------------------------------------------
RELS = "word/_rels/document.xml.rels"


def test_an_office_file_with_links_for_readers_is_taken() -> None:
    link = samples.relations("hyperlink", "https://www.example.cn/a")
    inside = samples.relations("image", "media/image1.png", mode="Internal")
    assert stash(samples.word({RELS: link, "word/media/image1.png": PNG})) is files.Media.DOCX
    assert stash(samples.word({RELS: inside})) is files.Media.DOCX
    assert stash(samples.sheet({"xl/printerSettings/printerSettings1.bin": b"\0"})) is files.Media.XLSX


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil.example/t.dotm"),
        ("image", "http://evil.example/pixel.png"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "file:///etc/passwd"),
        ("frame", "\\\\server\\share"),
    ],
)
def test_an_office_file_that_fetches_from_elsewhere_is_refused(kind: str, target: str) -> None:
    assert refused(samples.word({RELS: samples.relations(kind, target)})) is files.LinksOut
    hidden = samples.relations(kind, target, mode="&#69;xternal")
    assert refused(samples.word({RELS: hidden})) is files.LinksOut
    wide = samples.relations(kind, target).replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
    assert refused(samples.word({RELS: wide})) is files.LinksOut


@pytest.mark.parametrize(
    "more",
    [
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/activeX/activeX1.xml": "<a/>"},
        {"word/media/tool.exe": b"x"},
        {"word/media/image1.png": b"MZ\x90\0"},
        {"word/media/image1.png": ZIP},
        {RELS: samples.relations("aFChunk", "a.html", mode="Internal")},
        {RELS: samples.relations("oleObject", "a.bin", mode="Internal")},
        {"word/afchunk.html": HTML},
    ],
)
def test_an_office_file_with_files_packed_in_is_refused(more: dict[str, str | bytes]) -> None:
    assert refused(samples.word(more)) is files.HasAttachments


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/vbaData.xml", "xl/macrosheets/sheet1.xml"])
def test_macros_are_found(name: str) -> None:
    assert refused(samples.word({name: "<a/>"})) is files.HasMacros
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    assert (
        refused(samples.package({"[Content_Types].xml": types, "word/document.xml": "<a/>"}))
        is files.HasMacros
    )


@pytest.mark.parametrize(
    "body",
    [
        '<w:fldSimple w:instr=" DDEAUTO c:\\\\cmd.exe &quot;/k&quot; "/>',
        "<w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>E cmd calc</w:instrText></w:r>",
    ],
)
def test_a_text_that_fetches_from_a_program_is_refused(body: str) -> None:
    assert refused(samples.word(body=body)) is files.HasActiveContent


def test_a_sheet_that_fetches_from_a_program_or_another_sheet_is_refused() -> None:
    link = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert refused(samples.sheet({"xl/externalLinks/externalLink1.xml": link})) is files.HasActiveContent
    to = samples.relations("externalLink", "a.xml", mode="Internal")
    assert refused(samples.sheet({"xl/_rels/workbook.xml.rels": to})) is files.HasAttachments


def test_a_document_type_is_refused_before_its_entities_count() -> None:
    laughs = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'>]><a>&y;</a>"
    assert refused(samples.word({"word/styles.xml": laughs})) is files.HasActiveContent


def test_an_ofd_that_plays_or_carries_something_is_refused() -> None:
    action = '<ofd:Actions xmlns:ofd="http://www.ofdspec.org/2016"><ofd:{0}/></ofd:Actions>'
    assert (
        refused(samples.ofd({"Doc_0/Document.xml": action.format("GotoA AttachID='1'")}))
        is files.HasActiveContent
    )
    assert refused(samples.ofd({"Doc_0/Document.xml": action.format("Movie")})) is files.HasActiveContent
    out = action.format("URI URI='javascript:1'")
    assert refused(samples.ofd({"Doc_0/Document.xml": out})) is files.LinksOut
    assert refused(samples.ofd({"Doc_0/Attachs/a.exe": b"x"})) is files.HasAttachments
    assert refused(samples.ofd({"Doc_0/Res/a.js": b"x"})) is files.HasAttachments
    seal = {"Doc_0/Signs/Sign_0/SignedValue.dat": b"\x30\x82", "Doc_0/Res/1.jb2": b"x"}
    assert stash(samples.ofd(seal)) is files.Media.OFD


# --- bombs and paths ---------------------------------------------------------------------------------------
def test_a_member_that_unpacks_to_absurdly_much_is_refused() -> None:
    assert refused(samples.word({"word/media/a.png": b"\0" * (20 * files.MB)})) is files.TooMuchInside


def test_members_that_are_too_much_together_are_refused(settings: object) -> None:
    settings.MAX_FILE_MB = 1  # type: ignore[attr-defined]
    parts: dict[str, str | bytes] = {f"word/media/{n}.png": b"\0" * (2 * files.MB) for n in range(6)}
    assert refused(samples.word(parts)) is files.TooMuchInside


def test_a_directory_that_lies_about_sizes_is_not_believed() -> None:
    made = bytearray(samples.word({"word/media/a.png": b"\0" * (20 * files.MB)}))
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 24 : at + 28] = struct.pack("<I", 10)
        at = made.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(made)) in {files.IsBroken, files.TooMuchInside}


def test_too_many_members_are_refused() -> None:
    parts: dict[str, str | bytes] = {f"word/{n}.xml": b"" for n in range(file_packages.MOST_MEMBERS)}
    assert refused(samples.word(parts)) is files.TooMuchInside


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil.xml", "/etc/passwd.xml", "C:\\evil.xml", "word\\a.xml",
             "a//b.xml", "word/./a.xml", "c:evil.xml"],
)  # fmt: skip
def test_members_that_want_to_be_written_elsewhere_are_refused(name: str) -> None:
    assert refused(samples.word({name: "<a/>"})) is files.BadPath


def test_links_and_double_names_in_a_package_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(made.getvalue()) is files.BadPath
    assert refused(samples.word({"word/DOCUMENT.xml": "<a/>"})) is files.BadPath


def test_an_encrypted_package_is_refused() -> None:
    made = bytearray(samples.word())
    at = made.find(b"PK\x01\x02")
    made[at + 8] |= 1
    assert refused(bytes(made)) is files.IsLocked


def test_something_before_between_or_behind_a_package_is_found() -> None:
    good = samples.word()
    assert refused(good + HTML) is files.HidesMore
    assert refused(samples.sheet() + good) is files.HidesMore
    assert refused(b"PK\x03\x04" + HTML + good) is files.HidesMore


# --- pictures ----------------------------------------------------------------------------------------------
def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge, with rows to match, all of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def test_a_picture_that_would_fill_the_memory_is_refused_unopened() -> None:
    with pytest.raises(files.TooManyPixels) as caught:
        stash(bomb(50_000, 50_000))
    assert caught.value.words == "图片有 50000×50000 点，最多 6000 万点，请缩小后再上传"
    assert file_images.MOST_PIXELS == 60_000_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_broken(kind: str) -> None:
    noise = io.BytesIO()
    Image.effect_noise((200, 200), 80).save(noise, kind)
    assert stash(noise.getvalue()).name == kind
    assert refused(noise.getvalue()[: len(noise.getvalue()) // 2]) is files.IsBroken


def test_a_picture_must_be_what_it_begins_as() -> None:
    assert refused(b"\xff\xd8\xff" + PNG) is files.IsBroken
    assert refused(b"\x89PNG\r\n\x1a\n" + JPEG) is files.IsBroken


def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        made = io.BytesIO()
        frames[0].save(made, kind, save_all=True, append_images=frames[1:])
        assert refused(made.getvalue()) is files.IsAnimated


def test_a_telephone_picture_with_a_second_one_behind_is_taken() -> None:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "MPO", save_all=True, append_images=[Image.new("RGB", (4, 4))])
    assert stash(made.getvalue()) is files.Media.JPEG


def test_refusals_leave_nothing_on_disk(settings: object, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    for content in (JPEG + ZIP, samples.word({"../a.xml": ""}), bomb(9_000, 9_000), PDF[:200]):
        refused(content)
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []
