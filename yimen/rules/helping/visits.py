"""上门帮办 (SY7): who cannot come asks; one helper of the place takes it, comes, says what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from ..authority import Actor, region_prefix
from ..errors import Kind, RuleBroken
from ..term import Term
from ..terms import Role
from ..unmasking import ViewNotYours
from .terms import Hardship, VisitOutcome, VisitState, Wish

T = TypeVar("T", bound=Term)

MOST_WORDS = 300
#: A visit is appointed so many natural days ahead at most.
AHEAD = 30
#: Between which minutes of the day a helper comes, and in which steps.
FIRST, LAST, STEP = 8 * 60, 18 * 60, 30


class VisitNotFound(RuleBroken):
    """No such visit, or none of this person's or this helper's place: told the same."""

    code = "help.visit_not_found"
    text = "没有找到这次上门帮办"
    kind = Kind.NOT_FOUND


class VisitOpen(RuleBroken):
    """One visit at a time."""

    code = "help.visit_open"
    text = "您已经约了一次，办完再约"


class VisitGone(RuleBroken):
    """The visit is not in the state that this needs: another helper was quicker, or it is over."""

    code = "help.visit_gone"
    text = "这次上门现在是“{state}”，不能{act}"


class VisitDay(RuleBroken):
    """The day or the time does not fit what was asked."""

    code = "help.visit_day"
    text = "时间不对：{problem}"
    kind = Kind.INVALID


class VisitBlank(RuleBroken):
    """A visit needs to know where, why and which days."""

    code = "help.visit_blank"
    text = "请填{label}"
    kind = Kind.INVALID


class TooSoonDone(RuleBroken):
    """Nothing came of a visit that has not been yet."""

    code = "help.visit_too_soon"
    text = "还没到约好的那天，不能说来过了"


@dataclass(frozen=True)
class VisitFact:
    """What of a visit decides what may happen to it. `staff`: the helper who took it."""

    party: int
    region: str
    state: VisitState
    wish: Wish
    staff: str = ""
    day: date | None = None


def places(actor: Actor) -> tuple[str, ...]:
    """The prefixes of the regions whose visits are this helper's to see."""
    mine = {region_prefix(p.region) for p in actor.posts if p.role is Role.HELPER and p.region}
    return tuple(sorted(mine))


def near(actor: Actor, region: str) -> bool:
    """Whether a place lies where this helper helps."""
    return any(region.startswith(prefix) for prefix in places(actor))


def may_see(actor: Actor, fact: VisitFact) -> bool:
    """The person; the helper who took it; while nobody has, the helpers of the place."""
    if actor.party is not None and actor.party == fact.party:
        return True
    mine = bool(actor.staff) and actor.staff == fact.staff
    return mine or (fact.state is VisitState.ASKED and near(actor, fact.region))


def require_may_call(actor: Actor, fact: VisitFact) -> None:
    """Raise VisitNotFound, ViewNotYours unless this is the helper who took the visit and it is still to come.

    They call to find the house, and nobody else has a reason to."""
    if not may_see(actor, fact):
        raise VisitNotFound()
    if not actor.staff or fact.staff != actor.staff or fact.state is not VisitState.TAKEN:
        raise ViewNotYours()


def read_hardship(raw: str) -> Hardship:
    """Why somebody cannot come. Raises VisitBlank."""
    return _read(Hardship, raw, "为什么要上门")


def read_wish(raw: str) -> Wish:
    """Which days suit. Raises VisitBlank."""
    return _read(Wish, raw, "希望哪天来")


def read_outcome(raw: str) -> VisitOutcome:
    """What came of it. Raises VisitBlank."""
    return _read(VisitOutcome, raw, "上门的结果")


def _read(terms: type[T], raw: str, label: str) -> T:
    if raw not in set(terms):
        raise VisitBlank(label=label)
    return terms(raw)


def require_state(fact: VisitFact, wanted: Iterable[VisitState], act: str) -> None:
    """Raise VisitGone unless the visit is in one of these states."""
    if fact.state not in set(wanted):
        raise VisitGone(state=fact.state.label, act=act)


def require_day(fact: VisitFact, day: date | None, start: int | None, today: date) -> None:
    """Raise VisitDay unless the day is to come, of the kind that was wished for, and the time fits."""
    if day is None or start is None:
        raise VisitDay(problem="请填哪天几点")
    if not today < day <= today + timedelta(days=AHEAD):
        raise VisitDay(problem="要在明天以后、30 天以内")
    weekend = day.weekday() >= 5
    if weekend != (fact.wish is Wish.WEEKEND):
        raise VisitDay(problem="对方希望周末来" if fact.wish is Wish.WEEKEND else "对方希望工作日来")
    if not FIRST <= start <= LAST or start % STEP:
        raise VisitDay(problem="在 8:00 到 18:00 之间，整点或者半点")


def require_came(fact: VisitFact, today: date) -> None:
    """Raise TooSoonDone before the day."""
    if fact.day is None or fact.day > today:
        raise TooSoonDone()
