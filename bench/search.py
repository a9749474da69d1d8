"""How long a search takes on 5,000 items: python bench/search.py [guangdong_items.ndjson]

Fills a database of its own in a temporary folder with the real catalogue (or, without it, made-up items)
and variations of it, then prints the median and the slowest of many queries in ms. Limit: 50 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ITEMS = 5000
ROUNDS = 20
QUERIES = [
    "驾驶证", "驾使证", "jsz", "jiashizheng", "换驾照", "开饭馆", "身份证丢了怎么补", "社保", "许可", "办理",
    "建设工程规划许可证核发", "广州市公安局", "xk", "公证", "我要结婚", "申请", "证",
]  # fmt: skip
HERE = Path(__file__).resolve().parent


def _specs(path: Path) -> list[object]:
    from yimen.catalogue import importing
    from yimen.rules.item import ItemSpec

    if path.exists():
        source = importing.Source(path.name, path.read_bytes(), "guangdong")
        base = [replace(s, steps=()) for s in importing.plan(source, importing.Known()).specs]
    else:
        base = [ItemSpec(code=f"B{n}", name=f"第{n}类经营许可证核发", department="D") for n in range(500)]
    base = [replace(s, department="D", materials=()) for s in base]
    marks = (
        "",
        "（变更）",
        "（延续）",
        "（补办）",
        "（注销）",
        "（新办）",
        "（查询）",
        "（备案）",
        "（咨询）",
        "（预约）",
    )
    grown = (
        replace(s, code=f"{s.code}V{i}", name=s.name + mark) for i, mark in enumerate(marks) for s in base
    )
    return [one for one, _ in zip(grown, range(ITEMS), strict=False)]


def main() -> None:
    """Fill, measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yimen.config.settings"
    os.environ["YIMEN_DATA"] = tempfile.mkdtemp(prefix="yimen-bench-")
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(HERE.parent))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from yimen.bureau.models import Department
    from yimen.catalogue import actions, queries
    from yimen.rules.authority import SYSTEM

    call_command("migrate", verbosity=0)
    default = HERE.parent.parent / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"
    now = datetime(2026, 6, 1, tzinfo=UTC)
    with transaction.atomic():
        Department.objects.get_or_create(credit_code="D", defaults={"name": "部门", "short_name": "部门"})
        specs = _specs(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
        actions.bulk_publish(SYSTEM, specs, effective_from=now.date(), document="测试", now=now)
    queries.search("预热")
    taken = {query: [_ms(queries.search, query) for _ in range(ROUNDS)] for query in QUERIES}
    for query, times in taken.items():
        print(f"{query:　<12} median {statistics.median(times):6.1f} ms   slowest {max(times):6.1f} ms")
    middle = statistics.median(one for times in taken.values() for one in times)
    slowest = max(map(max, taken.values()))
    print(f"{queries.open_count()} items: median {middle:.1f} ms, slowest {slowest:.1f} ms")


def _ms(call: object, query: str) -> float:
    start = time.perf_counter()
    call(query)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
