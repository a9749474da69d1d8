"""Displays of a hall: 200 of them ask every 3 seconds what is new, of the served product on two cores.

Half of them show the hall, half one window. The hall is at work meanwhile; who asks works on the same cores.
"""

from __future__ import annotations

import heapq
import os
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.siege.visitor import Visitor

from .duel import Child
from .over_http import LIMITS, serving, together
from .place import TOLD, Place
from .rivals.screens import ACTS
from .table import Table, p50_p95

MODULE = "bench.rivals.screens"
SCREENS, EVERY, SECONDS = 200, 3.0, 45.0
#: Threads that ask for all displays.
ASKING = 16


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One row a database."""
    screens, seconds = (6, 4.0) if quick else (SCREENS, SECONDS)
    rows = [_row(place, engine, screens, seconds) for engine in place.engines]
    how = " ".join((__doc__ or "").split())
    notes = (
        f"{how} {ACTS} acts a second in the hall for {seconds:.0f} s; a time runs from the moment at which "
        "the question was due. Processor: of the serving processes, where 100 % is one core.",
        *(f"{engine}: {TOLD[engine]}." for engine in place.engines),
    )
    heads = ("", "displays", "answers/s", "of them 304", "each, ms: median / 95th percentile", "processor")
    return [Table("Displays that ask", heads, tuple(rows), notes)]


def _row(place: Place, engine: str, screens: int, seconds: float) -> tuple[str, ...]:
    place.drop(engine, "screens")
    env = {**place.product(engine, "screens"), "YIMEN_LIMITS": LIMITS, "YIMEN_WORKERS": "2"}
    hall = Child(MODULE, env)
    try:
        hall.ask("prepare", str(screens))
        tokens: list[tuple[str, str]] = hall.ask("run")["result"]
        with serving(env) as (server, port):
            _ask(port, tokens, EVERY)
            hall.ask("prepare", str(-round(seconds)))
            work = threading.Thread(target=hall.ask, args=("run",))
            work.start()
            before, began = _cpu(server), time.monotonic()
            took, seen = _ask(port, tokens, seconds)
            spent = time.monotonic() - began
            share = (_cpu(server) - before) / spent
            work.join()
    finally:
        hall.end()
    same = seen[304] / sum(seen.values())
    return (
        engine, str(screens), f"{len(took) / spent:.0f}", f"{same:.0%}", p50_p95(took), f"{share:.0%}",
    )  # fmt: skip


def _ask(port: int, tokens: list[tuple[str, str]], seconds: float) -> tuple[list[float], Counter[int]]:
    """Every display asks at its own moments for so long: ms of each question, and how it was answered."""
    begun = time.monotonic()
    due = [(begun + EVERY * n / len(tokens), n) for n in range(len(tokens))]
    marks, took, seen, lock = [""] * len(tokens), list[float](), Counter[int](), threading.Lock()

    def work() -> None:
        line = Visitor(port)
        try:
            while True:
                with lock:
                    at, n = heapq.heappop(due) if due else (float("inf"), 0)
                if at > begun + seconds:
                    break
                time.sleep(max(0.0, at - time.monotonic()))
                kind, token = tokens[n]
                line.cookies = {"device": token}
                sent = {"If_None_Match": marks[n]} if marks[n] else {}
                answer = line.send("GET", f"/device/{kind}/news/", **sent)
                marks[n] = answer.headers.get("etag", "")
                with lock:
                    took.append((time.monotonic() - at) * 1000)
                    seen[answer.status] += 1
                    heapq.heappush(due, (at + EVERY, n))
        finally:
            line.close()

    together(min(ASKING, len(tokens)), work)
    if set(seen) - {200, 304}:
        raise RuntimeError(f"displays were answered {dict(seen)}")
    return took, seen


def _cpu(server: int) -> float:
    """Seconds of processor of a process and all that it started (Linux)."""
    found, tick = 0.0, os.sysconf("SC_CLK_TCK")
    family = {server}
    told: dict[int, list[Any]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told[int(path.parent.name)] = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended between the list and the look
    for _ in range(4):
        family |= {pid for pid, facts in told.items() if int(facts[1]) in family}
    for pid in family & told.keys():
        found += (int(told[pid][11]) + int(told[pid][12])) / tick
    return found
