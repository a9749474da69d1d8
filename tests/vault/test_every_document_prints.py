"""文书 as PDF/A: every kind, long names, rare characters, long lists; what people and machines find."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
import segno
from pypdf import PdfReader

from yimen.rules.paper_sheet import sheet
from yimen.rules.papers import REMEDY, contents, law, number
from yimen.rules.terms import Document, ItemType
from yimen.vault import press, qr

ORGAN = "云溪县行政审批服务局"
CASE = "43992620261116000123X7"
PARTY = "赵喆堃与欧阳珺祎共同经营的云溪县青石板巷老字号手工牛肉面馆（个体工商户）第二分店"
ITEM = "Food business licence 食品经营许可（餐饮服务：热食类食品制售、冷食类食品制售、生食类食品制售）新办"
FACTS: dict[str, Any] = {
    "item": ITEM, "party": PARTY, "case": CASE, "department": "云溪县行政审批服务局", "by": "司马晞",
    "day": "2026-11-16T02:00:00+00:00", "promise_due": "2026-11-23T09:30:00+00:00",
    "legal_due": "2026-12-14T09:30:00+00:00", "answer_by": "2026-12-11T09:30:00+00:00",
    "reason": "经营场所与申请不一致，see annex 3", "materials": ["居民身份证", "平面布局图", "Floor plan"],
    "lines": [{"words": "平面布局图第 2 页没有盖章", "hint": "盖章后重新拍照"}],
    "procedure": "testing", "procedure_name": "检测", "basis": "食品安全法第八十四条",
    "excluded_by_law": True,
    "planned_end": "2026-11-30", "days": 5, "result": "食品经营许可证", "result_number": "JY24399260001",
    "result_from": "2026-11-20", "result_to": "2031-11-19", "to_organ": "市行政审批局", "how": "窗口领取",
    "receiver": "李敏", "phone": "0799-0000001",
}  # fmt: skip
#: The facts that each kind carries in life.
_ONLY = {
    "lines": {Document.CORRECTION_NOTICE}, "procedure": {Document.PROCEDURE},
    "procedure_name": {Document.PROCEDURE}, "basis": {Document.PROCEDURE},
    "planned_end": {Document.PROCEDURE}, "days": {Document.EXTENSION},
    "materials": {Document.RECEIPT, Document.ACCEPTANCE}, "to_organ": {Document.FORWARDING},
    "result": {Document.APPROVAL, Document.PICKUP}, "result_number": {Document.APPROVAL},
    "result_from": {Document.APPROVAL}, "result_to": {Document.APPROVAL}, "how": {Document.DELIVERY},
    "receiver": {Document.DELIVERY},
}  # fmt: skip
TIMED = {
    Document.RECEIPT, Document.ACCEPTANCE, Document.PROCEDURE, Document.EXTENSION, Document.DEFERRAL_NOTICE,
}  # fmt: skip


def page(kind: Document, **more: Any) -> dict[str, Any]:
    facts = {k: v for k, v in FACTS.items() if kind in _ONLY.get(k, {kind})} | more
    facts["law"] = law(kind, ItemType.LICENCE)
    doc = {**contents(kind, facts), "kind": kind, "number": number(kind, CASE, 3),
           "issued_at": "2026-11-16T02:00:00+00:00"}  # fmt: skip
    address = qr.verify_address(doc["number"], "7K3MQ9TD")
    return {**sheet(doc, code="7K3MQ9TD", verify=address, sealed_by=ORGAN), "qr_svg": qr.svg(address)}


def text_of(pdf: bytes, folder: Path) -> str:
    """What pdftotext reads, without blanks."""
    path = folder / "one.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return "".join(done.stdout.split())


def pressed(kind: Document, **more: Any) -> bytes:
    return press.typeset("paper", page(kind, **more))


@pytest.mark.parametrize("kind", Document)
def test_one_a4_page_with_all_that_the_law_asks(kind: Document, tmp_path: Path) -> None:
    pdf = pressed(kind)
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    text = text_of(pdf, tmp_path)
    assert kind.label in text
    assert number(kind, CASE, 3) in text
    assert "2026年11月16日" in text, "its own date"
    assert ("2026年11月23日" in text) == (kind in TIMED), "the latest date"
    remedy = REMEDY.replace(" ", "") in text
    assert remedy == (kind.label in {"不予受理通知书", "不予许可决定书", "退件通知书", "终止办理通知书"})
    assert "7K3M-Q9TD" in text
    assert PARTY in text
    assert "云溪县行政审批服务局" in text


@pytest.mark.parametrize("kind", Document)
def test_it_is_pdf_a_and_carries_its_fonts(kind: Document, tmp_path: Path) -> None:
    pdf = pressed(kind)
    about = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert about is not None
    marker = about.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in marker
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in marker
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in said.splitlines()[2:]]
    assert rows
    assert {row[-5] for row in rows} == {"yes"}, said


def test_sixty_materials_and_sixty_gaps_flow_over_pages(tmp_path: Path) -> None:
    many = [f"第 {i} 份材料：关于经营场所使用权的证明文件" for i in range(60)]
    pdf = pressed(Document.ACCEPTANCE, materials=many)
    text = text_of(pdf, tmp_path)
    assert all(f"第{i}份材料" in text for i in range(60))
    gaps = [{"words": f"第 {i} 项缺少盖章的复印件", "hint": "盖章后重新上传" * 3} for i in range(60)]
    long = pressed(Document.CORRECTION_NOTICE, lines=gaps)
    pages = len(PdfReader(io.BytesIO(long)).pages)
    said = text_of(long, tmp_path)
    assert pages > 1
    assert all(f"第{i}项缺少盖章" in said for i in range(60))
    assert said.count("要补什么") == pages or said.count("要补什么") >= 2, "the head of the table comes again"
    assert f"第1页，共{pages}页" in said


def test_rare_characters_of_the_table_are_drawn_by_the_shipped_font_alone(tmp_path: Path) -> None:
    alone = press.Press(folders=())
    pdf = alone.print("paper", page(Document.ACCEPTANCE, party="赟喆堃㛃䶮𬭚"))
    assert "赟喆堃㛃䶮𬭚" in text_of(pdf, tmp_path)


def test_a_character_beyond_all_fonts_stops_the_press_by_name() -> None:
    with pytest.raises(press.CannotPrint) as caught:
        pressed(Document.REFUSAL, party="王\U0002a6a5")
    assert caught.value.characters == {"\U0002a6a5"}


def test_the_code_on_the_page_is_the_verify_address_and_wide_enough(tmp_path: Path) -> None:
    """The printed matrix is compared with segno's own, module by module, from the rendered page."""
    facts = page(Document.ACCEPTANCE)
    matrix = [list(map(bool, row)) for row in segno.make(facts["verify"], error="m", micro=False).matrix]
    assert facts["verify"].endswith(f"/verify/?n={number(Document.ACCEPTANCE, CASE, 3)}&c=7K3MQ9TD")
    dark, mm = _dark(press.typeset("paper", facts), tmp_path)
    left, top, width = _square(dark)
    assert width / mm >= 25, f"{width / mm:.1f} mm"
    step = width / len(matrix)
    seen = [
        [dark(round(left + (x + 0.5) * step), round(top + (y + 0.5) * step)) for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert seen == matrix


def _dark(pdf: bytes, folder: Path) -> tuple[Any, float]:
    """(is the pixel dark?, pixels per millimetre) of the left half of the page at 300 dpi."""
    path = folder / "qr.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "300", "-gray", str(path), str(folder / "qr")], check=True)
    raw = next(folder.glob("qr*.pgm")).read_bytes()
    head = raw.split(b"\n", 3)
    wide, high = map(int, head[1].split())
    pixels = head[3]
    dark = lambda x, y: pixels[y * wide + x] < 128  # noqa: E731
    dark.size = (wide, high)  # type: ignore[attr-defined]
    return dark, 300 / 25.4


def _square(dark: Any) -> tuple[int, int, int]:
    """Left, top and width of the code: its first finder pattern is the first thick corner on the left."""
    wide, high = dark.size
    for y in range(high // 3, high):
        for x in range(wide // 10, wide // 3):
            if all(dark(x + i, y + t) and dark(x + t, y + i) for t in (0, 4) for i in range(50)):
                right = max(i for i in range(x, wide // 2) if any(dark(i, y + j) for j in range(50)))
                return x, y, right - x + 1
    raise AssertionError("no code on the page")
