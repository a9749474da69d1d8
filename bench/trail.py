"""The trail: rows sealed, exported and proved a second, in memory, with the peak that the verifier needs.

Run: python bench/trail.py [ROWS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

DATA = tempfile.TemporaryDirectory(prefix="yimen-bench-")
os.environ |= {"YIMEN_DATA": DATA.name, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "yimen.config.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from yimen.trail import chain, sealing  # noqa: E402
from yimen.trail.export import Scope, lines  # noqa: E402
from yimen.trail.models import Event  # noqa: E402
from yimen.trail.proof import verify  # noqa: E402
from yimen.trail.proof.__main__ import lines_of  # noqa: E402

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
PER_STREAM = 12
BEGAN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def fill() -> None:
    """Streams of twelve rows, as a case has, over four days."""
    batch, data = [], {"act": "accept", "from": "received", "to": "accepted", "reason": "材料齐全", "rev": 3}
    for number in range(ROWS // PER_STREAM):
        stream, before = f"43992620261102{number:08d}", chain.START
        at = BEGAN + timedelta(days=number * 4 * PER_STREAM // ROWS)
        for seq in range(1, PER_STREAM + 1):
            made = chain.link(stream, seq, "case.accepted", "staff:0101", at, data, before)
            batch.append(Event(stream=stream, seq=seq, kind="case.accepted", actor="staff:0101", at=at,
                               data=data, prev_hash=before, hash=made))  # fmt: skip
            before = made
        if len(batch) >= 5000:
            Event.objects.bulk_create(batch)
            batch.clear()
    Event.objects.bulk_create(batch)


def timed(name: str, began: float, rows: int) -> None:
    """One line of the table."""
    spent = time.perf_counter() - began
    print(f"{name}: {rows:,} rows in {spent:.2f} s, {rows / spent:,.0f} rows/s")


def main() -> None:
    """Seal, export, prove; then prove once more under the memory meter."""
    call_command("migrate", verbosity=0)
    fill()
    rows = Event.objects.count()
    began = time.perf_counter()
    sealing.seal_due(BEGAN + timedelta(days=5))
    timed("sealed", began, rows)
    file = Path(DATA.name) / "trail.jsonl"
    began = time.perf_counter()
    with file.open("wb") as target:
        target.writelines(lines(Scope(), now=BEGAN + timedelta(days=5)))
    timed("exported", began, rows)
    began = time.perf_counter()
    report = verify(lines_of(file))
    timed("proved", began, report.rows)
    tracemalloc.start()
    verify(lines_of(file))
    peak = tracemalloc.get_traced_memory()[1]
    print(f"peak memory of the proof {peak / 1e3:.0f} kB of a file of {file.stat().st_size / 1e6:.0f} MB")
    print(f"findings: {report.wrong}")


if __name__ == "__main__":
    main()
