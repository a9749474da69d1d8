"""What benchmarks of reading share: the same calls over databases of several sizes, in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from .duel import Child
from .place import Place
from .table import p50_p95, percentile

SIZES = (10_000, 100_000, 1_000_000)
#: How a child is told which of them it has.
SIZE = "YIMEN_BENCH_SIZE"
Times = dict[str, list[float]]


class Reads:
    """A contender that reads: `calls`, what is timed by name; each takes the number of its turn."""

    calls: dict[str, Callable[[int], Any]]

    def prepare(self, count: int) -> int:
        """Every call once, so that pages of the database are where they are in use."""
        for call in self.calls.values():
            call(0)
        return count

    def run(self, prepared: int) -> Times:
        """So many of each, in ms."""
        made: Times = {name: [] for name in self.calls}
        for n in range(prepared):
            for name, call in self.calls.items():
                began = time.perf_counter()
                call(n)
                made[name].append((time.perf_counter() - began) * 1000)
        return made


def gather(
    place: Place, engine: str, module: str, name: str, sizes: Sequence[int], rounds: int, count: int
) -> list[Times]:
    """The times at each size: a child for each over its database `name_<size>`, in turns."""
    envs = [{**place.product(engine, f"{name}_{size}"), SIZE: str(size)} for size in sizes]
    children = [Child(module, env) for env in envs]
    found: list[Times] = [{} for _ in sizes]
    try:
        for _ in range(rounds):
            for times, child in zip(found, children, strict=True):
                child.ask("prepare", str(count))
                for call, told in child.ask("run")["result"].items():
                    times.setdefault(call, []).extend(told)
    finally:
        for child in children:
            child.end()
    return found


def cells(name: str, found: Sequence[Times], at: float) -> tuple[str, ...]:
    """A row: median and 95th percentile at each size, and how the quantile `at` grows at the last step."""
    last, before = (percentile(one[name], at) for one in (found[-1], found[-2]))
    return (name, *(p50_p95(one[name]) for one in found), f"{last / before:.2f}")


def about(module: ModuleType) -> str:
    """What a module that fills a database says of it: the second paragraph of its description."""
    return " ".join((module.__doc__ or "").split("\n\n")[1].split())
