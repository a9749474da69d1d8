"""(a) One lifecycle through the actions beside the same rows by plain SQL and beside two engines.

submit → receive + accept → two opinions → grant → issue: seven durable commits each, one client.
"""

from __future__ import annotations

from .duel import Child, Pace, duel, ratio
from .place import TOLD, Place
from .table import Table

NAMES = {
    "bench.rivals.ours": "Yimen",
    "bench.rivals.plain": "plain SQL",
    "bench.rivals.spiff": "SpiffWorkflow",
    "bench.rivals.spiff_tuned": "SpiffWorkflow, tuned by us",
    "bench.rivals.flow": "django-viewflow",
}
#: Who works on the tables of the product.
OF_THE_PRODUCT = ("bench.rivals.ours", "bench.rivals.plain")
HEADS = ("", "lifecycles/s", "slowest and fastest round", "CPU of the client, ms each", "Yimen beside it")


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One table a database."""
    rounds, count = (1, 2) if quick else (7, 40)
    return [_table(place, engine, rounds, count) for engine in place.engines]


def _table(place: Place, engine: str, rounds: int, count: int) -> Table:
    children = []
    for module in NAMES:
        name = f"lifecycle_{module.rsplit('.', 1)[1]}"
        place.drop(engine, name)
        env = place.product if module in OF_THE_PRODUCT else place.env
        children.append(Child(module, env(engine, name)))
    try:
        paces = duel(children, rounds=rounds, count=count)
    finally:
        for child in children:
            child.end()
    notes = [f"{NAMES[child.module]}: {child.about}" for child in children]
    how = f"{rounds} rounds of {count} lifecycles each, in turns, after one to warm up"
    return Table(
        f"(a) Lifecycles through the actions, {engine}",
        HEADS,
        tuple(_cells(child, pace, paces[0]) for child, pace in zip(children, paces, strict=True)),
        (
            *notes,
            f"{engine}: {TOLD[engine]}. {how}.",
        ),
    )


def _cells(child: Child, pace: Pace, ours: Pace) -> tuple[str, ...]:
    return (
        NAMES[child.module],
        f"{pace.rate:.0f}",
        f"{min(pace.rounds):.0f} – {max(pace.rounds):.0f}",
        f"{pace.cpu_ms:.1f}",
        "" if pace is ours else f"{ratio(ours, pace):.2f} ×",
    )
