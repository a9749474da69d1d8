"""Routes and zones, kept by the keeper of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.rules.authority import Actor, require_role
from yimen.rules.projects import ProjectKind, Stage
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.keeping import RouteUnfit, require_assessment
from yimen.rules.projects.results import Assessment
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import StageRoute, Zone, ZoneAssessment


@dataclass(frozen=True)
class Kept:
    """What was kept, by its code."""

    code: str


@use_case(Kept)
def set_route(
    actor: Actor, kind: ProjectKind, stage: Stage, item: str, *, now: datetime, note: str = "",
    order: int = 0, once: str = "",
) -> Kept:  # fmt: skip
    """Say which bundle a class has for a stage, or which item runs beside. KEEPER. Raises NotPermitted,
    RouteUnfit."""
    require_role(actor, Role.KEEPER)
    found = catalogue.item(item)
    if found is None or (stage is not Stage.LINE and not found.is_bundle):
        raise RouteUnfit(stage=stage.label)
    facts = {"order": order, "hint": note}
    if stage is Stage.LINE:
        StageRoute.objects.update_or_create(kind=kind, stage=stage, item=found, defaults=facts)
    else:
        StageRoute.objects.update_or_create(kind=kind, stage=stage, defaults={**facts, "item": found})
    data = {"kind": str(kind), "stage": str(stage)}
    trail.append(f"item:{item}", ProjectEvent.ROUTE_SET, actor.label, now, data)
    return Kept(item)


@use_case(Kept)
def define_zone(actor: Actor, code: str, name: str, *, now: datetime, once: str = "") -> Kept:
    """Register an area that is assessed as a whole. KEEPER. Raises NotPermitted."""
    require_role(actor, Role.KEEPER)
    Zone.objects.update_or_create(code=code, defaults={"name": name})
    trail.append(f"zone:{code}", ProjectEvent.ZONE_ASSESSED, actor.label, now, {"name": name})
    return Kept(code)


@use_case(Kept)
def assess(actor: Actor, zone: str, told: Assessment, *, now: datetime, once: str = "") -> Kept:
    """Register a 区域评估 of a zone. KEEPER. Raises NotPermitted, AssessmentUnfit."""
    require_role(actor, Role.KEEPER)
    where = Zone.objects.filter(code=zone).first()
    require_assessment(told, where is not None)
    if where is not None:
        ZoneAssessment.objects.update_or_create(
            zone=where, document=told.document, material=told.material,
            defaults={
                "kind": told.kind, "basis": told.basis, "valid_from": told.valid_from,
                "valid_to": told.valid_to,
            },
        )  # fmt: skip
    data = {"kind": str(told.kind), "document": told.document, "until": told.valid_to.isoformat()}
    trail.append(f"zone:{zone}", ProjectEvent.ZONE_ASSESSED, actor.label, now, data)
    return Kept(zone)
