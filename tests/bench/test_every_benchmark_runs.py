"""Each benchmark runs on tiny data, so that none rots between two real runs. No time is tested."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench import page
from bench.__main__ import MEASURES
from bench.place import Place, place
from bench.table import Table, p50_p95, percentile

#: Those that need what only `make bench` installs.
NEEDS = {"lifecycle": "SpiffWorkflow"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    # In memory where there is such a folder: what is tested is that they run, not the disk.
    memory = Path("/dev/shm")
    folder = tmp_path_factory.mktemp("bench")
    within = memory if os.access(memory, os.W_OK) else folder
    with TemporaryDirectory(dir=within) as scratch, place(Path(scratch), postgres=False) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("name", MEASURES)
def test_it_runs_and_fills_its_tables(name: str, here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(f"bench.{name}")
    if name in NEEDS and not importlib.util.find_spec(NEEDS[name]):
        # The rivals are an extra: without them the product and plain SQL still run.
        monkeypatch.setattr(
            module, "NAMES", {k: v for k, v in module.NAMES.items() if k in module.OF_THE_PRODUCT}
        )
    tables = module.measure(here, quick=True)
    assert tables
    for table in tables:
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.heads)}


def test_the_page_holds_every_table(tmp_path: Path) -> None:
    table = Table("A | B", ("", "ms"), (("one | two", "1"),), ("a note",))
    page.write(tmp_path / "page.md", [table], 61.4)
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| one \\| two | 1 |" in text
    assert "- a note" in text
    assert "61 s" in text


def test_percentiles_are_of_the_times_given() -> None:
    times = [float(n) for n in range(1, 101)]
    assert percentile(times, 0.95) == 95
    assert percentile([3.0], 0.95) == 3
    assert p50_p95(times) == "50.5 / 95.0"
