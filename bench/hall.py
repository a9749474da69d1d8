"""叫号: numbers given and called per second in a hall of 50 windows (aim: 300/s on PostgreSQL)."""

from __future__ import annotations

import statistics
from concurrent.futures import ThreadPoolExecutor

from .duel import Child
from .place import TOLD, Place
from .rivals.hall import CALL, CLEAR, GIVE, PART, PARTS
from .table import Table

#: Ours, and the least that leaves the same rows.
MODULES = ("bench.rivals.hall", "bench.rivals.hall_plain")
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
        "Aim: 300 takes and calls/s on PostgreSQL. Plain SQL leaves the same rows in as many transactions "
        "without rights, rules, order of lanes and hashes; its rounds come in turn with ours."
    )
    heads = (
        "", "waiting", "takes/s", "calls/s", "takes and calls/s", "slowest, fastest round", "all acts/s",
        "plain SQL, all acts/s", "ratio",
    )  # fmt: skip
    notes = tuple(f"{engine}: {TOLD[engine]}." for engine in place.engines)
    return [Table("Numbers given and called", heads, tuple(rows), (how, *notes))]


def _engine(place: Place, engine: str, rounds: int, depths: tuple[int, ...]) -> list[tuple[str, ...]]:
    teams: list[list[Child]] = []
    try:
        for module in MODULES:
            teams.append(_team(place, engine, module))
        made, waiting = [], 0
        for depth in depths:
            for team in teams:
                team[0].ask("prepare", str(depth - waiting))
            waiting = depth
            turns = [[_round(team) for team in teams] for _ in range(rounds + 1)][1:]
            made.append(_row(engine, depth, *([turn[n] for turn in turns] for n in range(len(teams)))))
        return made
    finally:
        for child in (one for team in teams for one in team):
            child.end()


def _team(place: Place, engine: str, module: str) -> list[Child]:
    """The processes of one contender, over a database of its own."""
    name = module.rpartition(".")[2]
    place.drop(engine, name)
    made: list[Child] = []
    for part in range(AT_WORK):
        made.append(Child(module, {**place.product(engine, name), PART: str(part), PARTS: str(AT_WORK)}))
        assert made[-1].about  # the first one builds what the others find
    return made


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


Turns = list[dict[int, tuple[int, float]]]


def _row(engine: str, depth: int, ours: Turns, plain: Turns) -> tuple[str, ...]:
    def median(turns: Turns, *phases: int) -> str:
        return f"{statistics.median(_rate(turn, *phases) for turn in turns):.0f}"

    each, whole = [_rate(turn, GIVE, CALL) for turn in ours], (GIVE, CALL, CLEAR)
    times = statistics.median(_rate(p, *whole) / _rate(o, *whole) for o, p in zip(ours, plain, strict=True))
    return (
        engine, str(depth), median(ours, GIVE), median(ours, CALL), median(ours, GIVE, CALL),
        f"{min(each):.0f}, {max(each):.0f}", median(ours, *whole), median(plain, *whole), f"{times:.1f}",
    )  # fmt: skip
