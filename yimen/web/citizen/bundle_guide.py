"""The guide of a bundle (一次告知 of many): who waits for whom, the common list, what it spares."""

from __future__ import annotations

from typing import Any

from yimen.catalogue import queries as catalogue
from yimen.rules.bundle import JOINT_MOST, Plan, longest, questions_left
from yimen.rules.calendar import china_date
from yimen.web import planview

from .words import price_words


def facts(page: catalogue.ItemPage, now: Any) -> dict[str, Any]:
    """What the guide of a bundle tells beside that of an item."""
    return of_plan(catalogue.plan(page.version_id), now)


def of_plan(plan: Plan, now: Any) -> dict[str, Any]:
    """The same of a plan, in force or not: the keeper looks at it before anybody else does."""
    return {
        "plan": plan,
        "gantt": planview.gantt(plan),
        "picture": planview.picture(plan),
        "longest": longest(plan),
        "joint_most": JOINT_MOST,
        "savings": planview.savings_lines(plan),
        "policy": planview.policy_words(plan),
        "charges": [(one.name, one.fee, price_words(one.fee)) for one in plan.charges],
        "used_by": used_by(plan),
        "asks": questions_left(plan, {}, china_date(now)),
        "stops": plan.bundle.stops,
    }


def used_by(plan: Plan) -> list[dict[str, Any]]:
    """For each material, by its place in the common list: who uses it, and whose result it is."""
    names = {part.item: part.spec.name for part in plan.parts}
    return [
        {
            "members": [names[item] for item in one.members],
            "made_by": [names[item] for item in one.made_by],
            "given": one.given,
        }
        for one in plan.materials
    ]
