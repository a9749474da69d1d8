"""(e) How the lifecycle grows: the same seven acts in a database with 10, 100 and 1,000 thousand cases."""

from __future__ import annotations

from .duel import Child, duel, ratio
from .place import Place
from .reads import SIZE, SIZES
from .table import Table


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One table a database. The lists at each size stand in (c)."""
    sizes = (200,) if quick else SIZES
    rounds, count = (1, 1) if quick else (5, 20)
    made = []
    for engine in place.engines:
        envs = [{**place.product(engine, f"cases_{size}"), SIZE: str(size)} for size in sizes]
        children = [Child("bench.rivals.grown", env) for env in envs]
        try:
            paces = duel(children, rounds=rounds, count=count)
        finally:
            for child in children:
                child.end()
        rows = tuple(
            (f"{size:,} cases", f"{pace.rate:.0f}", f"{pace.cpu_ms:.1f}", f"{ratio(pace, paces[0]):.2f} ×")
            for size, pace in zip(sizes, paces, strict=True)
        )
        heads = ("", "lifecycles/s", "CPU of the client, ms each", "beside the smallest")
        made.append(Table(f"(e) Lifecycles in a full database, {engine}", heads, rows))
    return made
