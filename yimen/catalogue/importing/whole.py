"""Whether a spreadsheet may be opened at all: a whole package, nothing in it but a table, and not too large.

The reader of tables keeps a grid of all cells between the first and the last: one value in the last corner
makes a file of a kilobyte fill the memory. So where the values stand is read first, piece by piece.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from yimen.rules import file_packages
from yimen.rules.file_xml import PIECE, BadXml, XmlWatch
from yimen.rules.files import HidesMore, Media, Said

from .problems import ImportRefused, Problem

#: Unpacked size beyond which a sheet is a trap, in MB: ten times the largest catalogue of a province.
MAX_UNPACKED_MB = 300
#: Cells of the grid between the first and the last value; a county's list has 60 columns and 5 000 rows.
MAX_CELLS = 10_000_000
_END = b"PK\x05\x06"
#: What reading a package raises that is cut off or written wrongly.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, BadXml,
)  # fmt: skip
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


def require_whole(content: bytes) -> None:
    """Judge a file by its directory and by where its values stand, before a reader of tables opens it.

    Raises ImportRefused, and BadFile's children for what a package must not hold.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _by_directory(content, packed)
            _by_places(packed)
    except _BROKEN as error:
        raise ImportRefused([Problem(0, "", "不是完整的 .xlsx 文件，可能没有传完")]) from error


def _by_directory(content: bytes, packed: zipfile.ZipFile) -> None:
    listed = packed.infolist()
    names = {one.filename for one in listed}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise ImportRefused([Problem(0, "", "不是 .xlsx 文件")])
    if content[-22:-18] != _END or packed.comment or min(one.header_offset for one in listed):
        raise HidesMore(what=Said("别的内容"))
    members = [
        file_packages.Member(one.orig_filename, one.file_size, one.compress_size, bool(one.flag_bits & 1))
        for one in listed
    ]
    file_packages.check_members(members, Media.XLSX, MAX_UNPACKED_MB // file_packages.MOST_TIMES)


def _by_places(packed: zipfile.ZipFile) -> None:
    """Every part, for the workbook may call any of them a sheet."""
    for one in packed.infolist():
        if one.filename.lower().endswith(".xml"):
            with packed.open(one) as part:
                _Places().read(part)


class _Places(XmlWatch):
    """How far the values of one part reach, as the reader of tables counts them."""

    def __init__(self) -> None:
        super().__init__()
        self._row, self._column, self._filled = 0, 0, False
        self._rows, self._columns = 0, 0

    def read(self, part: IO[bytes]) -> None:
        """Read it to the end. Raises ImportRefused where the grid is too large, BadFile, BadXml."""
        read = 0
        while piece := part.read(PIECE):
            read += len(piece)
            self.feed(piece)
        if read:
            self.feed(b"", last=True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row or a cell begins, or a cell has a value."""
        place = attributes.get("r", "")
        if name == "row":
            self._row = int(place) if place.isdecimal() else self._row + 1
            self._column = 0
        elif name == "c":
            self._filled = False
            found = _PLACE.fullmatch(place)
            self._column = column_of(found[1]) + 1 if found else self._column + 1
            self._row = int(found[2]) if found else self._row
        elif name in {"v", "is", "f"}:
            self._filled = True

    def end(self, name: str) -> None:
        """A cell with a value may reach further than all before it. Raises ImportRefused."""
        if name != "c" or not self._filled:
            return
        self._rows, self._columns = max(self._rows, self._row), max(self._columns, self._column)
        if self._rows * self._columns > MAX_CELLS:
            far = {"rows": self._rows, "columns": self._columns}
            raise ImportRefused([Problem(0, "", "表格铺到第 {rows} 行第 {columns} 列，太大了", far)])


def column_of(letters: str) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
