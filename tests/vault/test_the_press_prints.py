"""The press: PDF/A with every font inside, the same bytes for the same facts, and no silent boxes."""

from __future__ import annotations

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader

from yimen.vault import press

FACTS = {
    "title": "受理通知书",
    "paragraphs": ["您好，赵喆堃", '#import "/etc/passwd" $x$ *粗* <a> \\u{41} @ref'],
    "organ": "云溪县行政审批局",
    "issued_at": "2026-11-16T08:00:00+08:00",
}


def _fonts(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "one.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    return said.splitlines()[2:]


def test_a_sheet_becomes_pdf_a_with_its_fonts_inside(tmp_path: Path) -> None:
    pdf = press.typeset("plain", FACTS)
    about = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert about is not None
    assert "pdfaid:part" in about.stream.get_data().decode()
    fonts = _fonts(pdf, tmp_path)
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts


def test_facts_are_never_read_as_code() -> None:
    text = PdfReader(io.BytesIO(press.typeset("plain", FACTS))).pages[0].extract_text()
    assert '#import "/etc/passwd" $x$ *粗*' in text


def test_the_same_facts_give_the_same_bytes_also_from_many_threads() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: press.typeset("plain", FACTS), range(40)))
    assert made == {press.typeset("plain", FACTS)}


def test_the_shipped_fonts_alone_have_the_whole_table_of_2013() -> None:
    table = Path(__file__).parents[2] / "tools" / "table_2013.txt"
    rare = set("".join(one for one in table.read_text("utf-8").splitlines() if not one.startswith("#")))
    assert len(rare) == 1467
    alone = press.Press(folders=())
    assert {one for one in rare if ord(one) not in alone.known} == set()
    assert alone.print("plain", FACTS).startswith(b"%PDF-1.7")


def test_a_character_no_font_has_is_named_and_nothing_is_printed() -> None:
    assert press.missing_glyphs("赵\U0002a6a5堃，\n\t 2026") == {"\U0002a6a5"}
    with pytest.raises(press.CannotPrint) as caught:
        press.typeset("plain", {"title": "证", "paragraphs": [{"deep": ["赵\U0002a6a5"]}]})
    assert caught.value.characters == {"\U0002a6a5"}


def test_a_sheet_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        press.typeset("../../config/settings", {})
