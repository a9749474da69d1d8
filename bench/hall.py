"""叫号: numbers given and called per second in a hall of 50 windows (aim: 300/s on PostgreSQL)."""

from __future__ import annotations

import statistics
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .duel import Child
from .place import TOLD, Place
from .rivals.hall import PART, PARTS
from .table import Table

MODULE = "bench.rivals.hall"
#: Processes at work, as many as this machine has cores.
AT_WORK = 2
#: So many wait in the hall before the rounds.
DEPTHS = (40, 2000)


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One row a database and length of the queues."""
    rounds, depths = (1, (8,)) if quick else (5, DEPTHS)
    rows = [row for engine in place.engines for row in _engine(place, engine, rounds, depths)]
    how = (
        f"{AT_WORK} processes over 50 windows and 8 queues; in each round every window's queue gives one "
        "number and the window calls one; starting and finishing the visit, which free the window, are done "
        "and not counted. Each act is a durable transaction with its row of the trail. Aim: 300/s."
    )
    heads = ("", "waiting", "takes and calls/s", "slowest and fastest round", "take, ms", "call, ms")
    notes = tuple(f"{engine}: {TOLD[engine]}." for engine in place.engines)
    return [Table("Numbers given and called", heads, tuple(rows), (how, *notes))]


def _engine(place: Place, engine: str, rounds: int, depths: tuple[int, ...]) -> list[tuple[str, ...]]:
    place.drop(engine, "hall")
    children: list[Child] = []
    try:
        for part in range(AT_WORK):
            env = {**place.product(engine, "hall"), PART: str(part), PARTS: str(AT_WORK)}
            children.append(Child(MODULE, env))
            assert children[-1].about  # the first one builds what the others find
        made, waiting = [], 0
        for depth in depths:
            children[0].ask("prepare", str(depth - waiting))
            waiting = depth
            for child in children[1:]:
                child.ask("prepare", "0")
            made.append(_row(engine, depth, [_round(children) for _ in range(rounds + 1)][1:]))
        return made
    finally:
        for child in children:
            child.end()


def _round(children: list[Child]) -> list[dict[str, Any]]:
    """All processes at once."""
    with ThreadPoolExecutor(len(children)) as pool:
        return [told["result"] for told in pool.map(lambda child: child.ask("run"), children)]


def _row(engine: str, depth: int, rounds: list[list[dict[str, Any]]]) -> tuple[str, ...]:
    rates = [sum(2 * one["visitors"] / (one["taking"] + one["calling"]) for one in turn) for turn in rounds]
    each = {
        part: statistics.median(1000 * one[part] / one["visitors"] for turn in rounds for one in turn)
        for part in ("taking", "calling")
    }
    return (
        engine, str(depth), f"{statistics.median(rates):.0f}", f"{min(rates):.0f} – {max(rates):.0f}",
        f"{each['taking']:.1f}", f"{each['calling']:.1f}",
    )  # fmt: skip
