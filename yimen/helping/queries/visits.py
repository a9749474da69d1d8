"""Visits at home as the person, the helpers of the place and the one who took it see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yimen.parties import queries as parties
from yimen.rules.authority import Actor
from yimen.rules.helping import visits as rules
from yimen.rules.helping.terms import Hardship, VisitOutcome, VisitState, Wish
from yimen.rules.helping.visits import VisitFact

from ..models import HomeVisit

PAGE = 30


def fact_of(one: HomeVisit) -> VisitFact:
    """A visit as the rules know it."""
    return VisitFact(
        one.party_id, one.region, VisitState(one.state), Wish(one.wish), one.staff, one.day
    )  # fmt: skip


@dataclass(frozen=True)
class VisitView:
    """A visit as it is shown. `place`: "" but for the person and the helper who took it."""

    id: int
    party: str
    phone: str
    region: str
    place: str
    hardship: Hardship
    wish: Wish
    words: str
    asked_at: datetime
    state: VisitState
    staff: str
    day: date | None
    start: int | None
    outcome: VisitOutcome | None
    told: str

    @property
    def time(self) -> str:
        """The hour of the clock, "" while none is appointed."""
        return "" if self.start is None else str(timedelta(minutes=self.start))[:-3]


def _view(one: HomeVisit, *, whole: bool) -> VisitView:
    shown = parties.masked(one.party)
    return VisitView(
        one.pk, shown.name, shown.phone, one.region, one.place if whole else "",
        Hardship(one.hardship), Wish(one.wish), one.asked_words if whole else "", one.asked_at,
        VisitState(one.state), one.staff, one.day, one.start,
        VisitOutcome(one.outcome) if one.outcome else None, one.told if whole else "",
    )  # fmt: skip


def _page(found: QuerySet[HomeVisit], before: int | None, limit: int) -> QuerySet[HomeVisit]:
    found = found.filter(pk__lt=before) if before is not None else found
    return found.select_related("party").order_by("-pk")[: limit + 1]


def visits_near(actor: Actor, *, after: int | None = None, limit: int = PAGE) -> list[VisitView]:
    """Visits that wait in the places of this helper, longest waiting first, keyset by id; not where."""
    within = Q(pk__in=[])
    for prefix in rules.places(actor):
        within |= Q(region__startswith=prefix)
    found = HomeVisit.objects.filter(within, state="asked").select_related("party").order_by("pk")
    found = found.filter(pk__gt=after) if after is not None else found
    return [_view(one, whole=False) for one in found[: limit + 1]]


def visits_of_helper(staff: str, *, before: int | None = None, limit: int = PAGE) -> list[VisitView]:
    """Visits that this helper took, newest first, keyset by id. What is over shows no address any more."""
    found = _page(HomeVisit.objects.filter(staff=staff).exclude(staff=""), before, limit)
    return [_view(one, whole=one.state == VisitState.TAKEN) for one in found]


def visits_of_party(party: int, *, limit: int = PAGE) -> list[VisitView]:
    """One's own visits, the newest."""
    return [_view(one, whole=True) for one in _page(HomeVisit.objects.filter(party_id=party), None, limit)][
        :limit
    ]


def visit_row(visit: int) -> HomeVisit | None:
    """A visit by its row, for what follows its events."""
    return HomeVisit.objects.filter(pk=visit).first()


def visit_for(actor: Actor, visit: int) -> VisitView | None:
    """One visit as this helper may see it: one that waits in their places, or one that they took."""
    found = HomeVisit.objects.filter(pk=visit).select_related("party").first()
    if found is None or not rules.may_see(actor, fact_of(found)):
        return None
    return _view(found, whole=found.staff == actor.staff and found.state == VisitState.TAKEN)
