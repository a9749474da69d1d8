"""上门帮办: asked by the person, taken by one helper, done, given back or cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.bureau import queries as bureau
from yimen.parties import actions as parties
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.helping import visits as rules
from yimen.rules.helping.terms import HelpEvent, VisitState
from yimen.rules.people import ADDRESS_MAX, PartyNotFound
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import HomeVisit
from ..queries.visits import fact_of

_OPEN = (VisitState.ASKED, VisitState.TAKEN)


@dataclass(frozen=True)
class Visited:
    """A visit and where it stands."""

    id: int
    state: str


@use_case(Visited)
def ask_visit(
    actor: Actor, region: str, place: str, hardship: str, wish: str, words: str = "",
    *, now: datetime, once: str = "",
) -> Visited:  # fmt: skip
    """A person who cannot come asks for a helper at home. `region`: 12 digits of the town or village.

    Raises PartyNotFound (no account of a person), VisitBlank, VisitOpen.
    """
    if actor.party is None:
        raise PartyNotFound()
    why, when = rules.read_hardship(hardship), rules.read_wish(wish)
    where = place.strip()[:ADDRESS_MAX]
    if not where or bureau.region(region) is None:
        raise rules.VisitBlank(label="在哪里")
    parties.lock(actor.party)
    if HomeVisit.objects.filter(party_id=actor.party, state__in=_OPEN).exists():
        raise rules.VisitOpen()
    made = HomeVisit.objects.create(
        party_id=actor.party, region=region, place=where, hardship=str(why), wish=str(when),
        asked_words=words.strip()[: rules.MOST_WORDS], asked_at=now,
    )  # fmt: skip
    return _noted(made, HelpEvent.VISIT_ASKED, actor, now, {"region": region, "wish": str(when)})


@use_case(Visited)
def take_visit(
    actor: Actor, visit: int, day: date | None, start: int | None, *, now: datetime, once: str = ""
) -> Visited:
    """A helper of the place takes a visit for a day and a time (minutes of the day); nobody else then does.

    Raises NotPermitted, VisitNotFound, VisitGone, VisitDay.
    """
    require_role(actor, Role.HELPER)
    found = _held(actor, visit, taken_too=True)
    fact = fact_of(found)
    rules.require_state(fact, {VisitState.ASKED}, "接下")
    rules.require_day(fact, day, start, china_date(now))
    found.state, found.staff, found.day, found.start = VisitState.TAKEN, actor.staff, day, start
    found.reminded_at = None
    found.save(update_fields=["state", "staff", "day", "start", "reminded_at"])
    told = {"helper": actor.staff, "day": str(day), "start": start}
    return _noted(found, HelpEvent.VISIT_TAKEN, actor, now, told)


@use_case(Visited)
def give_back(actor: Actor, visit: int, *, now: datetime, once: str = "") -> Visited:
    """The helper cannot come after all: the visit waits again. Raises VisitNotFound, VisitGone."""
    require_role(actor, Role.HELPER)
    found = _held(actor, visit)
    rules.require_state(fact_of(found), {VisitState.TAKEN}, "退回")
    found.state, found.staff, found.day, found.start = VisitState.ASKED, "", None, None
    found.save(update_fields=["state", "staff", "day", "start"])
    return _noted(found, HelpEvent.VISIT_BACK, actor, now, {"helper": actor.staff})


@use_case(Visited)
def finish_visit(
    actor: Actor, visit: int, outcome: str, words: str = "", *, now: datetime, once: str = ""
) -> Visited:
    """The helper was there: what came of it. Raises VisitNotFound, VisitGone, TooSoonDone, VisitBlank."""
    require_role(actor, Role.HELPER)
    found = _held(actor, visit)
    rules.require_state(fact_of(found), {VisitState.TAKEN}, "登记结果")
    rules.require_came(fact_of(found), china_date(now))
    found.outcome, found.told = str(rules.read_outcome(outcome)), words.strip()[: rules.MOST_WORDS]
    found.state, found.ended_at = VisitState.DONE, now
    found.save(update_fields=["outcome", "told", "state", "ended_at"])
    return _noted(found, HelpEvent.VISIT_DONE, actor, now, {"outcome": found.outcome})


@use_case(Visited)
def cancel_visit(actor: Actor, visit: int, *, now: datetime, once: str = "") -> Visited:
    """The person needs no visit any more. Raises VisitNotFound, VisitGone."""
    found = _held(actor, visit)
    if found.party_id != actor.party:
        raise rules.VisitNotFound()
    rules.require_state(fact_of(found), _OPEN, "取消")
    found.state, found.ended_at = VisitState.CANCELLED, now
    found.save(update_fields=["state", "ended_at"])
    return _noted(found, HelpEvent.VISIT_CANCELLED, actor, now, {})


def _held(actor: Actor, visit: int, *, taken_too: bool = False) -> HomeVisit:
    """The visit, locked, where this person or helper may see it; `taken_too`: to a helper of the place it is
    told that another was quicker. Raises VisitNotFound."""
    found = HomeVisit.objects.select_for_update(of=("self",)).filter(pk=visit).first()
    if found is None or not (rules.may_see(actor, fact_of(found)) or _told(actor, found, taken_too)):
        raise rules.VisitNotFound()
    parties.lock(found.party_id)
    return found


def _told(actor: Actor, found: HomeVisit, taken_too: bool) -> bool:
    return taken_too and rules.near(actor, found.region)


def _noted(
    found: HomeVisit, event: HelpEvent, actor: Actor, now: datetime, data: Mapping[str, Any]
) -> Visited:
    trail.append(f"party:{found.party_id}", event, actor.label, now, {"visit": found.pk, **data})
    return Visited(found.pk, str(found.state))
