"""A file's bytes → its text, whatever it was saved as; and the rows in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yimen.trail import chain

from .problems import ImportRefused, Problem

#: A file that has this many well-formed Chinese letters in UTF-8 before the first bad byte is broken UTF-8.
_SURE_UTF8 = 8
BAD_UTF8 = "第 {byte} 个字节不是 UTF-8"
BAD_UTF8_CUT = "第 {byte} 个字节不是 UTF-8，文件可能没有传完"
NEITHER = "第 {byte} 个字节既不是 UTF-8 也不是 GBK"
BAD_JSON = "第 {place} 个字符处不是 JSON"
BAD_JSON_CUT = "第 {place} 个字符处不是 JSON，最后一行不完整，文件可能没有传完"
NO_OBJECT = "每行要用花括号括起来，不能是 {found}"
#: A larger file is not a county's catalogue.
MAX_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Source:
    """One file as it came: its name, its bytes, the mapping to read it by. Its text form is its digest."""

    name: str
    content: bytes = field(repr=False)
    mapping: str

    @property
    def digest(self) -> str:
        """SM3 of the bytes."""
        return chain.sm3(self.content)

    def __str__(self) -> str:
        return f"{self.name}:{self.mapping}:{self.digest}"


@dataclass(frozen=True)
class Row:
    """One row as it came: its number in the file (from 1) and its cells by column name."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """All rows, the columns seen, and what the reader should know (converted, formulas …)."""

    rows: list[Row]
    columns: frozenset[str]
    notes: list[Problem]


def text_of(content: bytes) -> tuple[str, list[Problem]]:
    """The text of a file in UTF-8 or GBK. Raises ImportRefused naming the byte that is neither."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise ImportRefused([Problem(0, "", "文件是 UTF-16 编码，请另存为 UTF-8")])
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return _as_gbk(content, error)


def _as_gbk(content: bytes, error: UnicodeDecodeError) -> tuple[str, list[Problem]]:
    before = content[: error.start].decode("utf-8", errors="ignore")
    if sum(1 for letter in before if letter > "\u3400") >= _SURE_UTF8:
        text = BAD_UTF8_CUT if error.start >= len(content) - 4 else BAD_UTF8
        raise ImportRefused([Problem(before.count("\n") + 1, "", text, {"byte": error.start + 1})])
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as worse:
        line = content[: worse.start].count(b"\n") + 1
        raise ImportRefused([Problem(line, "", NEITHER, {"byte": worse.start + 1})]) from worse
    return text, [Problem(0, "", "文件是 GBK 编码，已转成 UTF-8")]


def json_lines(content: bytes) -> Rows:
    """Rows of a file with one JSON object a line. Raises ImportRefused naming every bad line."""
    text, notes = text_of(content)
    rows: list[Row] = []
    bad: list[Problem] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(Row(number, _object(line)))
        except ValueError as error:
            bad.append(_bad_line(number, error, last=number == len(lines)))
    if bad:
        raise ImportRefused(bad)
    columns = frozenset(key for row in rows for key in row.cells)
    return Rows(rows, columns, [*notes, *_signs(rows)])


def _object(line: str) -> dict[str, Any]:
    found = json.loads(line, parse_constant=_no_constant)
    if not isinstance(found, dict):
        raise ValueError(type(found).__name__)
    return found


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _bad_line(number: int, error: ValueError, *, last: bool) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        return Problem(number, "", BAD_JSON_CUT if last else BAD_JSON, {"place": error.colno})
    return Problem(number, "", NO_OBJECT, {"found": str(error)})


def starts_like_formula(value: str) -> bool:
    """A text that a spreadsheet would run as a formula when it is exported again."""
    return value[:1] in {"=", "+", "-", "@", "\t", "\r"} and len(value) > 1


def _signs(rows: list[Row]) -> list[Problem]:
    return [
        Problem(row.number, column, "以 =、+、-、@ 开头，按文字保留")
        for row in rows
        for column, value in row.cells.items()
        if isinstance(value, str) and starts_like_formula(value)
    ]
