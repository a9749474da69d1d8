"""One sealed licence: typeset, sign, keep on disk, and examine again; medians of runs by turns."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django

from .place import Place
from .table import Table, percentile

RUNS = 40


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """Milliseconds of each part for one page with face, seal and QR code, and the size of the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("YIMEN_DATA", folder)
        django.setup()
        return [_table(Path(folder), 3 if quick else RUNS)]


def _table(folder: Path, runs: int) -> Table:
    parts, size = _parts(folder)
    times: dict[str, list[float]] = {name: [] for name in parts}
    for run in range(runs + 1):
        for name, part in parts.items():
            began = time.perf_counter()
            part(run)
            if run:  # the first round warms up
                times[name].append((time.perf_counter() - began) * 1000)
    rows = [(name, f"{statistics.median(t):.1f}", f"{percentile(t, 0.95):.1f}") for name, t in times.items()]
    whole = [sum(one) for one in zip(*list(times.values())[:3], strict=True)]
    rows.append(("whole, without the database", f"{statistics.median(whole):.1f}",
                 f"{percentile(whole, 0.95):.1f}"))  # fmt: skip
    notes = (
        f"PDF/A-2b of one page, {size() // 1000} kB, PAdES B-B with an EC P-256 key in a PKCS#12 file.",
        "Keeping writes and syncs the file under its SM3 digest; its rows are part of the reaction.",
    )
    return Table("One sealed PDF", ("part", "median, ms", "p95, ms"), tuple(rows), notes)


def _parts(folder: Path) -> tuple[dict[str, Callable[[int], object]], Callable[[], int]]:
    # Imported here: the benchmarks before this one choose a database before Django is set up.
    from django.conf import settings

    from yimen.keys import ring
    from yimen.keys.crypto import new_key
    from yimen.vault import actions, press, qr, sealing, sealkeys

    settings.FILES_ROOT = folder / "files"
    # Files are sealed under the ring, which needs no database here.
    ring._held = ring.Ring({1: new_key()}, {2: new_key()}, 1, 2, (2,), time.monotonic())
    now = datetime.now(UTC)
    where = sealkeys.make(folder / "seal", "云溪县行政审批局", "", now=now)
    ours = {sealkeys.certificate_of(sealkeys.open_key(str(where), "")).fingerprint}
    made = {"pdf": b"", "sealed": b""}

    def typeset(run: int) -> None:
        address = qr.verify_address(f"JY439926{run:010d}", "7K3MQ9TD")
        made["pdf"] = press.typeset("licence", {
            "title": "食品经营许可证", "number": f"JY439926{run:010d}", "edition": 1, "identifier": "1.2.156",
            "rows": [["经营者名称", f"云溪县第 {run} 面馆"], ["经营场所", "云溪镇民生路 18 号"]],
            "organ": "云溪县行政审批局", "seal": "行政审批专用章", "period": "长期有效", "day": "今天",
            "notice": "", "code": "7K3M-Q9TD", "verify": address, "qr_svg": qr.svg(address),
            "issued_at": now.isoformat(),
        })  # fmt: skip

    def sign(run: int) -> None:
        made["sealed"] = sealing.seal_pdf(
            made["pdf"], sealkeys.open_key(str(where), ""), at=now, reason="证照"
        )

    def keep(run: int) -> None:
        actions.stash([made["sealed"]], "a.pdf")

    def examine(run: int) -> None:
        sealing.examine(made["sealed"], ours)

    parts = {"typeset": typeset, "open the key and sign": sign, "keep on disk": keep, "examine": examine}
    return parts, lambda: len(made["sealed"])
