"""Contenders in processes of their own, one running at a time, in turns: what slows the machine slows all.

A contender is a module with a function `contender() -> Contender`. The parent sends `prepare N` (not timed),
then `run` (timed in the child); the child answers each with a line of JSON.
"""

from __future__ import annotations

import importlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from .place import ROOT


class Contender(Protocol):
    """What takes part: builds its database when made, then prepares and runs lifecycles."""

    def prepare(self, count: int) -> Any:
        """Everything that comes before the timed part."""

    def run(self, prepared: Any) -> Any:
        """The timed part; what it answers is told to the parent."""


@dataclass(frozen=True)
class Pace:
    """How fast one contender was: median lifecycles per second, and its CPU time for one in ms."""

    rate: float
    rounds: tuple[float, ...]
    cpu_ms: float


class Child:
    """One contender in its own process."""

    def __init__(self, module: str, env: Mapping[str, str]) -> None:
        self.module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.duel", module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(env),
        )  # fmt: skip

    @cached_property
    def about(self) -> str:
        """What it says of itself, once it has built its database."""
        return str(self._heard()["about"])

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.module} ended with {self._process.wait()}")
        return dict(json.loads(line))

    def ask(self, *words: str) -> dict[str, Any]:
        """Send one order and wait for its answer."""
        assert self.about is not None and self._process.stdin is not None
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def end(self) -> None:
        """Let it finish, also when it was never asked."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()


def duel(children: Sequence[Child], *, rounds: int, count: int) -> list[Pace]:
    """Each child runs `count` lifecycles in each round, in turns; one round before to warm up."""
    rates: list[list[float]] = [[] for _ in children]
    cpu: list[list[float]] = [[] for _ in children]
    for turn in range(rounds + 1):
        for place, child in enumerate(children):
            size = max(1, count // 3) if turn == 0 else count
            child.ask("prepare", str(size))
            told = child.ask("run")
            if turn:
                rates[place].append(size / told["seconds"])
                cpu[place].append(told["cpu"] / size * 1000)
    return [
        Pace(statistics.median(r), tuple(r), statistics.median(c)) for r, c in zip(rates, cpu, strict=True)
    ]


def ratio(one: Pace, other: Pace) -> float:
    """The median of `one` beside `other`, round by round."""
    return statistics.median(a / b for a, b in zip(one.rounds, other.rounds, strict=True))


def serve(module: str) -> None:
    """The child's side: obey until the parent has no more to say."""
    made: Contender = importlib.import_module(module).contender()
    prepared: Any = None
    print(json.dumps({"about": (type(made).__doc__ or "").strip()}), flush=True)
    for line in sys.stdin:
        order, *words = line.split()
        if order == "prepare":
            prepared = made.prepare(int(words[0]))
            print("{}", flush=True)
            continue
        began, cpu = time.perf_counter(), time.process_time()
        result = made.run(prepared)
        told = {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "result": result,
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
