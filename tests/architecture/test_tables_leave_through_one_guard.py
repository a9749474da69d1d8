"""Tables leave through `yimen.web.sheets` alone, cell by cell through the guard against formulas."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import tree
from yimen.web.sheets import csv_answer

GUARD = "yimen/web/sheets.py"
#: What writes tables, in the standard library and beside it.
WRITERS = {
    "csv",
    "openpyxl",
    "xlsxwriter",
    "xlwt",
    "pyexcelerate",
    "odf",
    "ezodf",
    "pandas",
    "polars",
    "tablib",
}
#: How a table that somebody joins by hand still has to be named when it is sent.
_SAID = re.compile(
    r"text/(?:csv|tab-separated-values)|application/(?:csv|vnd\.ms-excel|vnd\.oasis\.opendocument\.spreadsheet)"
    r"|\.(?:csv|tsv|xls|xlsm|ods)$",
    re.IGNORECASE,
)
#: Addresses and names of the tables that people take away; the guard sends them.
NAMED = {
    "yimen/web/citizen/urls.py",
    "yimen/web/citizen/library.py",
    "yimen/web/watch/hall.py",
    "yimen/web/watch/kept.py",
}


def other_writers(path: str, module: ast.Module) -> Iterator[str]:
    if path == GUARD:
        return
    for node in ast.walk(module):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Constant) and path not in NAMED and _SAID.search(str(node.value)):
            yield f"{path}:{node.lineno} {str(node.value)[:60]!r}"
        for name in names:
            if name.partition(".")[0] in WRITERS:
                yield f"{path}:{node.lineno} {name}"


def rows_past_the_guard(path: str, module: ast.Module) -> Iterator[str]:
    """Calls of `writerow(s)` whose argument is not cells of the guard."""
    for node in ast.walk(module):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if named and node.func.attr in {"writerow", "writerows", "writeheader"}:
            inner = list(ast.walk(node.args[0])) if node.args else []
            elements = [one.elt for one in inner if isinstance(one, ast.ListComp)]
            guarded = [
                one
                for one in elements
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "cell"
            ]
            if not elements or len(guarded) != len(elements):
                yield f"{path}:{node.lineno} {ast.unparse(node)}"


def test_nothing_else_writes_tables() -> None:
    tree.nothing(tree.everywhere(other_writers), "A table that leaves past the guard")


def test_the_guard_guards_every_cell() -> None:
    tree.nothing(tree.everywhere(rows_past_the_guard), "Cells that leave past the guard")
    seen = [path for path, _ in tree.sources() if path == GUARD]
    assert seen, "the guard lies where the rule looks"


@pytest.mark.parametrize(
    "source",
    [
        "import csv", "from csv import DictWriter", "import openpyxl", "from xlsxwriter import Workbook",
        "HttpResponse(x, content_type='text/csv; charset=utf-8')", "name = 'list.csv'",
        "kind = 'application/vnd.ms-excel'",
    ],
)  # fmt: skip
def test_a_new_writer_is_seen(source: str) -> None:
    assert tree.planted(other_writers, "yimen/web/watch/report.py", source) == 1
    assert tree.planted(other_writers, GUARD, source) == 0


def test_a_cell_past_the_guard_is_seen() -> None:
    for source in ("w.writerow(row)", "w.writerows([str(x) for x in r] for r in rows)", "w.writeheader()"):
        assert tree.planted(rows_past_the_guard, GUARD, source) == 1, source
    assert tree.planted(rows_past_the_guard, GUARD, "w.writerows([cell(x) for x in r] for r in rows)") == 0


def test_what_leaves_is_calculated_nowhere() -> None:
    rows = [["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", " =1", "平常", None, -5]]
    text = csv_answer("a.csv", ["=head"], rows).content.decode("utf-8-sig")
    made = '"\'=1+1","\'+1","\'-1","\'@SUM(A1)","\'\tx","\'＝1","\' =1","平常","","-5"'
    assert text.splitlines() == ['"\'=head"', made]
