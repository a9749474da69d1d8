"""Tables that keepers import: bombs, polyglots, other kinds of files, and what a package must not hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import samples
from tests.catalogue.test_import_sheet import CELLS, _book
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.catalogue import importing
from yimen.catalogue.importing import whole
from yimen.catalogue.importing.sheet import sheet_rows
from yimen.catalogue.models import ImportRun, Item
from yimen.rules import files
from yimen.rules.errors import RuleBroken

GOOD = _book(CELLS)
_DDE = '<x xmlns="http://x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></x>'
_DTD = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


def changed(**parts: str | bytes) -> bytes:
    """The good table with these parts in it, others than before or more."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        held: dict[str, str | bytes] = {name: good.read(name) for name in good.namelist()}
    return samples.package({**held, **{name.replace("__", "/"): part for name, part in parts.items()}})


def sheet(cell: str) -> bytes:
    """The good table whose sheet has one more value, at this place."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        text = good.read("xl/worksheets/sheet1.xml").decode()
    return changed(**{"xl__worksheets__sheet1.xml": text.replace("</sheetData>", f"{cell}</sheetData>")})


FAR = [
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "<row r='1048576'><c  r = 'XFD1048576'><v>1</v></c></row>",
    '<row r="900000"><c t="inlineStr"><is><t>x</t></is></c></row>',
]
#: Told by the directory or by where the values stand: so by the command as well.
BY_BOTH = {
    "bomb": (changed(**{"xl__media__a.png": b"\0" * 40_000_000}), files.TooMuchInside),
    "polyglot-before": (b"%PDF-1.7\n" + GOOD, files.HidesMore),
    "polyglot-behind": (GOOD + b"<html><script>1</script>", RuleBroken),
    "macros": (changed(xl__vbaProject="x", **{"xl__vbaProject.bin": b"x"}), files.HasMacros),
    "packed-in": (changed(**{"xl__embeddings__a.xml": "<x/>"}), files.HasAttachments),
    "program": (changed(**{"xl__a.exe": b"MZ"}), files.HasAttachments),
    "path": (changed(**{"..__..__a.xml": "<x/>"}), files.BadPath),
    "docx": (
        samples.package({"[Content_Types].xml": "x", "word/document.xml": "x"}),
        importing.ImportRefused,
    ),
    "entities": (changed(**{"xl__a.xml": _DTD}), files.HasActiveContent),
    "far-corner": (sheet(FAR[0]), importing.ImportRefused),
    "far-corner-otherwise-written": (sheet(FAR[1]), importing.ImportRefused),
    "far-row": (sheet(FAR[2]), importing.ImportRefused),
}
#: Told by what the parts say: at the door, like any upload.
BY_DOOR = {
    "dde": (changed(**{"xl__a.xml": _DDE}), "DDE"),
    "program-as-picture": (changed(**{"xl__media__a.png": b"MZ\x90"}), "夹带"),
}


def test_the_good_one_is_read() -> None:
    assert len(sheet_rows(GOOD, {}).rows) == 1
    assert len(sheet_rows(changed(**{"docProps__thumbnail.jpeg": samples.picture("JPEG")}), {}).rows) == 1
    assert [whole.column_of(one) for one in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]


@pytest.mark.parametrize("trick", BY_BOTH)
def test_every_trick_is_refused_before_a_reader_opens_it(trick: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content, refusal = BY_BOTH[trick]
    monkeypatch.setattr("yimen.catalogue.importing.sheet.CalamineWorkbook", None)
    with pytest.raises(refusal) as told:
        sheet_rows(content, {})
    assert told.value.code and told.value.words


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"\x7fELF\x02", b"Rar!\x1a\x07\x01\x00", b"\x1f\x8b\x08"])
def test_a_program_or_an_archive_is_no_list_of_lines(content: bytes) -> None:
    with pytest.raises(files.BadFile) as told:
        importing.plan(importing.Source("a", content, "guangdong"), importing.Known({}, {}))
    assert told.value.code in {"file.archive", "file.program", "file.script"}


@pytest.mark.django_db
def test_the_door_refuses_each_says_why_and_keeps_nothing(county) -> None:  # noqa: F811
    client = signed_in(county, "keeper")
    before = Item.objects.count()
    tricks = {**{name: (content, "") for name, (content, _) in BY_BOTH.items()}, **BY_DOOR}
    for name, (content, words) in tricks.items():
        sent = {"mapping": "quanze", "file": SimpleUploadedFile("目录.xlsx", content)}
        answer = client.post("/catalogue/import/", sent)
        page = answer.content.decode()
        assert answer.status_code == 422 and 'id="f-file"' in page and words in page, name
    assert Item.objects.count() == before and not ImportRun.objects.exists()
    assert not (Path(settings.FILES_ROOT) / "waiting-imports").exists()
    sent = {"mapping": "quanze", "file": SimpleUploadedFile("目录.xlsx", GOOD)}
    assert client.post("/catalogue/import/", sent).status_code == 200
