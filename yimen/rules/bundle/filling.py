"""What an earlier member's result fills in for a later one: what stands on it need not be asked.

The number of any result, and of a licence its last day and the lines of its face (`results.told`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .common import keys_of
from .order import Part, makers_for, numbers_first
from .results import told


@dataclass(frozen=True)
class Source:
    """Where the answer to one field comes from. `line`: `results.NUMBER`, `results.LAST_DAY`, or the name of
    a line of the licence's face."""

    maker: Part
    line: str


def filled_by(part: Part, parts: Sequence[Part]) -> dict[str, tuple[Source, ...]]:
    """Key of a field of this member → the members on whose result the answer stands, and where.

    Only of members whose result this one waits for, for then it is there when this one starts; and, where a
    number is not required, of any that makes it, for nobody can be asked for what there is not yet. A field
    that a condition looks at is asked: its answer decides something before any result is made.
    """
    looked_at = _looked_at(part, parts)
    found: dict[str, tuple[Source, ...]] = {}
    before = _before(part, parts)
    for use in part.spec.form:
        if use.key in looked_at:
            continue
        unneeded = [] if use.required else [one for one in parts if numbers_first(one, use, part)]
        makers = {one.item: one for one in (*before, *unneeded)}.values()
        lines = ((one, told(use, one.spec, one.face)) for one in makers)
        if sources := tuple(Source(one, line) for one, line in lines if line):
            found[use.key] = sources
    return found


def _before(part: Part, parts: Sequence[Part]) -> list[Part]:
    made = {
        one.item: one
        for code in sorted(part.needs)
        for one in makers_for(part, code, [other for other in parts if code in other.issues])
    }
    made |= {one.item: one for one in parts if one.item in part.asks}
    return [made[item] for item in sorted(made)]


def _looked_at(part: Part, parts: Iterable[Part]) -> set[str]:
    spec = part.spec
    trees: list[Any] = [use.when for use in spec.form] + [use.when for use in spec.materials]
    trees += [spec.eligibility, *(one.member.when for one in parts)]
    return {key for tree in trees if tree is not None for key in keys_of(tree)}
