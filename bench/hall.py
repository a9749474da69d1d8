"""叫号: numbers given and called per second in a hall of 50 windows (aim: 300/s on PostgreSQL)."""

from __future__ import annotations

import statistics
from concurrent.futures import ThreadPoolExecutor

from .duel import Child
from .place import TOLD, Place
from .rivals.hall import CALL, CLEAR, GIVE, PART, PARTS
from .table import Table

MODULE = "bench.rivals.hall"
#: Processes at work, as many as this machine has cores.
AT_WORK = 2
#: So many wait in the hall before the rounds.
DEPTHS = (40, 2000)


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One row a database and length of the queues."""
    rounds, depths = (1, (8,)) if quick else (6, DEPTHS)
    rows = [row for engine in place.engines for row in _engine(place, engine, rounds, depths)]
    how = (
        f"{AT_WORK} processes at once over 50 windows and 8 queues, windows of both at each queue. In a "
        "round every window's queue gives a number, then every window calls, then all are served to the end. "
        "Time is that of the slower process. Each act is a durable transaction with its row of the trail. "
        "Aim: 300 takes and calls/s on PostgreSQL."
    )
    heads = ("", "waiting", "takes/s", "calls/s", "takes and calls/s", "slowest, fastest round", "all acts/s")
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
            made.append(_row(engine, depth, [_round(children) for _ in range(rounds + 1)][1:]))
        return made
    finally:
        for child in children:
            child.end()


def _round(children: list[Child]) -> dict[int, tuple[int, float]]:
    """Phase → how many acts, and the seconds of the slower process."""
    return {phase: _phase(children, phase) for phase in (GIVE, CALL, CLEAR)}


def _phase(children: list[Child], phase: int) -> tuple[int, float]:
    for child in children:
        child.ask("prepare", str(phase))
    with ThreadPoolExecutor(len(children)) as pool:
        told = list(pool.map(lambda child: child.ask("run"), children))
    return sum(one["result"] for one in told), max(one["seconds"] for one in told)


def _rate(turn: dict[int, tuple[int, float]], *phases: int) -> float:
    return sum(turn[one][0] for one in phases) / sum(turn[one][1] for one in phases)


def _row(engine: str, depth: int, rounds: list[dict[int, tuple[int, float]]]) -> tuple[str, ...]:
    def median(*phases: int) -> str:
        return f"{statistics.median(_rate(turn, *phases) for turn in rounds):.0f}"

    each = [_rate(turn, GIVE, CALL) for turn in rounds]
    return (
        engine, str(depth), median(GIVE), median(CALL), median(GIVE, CALL),
        f"{min(each):.0f}, {max(each):.0f}", median(GIVE, CALL, CLEAR),
    )  # fmt: skip
