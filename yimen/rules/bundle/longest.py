"""Why a bundle takes longer than joint handling usually does: the longest way, link by link, with its ground.

A bundle that several departments handle together is promised within 10 working days (邵阳: 联办 ≤ 10); where
the path is longer, what binds each member to the one before is named: the result that it may not do without.
"""

from __future__ import annotations

from dataclasses import dataclass

from .order import days_of
from .plan import Plan

#: Working days within which joint handling is promised.
JOINT_MOST = 10


@dataclass(frozen=True)
class Link:
    """One member of the longest way. `days`: working days; `waits`: results of the member before that it
    needs; `basis`: law and clause on which it is decided."""

    name: str
    days: int
    waits: tuple[str, ...] = ()
    basis: str = ""


def longest(plan: Plan) -> tuple[Link, ...]:
    """The links of the longest way; () where the promise keeps within `JOINT_MOST`."""
    if plan.promise <= JOINT_MOST:
        return ()
    parts = {part.item: part.spec for part in plan.parts}
    made: list[Link] = []
    before = ""
    for item in plan.schedule.path:
        spec = parts[item]
        waits = tuple(one.use.name for one in plan.materials if before in one.made_by and item in one.members)
        ground = f"《{spec.basis[0].law}》{spec.basis[0].clause}" if spec.basis else ""
        made.append(Link(spec.name, days_of(spec), waits, ground))
        before = item
    return tuple(one for one in made if one.days)
