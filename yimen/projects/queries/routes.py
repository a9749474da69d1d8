"""Which bundle a class has for a stage, and what its zone has assessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yimen.catalogue import queries as catalogue
from yimen.rules.item import ItemSpec
from yimen.rules.projects import Assessed, ProjectKind, Stage, promised, stages_of
from yimen.rules.projects.results import Assessment

from ..models import StageRoute, Zone, ZoneAssessment


@dataclass(frozen=True)
class RouteRow:
    """One route. `item`: code of its bundle or item; `version`: in force, None where it is closed."""

    stage: Stage
    item: str
    version: int | None
    open: bool
    note: str


@dataclass(frozen=True)
class Guide:
    """One stage of a class as its guide says: `days` promised (0 beside the stages), who leads, who joins."""

    stage: Stage
    item: str
    name: str
    days: int
    lead: str
    members: tuple[str, ...]
    materials: int
    note: str
    open: bool


def routes(kind: str) -> list[RouteRow]:
    """The routes of a class: stages first, then what runs beside them."""
    found = StageRoute.objects.filter(kind=kind).select_related("item").order_by("order", "pk")
    return [
        RouteRow(Stage(one.stage), one.item.code, one.item.current_id, one.item.is_open, one.hint)
        for one in found
    ]


def route(kind: str, stage: Stage, item: str = "") -> RouteRow | None:
    """One route of a class; of what runs beside the stages the one of this item."""
    return next(
        (one for one in routes(kind) if one.stage is stage and (stage is not Stage.LINE or one.item == item)),
        None,
    )


def guides(kind: ProjectKind) -> list[Guide]:
    """One guide a stage, in the order of the road; then what runs beside."""
    found = routes(kind)
    order = [*stages_of(kind), Stage.LINE]
    days = promised(kind).days
    made = [_guide(one, days.get(one.stage, 0)) for one in found if one.version is not None]
    return sorted(made, key=lambda one: order.index(one.stage) if one.stage in order else len(order))


def guide_of(kind: ProjectKind, one: RouteRow) -> Guide:
    """The guide of one route that is open."""
    return _guide(one, promised(kind).days.get(one.stage, 0))


def _guide(one: RouteRow, days: int) -> Guide:
    version = one.version or 0
    spec = catalogue.spec(version)
    members: tuple[str, ...] = ()
    if spec.members:
        members = tuple(part.spec.name for part in catalogue.plan(version).parts)
    return Guide(
        one.stage, one.item, spec.name, days, _lead(spec), members, len(spec.materials), one.note, one.open
    )


def _lead(spec: ItemSpec) -> str:
    return spec.department_name


def zones() -> list[tuple[str, str]]:
    """Code and name of every zone."""
    return list(Zone.objects.order_by("code").values_list("code", "name"))


def assessments(zone: int | None, today: date) -> list[Assessment]:
    """The 区域评估 of a zone that are in force."""
    if zone is None:
        return []
    found = ZoneAssessment.objects.filter(zone=zone, valid_from__lte=today, valid_to__gte=today)
    return [
        Assessment(
            Assessed(one.kind), one.zone.name, one.material, one.document, one.basis, one.valid_from,
            one.valid_to,
        )
        for one in found.select_related("zone").order_by("pk")
    ]  # fmt: skip
