"""A table that was measured alone takes the place of the old one, and a new one stands at the end."""

from __future__ import annotations

from pathlib import Path

from bench import page
from bench.table import Table


def table(title: str, cell: str) -> Table:
    return Table(title, ("", "n"), (("x", cell),), ("how",))


def test_in_its_place_and_dated(tmp_path: Path) -> None:
    target = tmp_path / "performance.md"
    page.write(target, [table("First", "1"), table("Second (a)", "2"), table("Third", "3")], 9.0)
    page.amend(target, [table("Second (a)", "22"), table("Fourth", "4")])
    text = target.read_text(encoding="utf-8")
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["## First", "## Second (a)", "## Third", "## Fourth"]
    assert "| x | 22 |" in text and "| x | 2 |" not in text and "| x | 1 |" in text and "| x | 3 |" in text
    assert text.count("单独量的：") == 2
    page.amend(target, [table("Second (a)", "222")])
    again = target.read_text(encoding="utf-8")
    assert "| x | 222 |" in again and "| x | 22 |" not in again and again.count("单独量的：") == 2
