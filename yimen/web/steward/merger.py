"""42 → 1 as a picture: every seal on record that gave way, the one that stands for them, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yimen.vault.queries import Merger

#: Seals in one row, and the room of each in the units of the drawing.
ACROSS, STEP = 14, 24
#: Room for the one seal to the right of them.
_RIGHT = 150


@dataclass(frozen=True)
class Dot:
    """One former seal: where its circle stands, and whose it was."""

    x: int
    y: int
    words: str


def picture(report: Merger | None) -> dict[str, Any] | None:
    """What the drawing needs, from the recorded facts alone; None where nothing is on record."""
    if report is None or not report.rows:
        return None
    dots = [
        Dot(STEP * (n % ACROSS) + STEP // 2, STEP * (n // ACROSS) + STEP // 2, f"{one.name} {one.former}")
        for n, one in enumerate(report.rows)
    ]
    across = min(len(dots), ACROSS) * STEP
    height = max(-(-len(dots) // ACROSS) * STEP, 72)
    lower = height - max(one.y for one in dots) - STEP // 2
    dots = [Dot(one.x, one.y + lower // 2, one.words) for one in dots]
    middle, tip = height // 2, across + 62
    head = f"{tip},{middle - 6} {tip + 12},{middle} {tip},{middle + 6}"
    return {
        "dots": dots, "width": across + _RIGHT, "height": height, "middle": middle, "from": across + 12,
        "to": tip, "head": head,
        "one": across + 112,
    }  # fmt: skip


def shares(report: Merger | None) -> dict[int, int]:
    """How long the bar of each row is, in hundredths of the longest."""
    rows = report.rows if report else ()
    most = max((one.sealed for one in rows), default=0)
    return {one.id: round(100 * one.sealed / most) if most else 0 for one in rows}
