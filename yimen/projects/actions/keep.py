"""Routes and zones, kept by the keeper of the catalogue. What changed is on record, value by value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.catalogue import queries as catalogue
from yimen.rules.authority import Actor, require_role
from yimen.rules.changes import Change, differences
from yimen.rules.projects import ProjectKind, Stage
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.keeping import (
    RouteUnfit,
    RouteUnknown,
    require_assessment,
    require_document,
    require_route,
    require_seen,
    require_zone,
    route_seen,
    zone_seen,
)
from yimen.rules.projects.results import Assessment
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import StageRoute, Zone, ZoneAssessment
from ..queries.keeping import assessment_told, item_days, route_stream, route_told


@dataclass(frozen=True)
class Kept:
    """What was kept, by its code."""

    code: str


@use_case(Kept)
def set_route(
    actor: Actor, kind: ProjectKind, stage: Stage, item: str, *, document: str, now: datetime,
    note: str = "", order: int | None = None, seen: Mapping[str, str] | None = None, once: str = "",
) -> Kept:  # fmt: skip
    """Say which bundle a class has for a stage, or which item runs beside. KEEPER. `order` None: as it was;
    `document`: by which it changes; `seen`: what the keeper looked at (`route_seen`), None: nothing.

    Raises NotPermitted, StageNotOfKind, RouteUnfit, RouteTooLong, RouteHint, RouteDocument, KeptMoved.
    """
    require_role(actor, Role.KEEPER)
    named = require_document(document)
    found = catalogue.item(item)
    if found is None:
        raise RouteUnfit(stage=stage.label)
    name, days = item_days(found.current_id)
    require_route(kind, stage, name, days, bundle=found.is_bundle, hint=note)
    old = _route(kind, stage, item)
    require_seen(seen, route_seen(old.item.code, old.hint) if old else {})
    new = StageRoute(kind=kind, stage=stage, item=found, hint=note, order=old.order if old else 0)
    new.pk, new.order = old.pk if old else None, new.order if order is None else order
    new.save()
    _tell(actor, new, named, differences(route_told(old), route_told(new)), now)
    return Kept(item)


def _route(kind: ProjectKind, stage: Stage, item: str) -> StageRoute | None:
    """What stands at this place now, held until the change is kept."""
    found = StageRoute.objects.select_for_update(of=("self",)).select_related("item__current")
    found = found.filter(kind=kind, stage=stage)
    return (found.filter(item__code=item) if stage is Stage.LINE else found).first()


@use_case(Kept)
def drop_route(
    actor: Actor, kind: ProjectKind, item: str, *, document: str, now: datetime,
    seen: Mapping[str, str] | None = None, once: str = "",
) -> Kept:  # fmt: skip
    """Take an item off that runs beside the stages: what is under way goes on. KEEPER. Raises NotPermitted,
    RouteUnknown, RouteDocument, KeptMoved."""
    require_role(actor, Role.KEEPER)
    named, old = require_document(document), _route(kind, Stage.LINE, item)
    if old is None:
        raise RouteUnknown()
    require_seen(seen, route_seen(old.item.code, old.hint))
    changes = differences(route_told(old), {})
    old.delete()
    _tell(actor, old, named, changes, now)
    return Kept(item)


def _tell(actor: Actor, one: StageRoute, document: str, changes: list[Change], now: datetime) -> None:
    kind, stage = ProjectKind(one.kind), Stage(one.stage)
    data = {"kind": str(kind), "stage": str(stage), "document": document, "changes": changes}
    trail.append(route_stream(kind), ProjectEvent.ROUTE_SET, actor.label, now, data)


@use_case(Kept)
def define_zone(
    actor: Actor, code: str, name: str, *, now: datetime, seen: Mapping[str, str] | None = None,
    once: str = "",
) -> Kept:  # fmt: skip
    """Register an area that is assessed as a whole, or name it anew. KEEPER. `seen`: its name as the keeper
    looked at it (`zone_seen`).

    Raises NotPermitted, ZoneUnfit, KeptMoved.
    """
    require_role(actor, Role.KEEPER)
    require_zone(code, name)
    held = Zone.objects.select_for_update(of=("self",)).filter(code=code)
    before = held.values_list("name", flat=True).first() or ""
    require_seen(seen, zone_seen(before))
    Zone.objects.update_or_create(code=code, defaults={"name": name.strip()})
    changes = differences({"name": before}, {"name": name.strip()})
    trail.append(f"zone:{code}", ProjectEvent.ZONE_ASSESSED, actor.label, now, {"changes": changes})
    return Kept(code)


@use_case(Kept)
def assess(
    actor: Actor, zone: str, told: Assessment, *, now: datetime, seen: Mapping[str, str] | None = None,
    once: str = "",
) -> Kept:  # fmt: skip
    """Register a 区域评估 of a zone, or change one (found by document and material). KEEPER. `seen`: its
    parts as the keeper looked at them (`assessment_parts`).

    Raises NotPermitted, AssessmentUnfit, KeptMoved.
    """
    require_role(actor, Role.KEEPER)
    where = Zone.objects.filter(code=zone).first()
    known = where is not None and catalogue.material(told.material) is not None
    require_assessment(told, known)
    key: dict[str, Any] = {"zone": where, "document": told.document, "material": told.material}
    old = ZoneAssessment.objects.select_for_update(of=("self",)).filter(**key).first()
    require_seen(seen, assessment_told(old))
    facts = {"kind": told.kind, "basis": told.basis, "valid_from": told.valid_from, "valid_to": told.valid_to}
    new, _made = ZoneAssessment.objects.update_or_create(**key, defaults=facts)
    changes = differences(assessment_told(old), assessment_told(new))
    data = {"document": told.document, "material": told.material, "changes": changes}
    trail.append(f"zone:{zone}", ProjectEvent.ZONE_ASSESSED, actor.label, now, data)
    return Kept(zone)
