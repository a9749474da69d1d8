"""Small real files for tests: an upload is opened and read to its end, so bytes that only begin well are
refused. `png(n)`, `pdf(n)` … differ in content with n; `office` and `ofd` take further members."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

from yimen.demo.paperwork import scan


def picture(kind: str = "PNG", n: int = 0, size: tuple[int, int] = (8, 8), **how: object) -> bytes:
    """A picture of one colour, which n chooses."""
    made = io.BytesIO()
    colour = (n % 256, n // 256 % 256, 90)
    Image.new("RGB", size, colour).save(made, kind, **how)  # type: ignore[arg-type]
    return made.getvalue()


def png(n: int = 0) -> bytes:
    """A PNG."""
    return picture("PNG", n)


def pdf(n: int = 0) -> bytes:
    """A PDF of one page."""
    return scan(f"page {n}")


def objects(*bodies: bytes, root: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of these objects (numbered from 3), its catalogue with `root`, its trailer with `trailer`."""
    listed = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        *bodies,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(listed, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(listed) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    ends = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return out + ends % (len(listed) + 1, trailer, start)


def package(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(more: Mapping[str, str | bytes] | None = None, body: str = "") -> bytes:
    """A docx with `body` inside its document and further members."""
    text = f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": _TYPES, "word/document.xml": text, **(more or {})})


def sheet(more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An xlsx with further members."""
    book = '<?xml version="1.0"?><workbook/>'
    return package({"[Content_Types].xml": _TYPES, "xl/workbook.xml": book, **(more or {})})


def ofd(more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OFD with further members."""
    return package({"OFD.xml": '<?xml version="1.0"?><OFD/>', **(more or {})})


def relations(kind: str, target: str, mode: str = "External") -> str:
    """The relationships of a part: one of this kind to this target."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{space}"><Relationship Id="r1" Type="{base}/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
