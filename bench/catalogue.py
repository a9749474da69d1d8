"""(d) The catalogue: importing it, searching it at 5,000 and 100,000 items; and one sealed PDF."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import django
from django.core.management import call_command
from django.db import transaction

from . import many_items
from .duel import Child
from .place import ROOT, Place
from .rivals.ours import NOW
from .table import Table, p50_p95, percentile

SIZES = (5_000, 100_000)
SIZE = "YIMEN_BENCH_SIZE"
CHUNK = 2_000
#: So many items are published; a larger catalogue is these, copied.
MOST_PUBLISHED = 5_000
QUERIES = [
    "驾驶证", "驾使证", "jsz", "jiashizheng", "换驾照", "开饭馆", "身份证丢了怎么补", "社保", "许可", "办理",
    "建设工程规划许可证核发", "广州市公安局", "xk", "公证", "我要结婚", "申请", "证",
]  # fmt: skip
#: Variations by which the catalogue is grown.
KINDS = (
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
#: The real catalogue, where it lies beside the project; else invented items stand in.
REAL = ROOT.parent / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"


def _planned() -> list[Any]:
    """The items of a catalogue file as the importer plans them."""
    from yimen.catalogue import importing
    from yimen.rules.item import ItemSpec

    if REAL.exists() and int(os.environ[SIZE]) >= 1000:
        source = importing.Source(REAL.name, REAL.read_bytes(), "guangdong")
        return [replace(s, steps=()) for s in importing.plan(source, importing.Known()).specs]
    return [ItemSpec(code=f"B{n}", name=f"第{n}类经营许可证核发", department="D") for n in range(500)]


def _grown(base: list[Any]) -> Iterator[Any]:
    """The items again and again under other names and codes."""
    turn = 0
    while True:
        for kind in KINDS:
            for one in base:
                name = one.name + kind + (f"（{turn}）" if turn else "")
                yield replace(one, code=f"{one.code}V{turn}{kind}", name=name, department="D", materials=())
        turn += 1


class Search:
    """The search box over so many items."""

    def __init__(self) -> None:
        django.setup()
        call_command("migrate", verbosity=0)
        from yimen.bureau.models import Department
        from yimen.catalogue import actions, queries

        self.actions, self.queries = actions, queries
        Department.objects.get_or_create(credit_code="D", defaults={"name": "部门", "short_name": "部门"})
        self.planned, self.planning = self._timed(_planned)
        self.published, self.publishing = 0, 0.0
        size = int(os.environ[SIZE])
        self._fill(min(size, MOST_PUBLISHED))
        if self.queries.open_count() < size:
            many_items.grow(size // MOST_PUBLISHED)

    def _timed(self, call: Any) -> tuple[Any, float]:
        began = time.perf_counter()
        return call(), time.perf_counter() - began

    def _fill(self, size: int) -> None:
        """Publish what is missing, in portions; the last portion is the one that is timed."""
        have = self.queries.open_count()
        items = (one for n, one in enumerate(_grown(self.planned)) if n >= have)
        while have < size:
            part = [one for one, _ in zip(items, range(min(CHUNK, size - have)), strict=False)]
            self.published = len(part)
            _, self.publishing = self._timed(lambda part=part: self._publish(part))
            have += len(part)

    def _publish(self, part: list[Any]) -> None:
        from yimen.rules.authority import SYSTEM

        with transaction.atomic():
            self.actions.bulk_publish(SYSTEM, part, effective_from=NOW.date(), document="测试", now=NOW)

    def prepare(self, count: int) -> int:
        """One search, so that what a process keeps is there."""
        self.queries.search("预热")
        return count

    def run(self, prepared: int) -> dict[str, Any]:
        """So many searches of each kind, in ms; and what filling took."""
        times = []
        for _ in range(prepared):
            for query in QUERIES:
                times.append(self._timed(lambda query=query: self.queries.search(query))[1] * 1000)
        return {
            "times": times, "planned": len(self.planned), "planning": self.planning,
            "published": self.published, "publishing": self.publishing,
        }  # fmt: skip


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """Import and search by size and database."""
    sizes = (50,) if quick else SIZES
    rounds, count = (1, 1) if quick else (3, 4)
    rows = []
    for engine in place.engines:
        for size in sizes:
            child = Child("bench.catalogue", {**place.product(engine, f"items_{size}"), SIZE: str(size)})
            found = []
            for _ in range(rounds):
                child.ask("prepare", str(count))
                found.append(child.ask("run")["result"])
            child.end()
            times = [one for told in found for one in told["times"]]
            rows.append((f"search, {size:,} items, {engine}", p50_p95(times), f"{percentile(times, 1):.1f}"))
    heads = ("", "median / 95th percentile, ms", "slowest, ms")
    notes = (f"{len(QUERIES)} queries: words, mistakes, pinyin, initials, sentences.",)
    return [Table("(d) Searching the catalogue", heads, tuple(rows), notes), _importing(place, quick)]


def _importing(place: Place, quick: bool) -> Table:
    """A fresh database takes the catalogue once."""
    rows = []
    for engine in place.engines:
        place.drop(engine, "items_import")
        size = 20 if quick else 1000
        child = Child("bench.catalogue", {**place.product(engine, "items_import"), SIZE: str(size)})
        child.ask("prepare", "0")
        told = child.ask("run")["result"]
        child.end()
        rows.append((f"read and plan {told['planned']:,} items", f"{told['planning'] * 1000:.0f} ms"))
        rate = told["published"] / told["publishing"]
        rows.append((f"publish {told['published']:,} items, {engine}", f"{rate:.0f} items/s"))
    return Table("(d) Importing the catalogue", ("", ""), tuple(rows))


def contender() -> Search:
    """The contender of this module."""
    return Search()
