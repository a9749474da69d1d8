"""Opening a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.parties import queries as parties
from yimen.rules.applying import NotForYou, PartyUnknown
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.projects import owns
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.opening import ProjectCodeTaken, Told, checked, elements
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Project, Zone


@dataclass(frozen=True)
class Opened:
    """A project that was opened."""

    code: str


@use_case(Opened)
def open_project(actor: Actor, told: Told, party_id: int, *, now: datetime, once: str = "") -> Opened:
    """Register a project of a party. Raises BadProjectCode, ProjectCodeTaken, ProjectWords, KindOfFunding,
    PartyUnknown, NotForYou."""
    facts = checked(told, china_date(now))
    party = parties.party(party_id)
    if party is None:
        raise PartyUnknown()
    if not (actor.is_system or owns(actor, party_id)):
        raise NotForYou()
    if Project.objects.filter(code=facts.code).exists():
        raise ProjectCodeTaken()
    zone = Zone.objects.filter(code=facts.zone).first() if facts.zone else None
    own = {"ent_name": party.name, "credit_code": party.id_number, "phone": party.phone}
    Project.objects.create(
        code=facts.code, name=facts.name.strip(), owner_id=party_id, kind=facts.kind, funding=facts.funding,
        lane=facts.lane, zone=zone, place=facts.place.strip(), land_area=facts.land_area,
        build_area=facts.build_area, investment=facts.investment,
        answers={**elements(facts), **{key: value for key, value in own.items() if value}},
        first_contact_at=facts.first_contact_at or now, created_at=now, created_by=actor.label,
    )  # fmt: skip
    data = {"kind": str(facts.kind), "lane": str(facts.lane), "zone": facts.zone}
    trail.append(stream(facts.code), ProjectEvent.OPENED, actor.label, now, data)
    return Opened(facts.code)


def stream(code: str) -> str:
    """The name of a project's chain in the trail."""
    return f"project:{code}"
