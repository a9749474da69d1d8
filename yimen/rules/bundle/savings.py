"""What the bundle spares: before (each member alone, one after another) and after, each by its formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import review
from ..item import ItemSpec, MaterialUse
from ..term import Term
from ..terms import Need
from .order import days_of
from .plan import Plan


class Measure(Term):
    """一件事省下的六样."""

    FIELDS = "fields", "要填的栏"
    MATERIALS = "materials", "要交的材料"
    FORMS = "forms", "要填的表"
    VISITS = "visits", "要跑的次数"
    STEPS = "steps", "办理环节"
    DAYS = "days", "工作日"


#: How each is reckoned, in words that stand beside the figure.
FORMULAS: dict[Measure, tuple[str, str]] = {
    Measure.FIELDS: ("各事项表里的栏数相加", "合并后的一张表里的栏数"),
    Measure.MATERIALS: (
        "各事项要交的材料相加，免交的和可交可不交的不算",
        "合并后要交的材料，前面事项办出的不算",
    ),
    Measure.FORMS: ("有表的事项，每个一张", "一张表"),
    Measure.VISITS: ("各事项到现场的次数相加", "有一个事项要到现场就算 1 次"),
    Measure.STEPS: ("各事项的受理、审查各步和出件相加", "受理一次、出件一次，加上审查各步"),
    Measure.DAYS: ("各事项的承诺时限相加", "这件事的承诺时限"),
}


@dataclass(frozen=True)
class Saving:
    """One figure before and after, with the words of its formula."""

    what: Measure
    before: int
    after: int

    @property
    def saved(self) -> int:
        """How many fewer."""
        return self.before - self.after

    @property
    def percent(self) -> int:
        """Fewer by how many of a hundred, rounded down; 0 where there was nothing to save."""
        return self.saved * 100 // self.before if self.before else 0

    @property
    def formula(self) -> tuple[str, str]:
        """How the figure before and the one after are reckoned."""
        return FORMULAS[self.what]


def savings(plan: Plan) -> tuple[Saving, ...]:
    """All six, in the order in which they are shown. For all members, chosen or not."""
    specs = [part.spec for part in plan.parts]
    seats = sum(len(review.plan(spec)) for spec in specs)
    pairs = {
        Measure.FIELDS: (sum(len(spec.form) for spec in specs), len(plan.fields)),
        Measure.MATERIALS: (
            sum(_given(spec.materials) for spec in specs),
            _given(one.use for one in plan.materials if one.given),
        ),
        Measure.FORMS: (sum(1 for spec in specs if spec.form), 1 if plan.fields else 0),
        Measure.VISITS: (sum(spec.visits for spec in specs), int(any(spec.visits for spec in specs))),
        Measure.STEPS: (seats + 2 * len(specs), seats + 2),
        Measure.DAYS: (alone(specs), plan.promise),
    }
    return tuple(Saving(what, *pair) for what, pair in pairs.items())


def alone(specs: Iterable[ItemSpec]) -> int:
    """Working days where the items are applied for one after another."""
    return sum(days_of(spec) for spec in specs)


def _given(materials: Iterable[MaterialUse]) -> int:
    return sum(1 for one in materials if one.need is not Need.OPTIONAL and not one.exempt_by)
