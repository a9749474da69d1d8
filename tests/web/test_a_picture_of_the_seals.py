"""42 → 1 drawn from recorded facts: as many circles as seals, inside the frame, bars in proportion."""

from __future__ import annotations

from datetime import date

import pytest

from yimen.vault.queries import Merger, Replaced
from yimen.web.steward import merger


def report(*sealed: int) -> Merger:
    rows = tuple(
        Replaced(n, f"D{n}", f"第 {n} 局", f"第 {n} 枚", date(2026, 11, 1), "文", 1, one)
        for n, one in enumerate(sealed)
    )
    return Merger(rows, len(rows), len(rows), len(rows), sum(sealed), 0)


@pytest.mark.parametrize("count", [1, 2, 14, 15, 42, 84])
def test_every_seal_has_its_circle_inside_the_frame(count: int) -> None:
    drawn = merger.picture(report(*range(count)))
    assert drawn is not None
    dots = drawn["dots"]
    assert len({(one.x, one.y) for one in dots}) == len(dots) == count
    assert all(9 <= one.x <= drawn["from"] - 9 and 9 <= one.y <= drawn["height"] - 9 for one in dots)
    assert drawn["one"] + 34 <= drawn["width"]
    assert dots[0].words == "第 0 局 第 0 枚"


def test_nothing_on_record_draws_nothing() -> None:
    assert merger.picture(None) is None
    assert merger.picture(report()) is None
    assert merger.shares(None) == {}


@pytest.mark.parametrize(
    ("sealed", "bars"), [((0, 0), [0, 0]), ((10, 5, 1), [100, 50, 10]), ((3,), [100]), ((1000, 1), [100, 0])]
)
def test_bars_are_in_proportion(sealed: tuple[int, ...], bars: list[int]) -> None:
    assert list(merger.shares(report(*sealed)).values()) == bars
