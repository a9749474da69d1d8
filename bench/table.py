"""What a benchmark says: tables with notes, on the terminal and in docs/reference/performance.md."""

from __future__ import annotations

import math
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """One table: a title, a row of heads, rows of cells, and what has to be known to read it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = field(default=())

    def markdown(self) -> str:
        """The table as a section of a page."""
        lines = [f"## {self.title}", "", _row(self.heads), "|" + " --- |" * len(self.heads)]
        lines += [_row(one) for one in self.rows]
        if self.notes:
            lines += ["", *(f"- {note}" for note in self.notes)]
        return "\n".join([*lines, ""])

    def text(self) -> str:
        """The table for a terminal."""
        rows = [self.heads, *self.rows]
        widths = [max(_width(row[place]) for row in rows) for place in range(len(self.heads))]
        lines = [
            "  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)) for row in rows
        ]
        return "\n".join([self.title, *(f"  {line.rstrip()}" for line in lines), ""])


def _wide(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def percentile(times: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the times lie."""
    found = sorted(times)
    return found[min(len(found) - 1, math.ceil(part * len(found)) - 1)]


def p50_p95(times: Sequence[float]) -> str:
    """Median and 95th percentile of times in ms."""
    return f"{statistics.median(times):.1f} / {percentile(times, 0.95):.1f}"
