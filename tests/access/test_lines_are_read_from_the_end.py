"""A page of a day costs its own lines, not the whole file; pages meet without a gap or a repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.access import files, queries
from yimen.rules.accesslog import Line, Wanted

DAY = date(2026, 11, 23)
ALL = Wanted()


def walk(limit: int, wanted: Wanted = ALL) -> list[str]:
    found: list[str] = []
    before: int | None = None
    while True:
        page = queries.page(DAY, wanted, before=before, limit=limit)
        found += [one.path for one in page.rows if isinstance(one, Line)]
        if page.before is None:
            return found
        assert before is None or page.before < before
        before = page.before


@pytest.mark.parametrize("limit", [1, 7, 100, 500])
def test_pages_meet(now: datetime, written: Callable[..., Path], limit: int) -> None:
    written(now, 100)
    assert walk(limit) == [f"/items/{n}/" for n in reversed(range(100))]


def test_lines_written_meanwhile_do_not_shift_a_page(now: datetime, written: Callable[..., Path]) -> None:
    written(now, 10)
    first = queries.page(DAY, Wanted(), limit=4)
    written(now, 5)
    rest = queries.page(DAY, Wanted(), before=first.before, limit=100)
    assert [one.path for one in rest.rows if isinstance(one, Line)] == [
        f"/items/{n}/" for n in range(5, -1, -1)
    ]


def test_only_the_end_of_the_file_is_read(
    now: datetime, written: Callable[..., Path], monkeypatch: Any
) -> None:
    path = written(now, 5000)
    read: list[int] = []
    real = files.Backwards._before

    def before(self: files.Backwards, end: int) -> tuple[int, bytes]:
        start, piece = real(self, end)
        read.append(len(piece))
        return start, piece

    monkeypatch.setattr(files.Backwards, "_before", before)
    assert len(queries.page(DAY, Wanted(), limit=50).rows) == 50
    assert sum(read) <= files.STEP < path.stat().st_size / 5


def test_a_filter_that_fits_nothing_stops_and_says_so(
    now: datetime, written: Callable[..., Path], monkeypatch: Any
) -> None:
    written(now, 500)
    monkeypatch.setattr(queries, "LOOKED_MOST", 10_000)
    found = queries.page(DAY, Wanted(who="staff:1"), limit=50)
    assert found.rows == () and found.looked and found.before
    assert walk(50, Wanted(path="/items/3/")) == ["/items/3/"]


def test_who_path_and_status(now: datetime, written: Callable[..., Path]) -> None:
    written(now, 2, who="staff:1", path="/admin/x/", status=404)
    written(now, 2)
    assert len(walk(50, Wanted(who="staff:1"))) == len(walk(50, Wanted(path="/admin/"))) == 2
    assert len(walk(50, Wanted(status="4"))) == 2 and len(walk(50, Wanted(status="2"))) == 2
    assert queries.page(date(2026, 1, 1), Wanted()).rows == ()


@given(
    st.lists(st.binary(max_size=30).map(lambda one: one.replace(b"\n", b"")), max_size=40),
    st.integers(1, 64),
    st.booleans(),
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_whatever_lies_there_comes_back_in_reverse(
    tmp_path: Path, parts: list[bytes], step: int, ended: bool
) -> None:
    path = tmp_path / "one.jsonl"
    text = b"\n".join(parts) + (b"\n" if ended and parts else b"")
    path.write_bytes(text)
    before, files.STEP = files.STEP, step
    try:
        found = list(files.Backwards(path).lines())
    finally:
        files.STEP = before
    assert [raw for _place, raw in found] == [one for one in reversed(parts) if one]
    assert all(text[place : place + len(raw)] == raw for place, raw in found)
