"""评价帮办员."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.cases import queries as cases
from yimen.parties import actions as parties
from yimen.rules.authority import Actor
from yimen.rules.helping import rating as rules
from yimen.rules.helping.terms import HelpEvent
from yimen.rules.terms import State
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import HelpRating


@dataclass(frozen=True)
class Rated:
    """A rating that stands."""

    id: int
    level: int


@use_case(Rated)
def rate(actor: Actor, number: str, level: str, words: str = "", *, now: datetime, once: str = "") -> Rated:
    """The person says how content they are with who helped with this case; once, when it is over.

    Raises NotHelped, NotOver, RatedBefore, LevelMissing.
    """
    case = cases.helped_case(number)
    if case is None:
        raise rules.NotHelped()
    parties.lock(case.party_id)
    rated = HelpRating.objects.filter(case=case).exists()
    rules.require_rateable(actor, case.party_id, case.helper, State(case.state), rated=rated)
    chosen = int(str(rules.read_level(level)))
    made = HelpRating.objects.create(
        case=case, party_id=case.party_id, staff=case.helper, level=chosen,
        words=words.strip()[: rules.MOST_WORDS], at=now,
    )  # fmt: skip
    data = {"case": case.number, "helper": case.helper, "level": chosen}
    trail.append(f"party:{case.party_id}", HelpEvent.RATED, actor.label, now, data)
    return Rated(made.pk, chosen)


def erase(case: str) -> None:
    """Empty what was written with the rating of a case. In the caller's transaction."""
    trail.require_transaction()
    HelpRating.objects.filter(case__number=case).update(words="")
