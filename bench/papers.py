"""How long one document takes on the press: every kind, after warm-up, median and slowest of 30.

Run: python bench/papers.py
"""

from __future__ import annotations

import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
django.setup()

from yimen.rules.paper_sheet import sheet  # noqa: E402
from yimen.rules.papers import contents, law, number  # noqa: E402
from yimen.rules.terms import Document, ItemType  # noqa: E402
from yimen.vault import press, qr  # noqa: E402

RUNS = 30
LIMIT = 100.0
AT = "2026-11-16T02:00:00+00:00"
CASE = "43992620261116000123X7"


def facts(kind: Document, run: int) -> dict[str, object]:
    """The sheet of one document; each run is another document, so that nothing is answered from memory."""
    doc = contents(kind, {
        "item": "食品经营许可", "party": f"云溪县第 {run} 面馆", "case": CASE,
        "department": "云溪县行政审批局",
        "reason": "经营场所与申请不一致", "day": AT, "promise_due": AT, "legal_due": AT, "by": "王芳",
        "materials": [f"材料 {i}" for i in range(8)], "law": law(kind, ItemType.LICENCE),
        "lines": [{"words": f"第 {i} 页没有盖章", "hint": "盖章后重拍"} for i in range(8)]
        if kind is Document.CORRECTION_NOTICE else [],
    })  # fmt: skip
    name = number(kind, CASE, run)
    address = qr.verify_address(name, "7K3MQ9TD")
    made = sheet({**doc, "kind": kind, "number": name, "issued_at": AT}, code="7K3MQ9TD", verify=address)
    return {**made, "qr_svg": qr.svg(address)}


def main() -> None:
    """Print the table; exit with 1 where a median is over the limit."""
    began = time.perf_counter()
    press.typeset("paper", facts(Document.RECEIPT, 0))
    print(f"first document of a process (fonts are read): {(time.perf_counter() - began) * 1000:.0f} ms")
    print(f"{'document':<22}{'median ms':>10}{'slowest ms':>12}{'kB':>8}")
    slow = []
    for kind in Document:
        times, size = [], 0
        for run in range(RUNS):
            began = time.perf_counter()
            size = len(press.typeset("paper", facts(kind, run)))
            times.append((time.perf_counter() - began) * 1000)
        median = statistics.median(times)
        slow += [kind] if median > LIMIT else []
        print(f"{kind:<22}{median:>10.1f}{max(times):>12.1f}{size / 1000:>8.0f}")
    if slow:
        raise SystemExit(f"over {LIMIT:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
