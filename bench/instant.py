"""秒批: decisions a second by one worker, the licence queued (aim: 50/s)."""

from __future__ import annotations

import statistics

from .duel import Child
from .place import TOLD, Place
from .table import Table

MODULE = "bench.rivals.instant"


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One row a database. Raises RuntimeError where a decision was no approval."""
    rounds, count = (1, 2) if quick else (5, 60)
    rows = []
    for engine in place.engines:
        place.drop(engine, "instant")
        child = Child(MODULE, place.product(engine, "instant"))
        try:
            rates, cpu = _rounds(child, rounds, count)
        finally:
            child.end()
        told = f"{min(rates):.0f} – {max(rates):.0f}"
        rows.append((engine, f"{statistics.median(rates):.0f}", told, f"{statistics.median(cpu):.1f}"))
    notes = tuple(f"{engine}: {TOLD[engine]}." for engine in place.engines)
    how = (
        f"{rounds} rounds of {count} by one worker after one to warm up; each is judged, received, accepted "
        "and granted in one durable transaction; making the licence is queued. Aim: 50/s."
    )
    heads = ("", "decisions/s", "slowest and fastest round", "CPU, ms each")
    return [Table("Decisions by machine (秒批)", heads, tuple(rows), (how, *notes))]


def _rounds(child: Child, rounds: int, count: int) -> tuple[list[float], list[float]]:
    rates, cpu = [], []
    for turn in range(rounds + 1):
        size = max(1, count // 3) if turn == 0 else count
        child.ask("prepare", str(size))
        told = child.ask("run")
        if told["result"] != size:
            raise RuntimeError(f"{told['result']} of {size} were approved")
        if turn:
            rates.append(size / told["seconds"])
            cpu.append(told["cpu"] / size * 1000)
    return rates, cpu
