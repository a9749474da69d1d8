"""Runs every benchmark: `python -m bench [--quick] [--only lifecycle …] [--scratch folder] [--page file]`.

`make bench` calls it. Results go to the terminal and, without --quick and --only, to the page.
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
import time
from pathlib import Path

from . import page
from .place import ROOT, Place, place
from .table import Table

#: In the order of the page.
MEASURES = (
    "lifecycle", "growth", "listing", "over_http", "catalogue", "bundle", "instant", "hall", "reports",
    "screens",
    "due_dates", "sealing", "access_log",
)  # fmt: skip


def run(here: Place, names: list[str], *, quick: bool) -> list[Table]:
    """The tables of these measures, printed as they come."""
    tables: list[Table] = []
    for name in names:
        began = time.monotonic()
        found = importlib.import_module(f"bench.{name}").measure(here, quick=quick)
        for table in found:
            print(table.text(), flush=True)
        print(f"  ({name}: {time.monotonic() - began:.0f} s)\n", flush=True)
        tables += found
    return tables


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description="Runs the benchmarks.")
    parser.add_argument("--quick", action="store_true", help="tiny data: whether they run, not how fast")
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="only these")
    parser.add_argument("--amend", action="store_true", help="with --only: put their tables into the page")
    parser.add_argument("--scratch", type=Path, help="folder of the databases, kept between runs")
    asked = parser.parse_args()
    scratch = asked.scratch or (None if asked.quick else Path(tempfile.gettempdir()) / "yimen-bench")
    began = time.monotonic()
    with place(scratch, postgres=not asked.quick) as here:
        tables = run(here, list(asked.only or MEASURES), quick=asked.quick)
    target = ROOT / "docs" / "reference" / "performance.md"
    if not asked.quick and not asked.only:
        page.write(target, tables, time.monotonic() - began)
    elif not asked.quick and asked.amend:
        page.amend(target, tables)


if __name__ == "__main__":
    main()
