"""Routes, rates and zones as their keeper sees them: lists, one, what a change would do, the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from yimen.catalogue import queries as catalogue
from yimen.rules import fees
from yimen.rules.bundle.order import days_of
from yimen.rules.changes import Change
from yimen.rules.fees import Facts, Rate
from yimen.rules.projects import Assessed, ProjectKind, Stage, promised, stages_of
from yimen.rules.projects.keeping import assessment_parts
from yimen.trail import queries as trail

from ..models import FeeRate, FeeSheet, Project, StageRoute, Zone, ZoneAssessment

#: The effect of a rate is reckoned over so many projects, the newest first.
RECKONED = 500


@dataclass(frozen=True)
class KeptRoute:
    """One place of a class: a stage with its bundle ("" where the keeper has set none), or beside the stages.
    `days`: promised working days of the bundle; `most`: of the stage (0 beside)."""

    kind: ProjectKind
    stage: Stage
    item: str
    name: str
    days: int
    most: int
    hint: str


@dataclass(frozen=True)
class KeptRate:
    """One entry of the published list."""

    rate: Rate
    active: bool


@dataclass(frozen=True)
class KeptZone:
    """One zone, how many 区域评估 it has in force and how many open projects."""

    code: str
    name: str
    assessed: int
    projects: int


@dataclass(frozen=True)
class KeptAssessment:
    """One 区域评估 with the name of the material that it spares. `holds`: it may be used today."""

    kind: Assessed
    material: str
    material_name: str
    document: str
    basis: str
    valid_from: date
    valid_to: date
    holds: bool


@dataclass(frozen=True)
class Happening:
    """One change on record: who, when, and each value that changed."""

    at: datetime
    by: str
    about: Mapping[str, str]
    changes: tuple[Change, ...] = field(default_factory=tuple)


def route_stream(kind: str) -> str:
    """The chain of a class's routes."""
    return f"route:{kind}"


def rate_stream(code: str) -> str:
    """The chain of one entry of the list."""
    return f"fees:{code}"


def item_days(version: int | None) -> tuple[str, int]:
    """Name and promised working days of a bundle or an item by its version in force; ("", 0) without one."""
    if version is None:
        return "", 0
    spec = catalogue.spec(version)
    return spec.name, catalogue.plan(version).promise if spec.members else days_of(spec)


def route_told(one: StageRoute | None) -> dict[str, str]:
    """What a route says, part by part."""
    return {"item": one.item.code, "name": item_days(one.item.current_id)[0], "hint": one.hint} if one else {}


def assessment_told(one: ZoneAssessment | None) -> dict[str, str]:
    """What a 区域评估 says, part by part."""
    return assessment_parts(one.kind, one.basis, one.valid_from, one.valid_to) if one else {}


def kept_routes(*, text: str = "", kind: str = "") -> list[KeptRoute]:
    """Every place of every class (or of `kind`), filled or not; `text`: part of a name, begin of a code."""
    found = StageRoute.objects.select_related("item").order_by("order", "pk")
    rows = [_kept(one) for one in (found.filter(kind=kind) if kind else found)]
    made: list[KeptRoute] = []
    for one in ProjectKind:
        if not kind or one == kind:
            made += _places(one, [row for row in rows if row.kind is one])
    return [row for row in made if not text or text in row.name or row.item.startswith(text)]


def _places(kind: ProjectKind, rows: Sequence[KeptRoute]) -> Iterable[KeptRoute]:
    for stage in stages_of(kind):
        empty = KeptRoute(kind, stage, "", "", 0, promised(kind).days[stage], "")
        yield next((row for row in rows if row.stage is stage), empty)
    yield from (row for row in rows if row.stage is Stage.LINE)


def _kept(one: StageRoute) -> KeptRoute:
    kind, stage = ProjectKind(one.kind), Stage(one.stage)
    name, days = item_days(one.item.current_id)
    return KeptRoute(kind, stage, one.item.code, name, days, promised(kind).days.get(stage, 0), one.hint)


def offered(code: str) -> tuple[str, int, bool] | None:
    """Name, promised working days and whether a bundle, of what a keeper names; None where there is none."""
    found = catalogue.item(code)
    return (*item_days(found.current_id), found.is_bundle) if found is not None else None


def not_begun(kind: ProjectKind, stage: Stage) -> int:
    """How many open projects of the class have not applied for the stage: the change would hold for them."""
    found = Project.objects.filter(kind=kind, closed_at__isnull=True)
    return found.exclude(applications__stage=stage).count()


def kept_rates(text: str = "") -> list[KeptRate]:
    """The whole list with what was taken off; `text`: part of a name or of the organ, or a code."""
    rows = [KeptRate(Rate.from_dict(one.spec), one.active) for one in FeeRate.objects.order_by("order", "pk")]
    return [row for row in rows if not text or _says(row.rate, text)]


def _says(rate: Rate, text: str) -> bool:
    return text in rate.name or text in rate.organ or rate.code == text


def kept_rate(code: str) -> KeptRate | None:
    """One entry of the list."""
    found = FeeRate.objects.filter(code=code).first()
    return KeptRate(Rate.from_dict(found.spec), found.active) if found else None


@dataclass(frozen=True)
class Effect:
    """What a change of the list does to open projects without a notice: how many pay something else, and
    what all of them pay before and after, 元."""

    projects: int
    touched: int
    before: Decimal
    after: Decimal


def effect(rate: Rate, active: bool) -> Effect:
    """What the list would ask for with this entry as it is told; of the `RECKONED` newest projects."""
    now = [one.rate for one in kept_rates() if one.active]
    then = [one for one in now if one.code != rate.code] + ([rate] if active else [])
    facts = _unbilled()
    pairs = [(fees.sheet(now, one).payable, fees.sheet(then, one).payable) for one in facts]
    return Effect(
        len(facts), sum(a != b for a, b in pairs), sum((a for a, _ in pairs), Decimal(0)),
        sum((b for _, b in pairs), Decimal(0)),
    )  # fmt: skip


def _unbilled() -> list[Facts]:
    billed = FeeSheet.objects.values("project")
    found: QuerySet[Project] = Project.objects.filter(closed_at__isnull=True).exclude(pk__in=billed)
    rows = found.order_by("-pk").values_list("kind", "funding", "land_area", "build_area", "investment")
    return [Facts(*row) for row in rows[:RECKONED]]


def kept_zones(today: date, text: str = "") -> list[KeptZone]:
    """All zones by code; `text`: part of the name, or begin of the code."""
    made, open_ = [], _open_in()
    for one in Zone.objects.order_by("code").prefetch_related("assessments"):
        if text and text not in one.name and not one.code.startswith(text):
            continue
        held = sum(row.valid_from <= today <= row.valid_to for row in one.assessments.all())
        made.append(KeptZone(one.code, one.name, held, open_.get(one.pk, 0)))
    return made


def _open_in() -> dict[int, int]:
    found = Project.objects.filter(zone__isnull=False, closed_at__isnull=True)
    return dict(found.values_list("zone").annotate(Count("pk")).order_by())


def kept_zone(code: str, today: date) -> tuple[KeptZone, list[KeptAssessment]] | None:
    """One zone with everything that was ever assessed, the newest first."""
    found = Zone.objects.filter(code=code).first()
    if found is None:
        return None
    rows = [_assessed(one, today) for one in found.assessments.order_by("-valid_to", "-pk")]
    return KeptZone(code, found.name, sum(row.holds for row in rows), _open_in().get(found.pk, 0)), rows


def _assessed(one: ZoneAssessment, today: date) -> KeptAssessment:
    material = catalogue.material(one.material)
    return KeptAssessment(
        Assessed(one.kind), one.material, material.name if material else one.material, one.document,
        one.basis, one.valid_from, one.valid_to, one.valid_from <= today <= one.valid_to,
    )  # fmt: skip


def material_name(code: str) -> str:
    """The name of a shared material, "" where there is none."""
    found = catalogue.material(code)
    return found.name if found else ""


def asked_for_by(material: str) -> list[str]:
    """The names of bundles and items on any route that ask for a material."""
    names = []
    for one in StageRoute.objects.select_related("item").order_by("kind", "order", "pk"):
        if one.item.current_id is not None:
            spec = catalogue.spec(one.item.current_id)
            if material in {use.code for use in spec.materials}:
                names.append(spec.name)
    return list(dict.fromkeys(names))


def happened(stream: str, *, about: Iterable[str] = (), limit: int = 50) -> list[Happening]:
    """The changes of one chain, the newest first. `about`: keys of the data that say what was changed."""
    rows = trail.history(stream)[-limit:]
    keys = tuple(about)
    return [
        Happening(
            row.at, row.actor, {key: str(row.data[key]) for key in keys if key in row.data},
            tuple((str(a), str(b), str(c)) for a, b, c in row.data.get("changes", ())),
        )
        for row in reversed(rows)
    ]  # fmt: skip
