"""评价帮办员: one level a helped case that is over, by whom it was done for (国办发〔2019〕51号)."""

from __future__ import annotations

from ..authority import Actor
from ..errors import Kind, RuleBroken
from ..lifecycle import ENDED, FINAL
from ..terms import State
from .terms import Level

MOST_WORDS = 200
#: The applicant has the answer: what is left is only handing over or filing away.
RATEABLE = ENDED | FINAL | {State.REFUSED}
#: From here on a rating counts as good.
GOOD_FROM = 4


class NotHelped(RuleBroken):
    """Only the person whose case it is rates who helped with it; for others it does not exist."""

    code = "help.not_helped"
    text = "没有找到帮办员帮您办的这一件"
    kind = Kind.NOT_FOUND


class NotOver(RuleBroken):
    """A helper is rated when the case is over."""

    code = "help.not_over"
    text = "办完以后再评价"


class RatedBefore(RuleBroken):
    """One rating a case."""

    code = "help.rated_before"
    text = "这一件已经评价过了"


class LevelMissing(RuleBroken):
    """None of the five levels was chosen: none is chosen beforehand."""

    code = "help.level_missing"
    text = "请选满意程度"
    kind = Kind.INVALID


def require_rateable(actor: Actor, party: int, helper: str, state: State, *, rated: bool) -> None:
    """Raise NotHelped, NotOver, RatedBefore unless this person may rate who helped with this case now."""
    if not helper or actor.party is None or actor.party != party:
        raise NotHelped()
    if state not in RATEABLE:
        raise NotOver()
    if rated:
        raise RatedBefore()


def read_level(raw: str) -> Level:
    """The level as chosen. Raises LevelMissing."""
    if raw not in {str(one) for one in Level}:
        raise LevelMissing()
    return Level(raw)
