"""Rows of a spreadsheet (.xlsx): first row = column heads; formulas are never run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import unescape

from python_calamine import CalamineError, CalamineWorkbook

from .problems import ImportRefused, Problem
from .source import Row, Rows, starts_like_formula
from .whole import column_of, require_whole

_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f[^>]*?(?:/>|>([^<]*)</f>)')


def sheet_rows(content: bytes, note_row: Mapping[str, str]) -> Rows:
    """Rows of the first sheet that has any; rows equal to `note_row` in its columns are left out.

    Raises ImportRefused when it is not a whole .xlsx file or has no heads, BadFile's children for a trap.
    """
    require_whole(content)
    grid = _grid(content)
    if not grid or not any(str(head).strip() for head in grid[0]):
        raise ImportRefused([Problem(1, "", "第一行要有列名")])
    heads = [str(head).strip() for head in grid[0]]
    _no_doubles(heads)
    formulas = _formulas(content)
    rows, notes = [], []
    for number, line in enumerate(grid[1:], 2):
        cells, told = _cells(number, heads, line, formulas)
        if not any(cells.values()) or _is_note(cells, note_row):
            continue
        rows.append(Row(number, cells))
        notes.extend(told)
    return Rows(rows, frozenset(head for head in heads if head), notes)


def _grid(content: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if grid:
                return grid
    except (CalamineError, OSError, ValueError) as error:
        raise ImportRefused([Problem(0, "", "读不出表格：{why}", {"why": str(error)})]) from error
    return []


def _no_doubles(heads: Iterable[str]) -> None:
    seen: set[str] = set()
    for head in heads:
        if head and head in seen:
            raise ImportRefused([Problem(1, head, "这个列名出现了两次")])
        seen.add(head)


def _formulas(content: bytes) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = sorted(n for n in packed.namelist() if re.fullmatch(r"xl/worksheets/sheet1\.xml", n))
        for name in names:
            for letters, row, formula in _FORMULA.findall(packed.read(name)):
                text = unescape(formula.decode("utf-8", errors="replace"))
                found[int(row), column_of(letters.decode())] = text
    return found


def _cells(
    number: int, heads: list[str], line: list[Any], formulas: Mapping[tuple[int, int], str]
) -> tuple[dict[str, str], list[Problem]]:
    cells: dict[str, str] = {}
    told: list[Problem] = []
    for place, (head, value) in enumerate(zip(heads, line, strict=False)):
        if not head:
            continue
        text = _text(value)
        formula = formulas.get((number, place))
        if formula is not None:
            told.append(Problem(number, head, "这一格是公式，只取它的结果，按文字保留"))
            text = text or f"={formula}"
        elif starts_like_formula(text):
            told.append(Problem(number, head, "以 =、+、-、@ 开头，按文字保留"))
        cells[head] = text
    return cells, told


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value).strip()


def _is_note(cells: Mapping[str, str], note_row: Mapping[str, str]) -> bool:
    return bool(note_row) and all(cells.get(column) == words for column, words in note_row.items())
