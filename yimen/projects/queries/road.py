"""One project in full: the whole road, what is waited for and by whom, and the honest clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.cases.queries import Applied
from yimen.catalogue import queries as catalogue
from yimen.rules import projects as rules
from yimen.rules.authority import Actor
from yimen.rules.bundle import NO_LICENCE
from yimen.rules.calendar import china_date
from yimen.rules.errors import Said
from yimen.rules.item import ItemSpec
from yimen.rules.projects import Funding, Lane, Lived, Made, ProjectKind, Promised, Stage, StageFact, Step
from yimen.rules.projects.results import Assessment, made_for
from yimen.rules.projects.sight import ProjectUnknown
from yimen.rules.projects.stages import OPEN_STEPS, Along, Road
from yimen.rules.terms import State
from yimen.vault import queries as vault

from ..models import Note, Project, StageCase
from .routes import RouteRow, assessments, routes

#: What of a bundle under review its members tell.
_BY_MEMBERS = frozenset({State.REVIEWING})


@dataclass(frozen=True)
class Of:
    """What belongs to one project: its row, its routes, its latest application of each stage, and beside."""

    project: Project
    routes: tuple[RouteRow, ...]
    latest: Mapping[Stage, Applied]
    beside: Mapping[str, Applied]
    every: tuple[Applied, ...]

    @property
    def known(self) -> dict[str, Any]:
        """What the project and its applications said, by the key of the data element (JSON form)."""
        return {**cases.said_in([one.id for one in self.every]), **self.project.answers}

    @property
    def made(self) -> list[Made]:
        """All results that its applications issued."""
        found = [one for app in self.every for one in app.results]
        issued = vault.issued_by(one.item for one in found)
        return [
            Made(one.result_name, one.result, frozenset(issued.get(one.item, NO_LICENCE).materials))
            for one in found
        ]


@dataclass(frozen=True)
class StageRow:
    """One stage for a page. `with_whom`: departments that have it; `open`: it may be begun now;
    `item`, `name`: of its bundle; `used`: working days since it was accepted."""

    along: Along
    item: str
    name: str
    lead: str
    application: Applied | None
    with_whom: tuple[str, ...]
    may_begin: bool
    note: str = ""


@dataclass(frozen=True)
class LineRow:
    """What runs beside the stages."""

    item: str
    name: str
    department: str
    note: str
    step: Step | None
    application: Applied | None


@dataclass(frozen=True)
class NoteRow:
    """What the manager wrote."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Manager:
    """Who leads a project."""

    number: str
    name: str
    department: str
    phone: str


@dataclass(frozen=True)
class ProjectPage:
    """Everything a page of one project shows. `own`: the reader stands on the owner's side."""

    code: str
    name: str
    owner: str
    kind: ProjectKind
    funding: Funding
    lane: Lane
    place: str
    zone: str
    land_area: Decimal
    build_area: Decimal
    investment: Decimal
    created_at: datetime
    closed_at: datetime | None
    manager: Manager | None
    road: Road
    stages: tuple[StageRow, ...]
    lines: tuple[LineRow, ...]
    assessed: tuple[Assessment, ...]
    promised: Promised
    lived: Lived
    own: bool
    notes: tuple[NoteRow, ...] = field(default_factory=tuple)


def stands(project: Project) -> Of:
    """The applications of a project as they stand: three statements, and those of the routes."""
    rows = list(StageCase.objects.filter(project=project).order_by("pk").values_list("stage", "case"))
    found = cases.applied([case for _, case in rows])
    latest: dict[Stage, Applied] = {}
    beside: dict[str, Applied] = {}
    for stage, case in rows:
        if stage == Stage.LINE:
            beside[found[case].item] = found[case]
        else:
            latest[Stage(stage)] = found[case]
    return Of(project, tuple(routes(project.kind)), latest, beside, tuple(found[case] for _, case in rows))


def stage_facts(of: Of) -> dict[Stage, StageFact]:
    """Where each stage stands, as the rules read it; of a draft, which earlier results it still needs."""
    missing = cases.missing_lines([one.id for one in of.latest.values() if one.state is State.DRAFT])
    return {
        stage: StageFact(
            stage, rules.step_of(app.state, app.made), app.number, _wants(of, stage, app, missing)
        )
        for stage, app in of.latest.items()
    }


def _wants(
    of: Of, stage: Stage, app: Applied, missing: Mapping[int, Sequence[cases.MissingLine]]
) -> tuple[str, ...]:
    """Names of missing materials that an earlier stage will issue."""
    lines = {one.code for one in missing.get(app.id, ())}
    if not lines:
        return ()
    order = rules.stages_of(ProjectKind(of.project.kind))
    before = set(order[: order.index(stage)]) if stage in order else set(order)
    coming = _coming(one for one in of.routes if one.stage in before or one.stage is Stage.LINE)
    spec = catalogue.spec(app.version)
    waited = made_for([use for use in spec.materials if use.code in lines], coming)
    return tuple(use.name for use in spec.materials if use.code in waited)


def _specs(found: Iterable[RouteRow]) -> list[ItemSpec]:
    """The items of these routes: of a bundle its members."""
    out: list[ItemSpec] = []
    for one in found:
        if one.version is not None:
            spec = catalogue.spec(one.version)
            out += [part.spec for part in catalogue.plan(one.version).parts] if spec.members else [spec]
    return out


def _coming(found: Iterable[RouteRow]) -> list[Made]:
    """What these routes will issue."""
    parts = _specs(found)
    issued = vault.issued_by(one.code for one in parts)
    return [Made(one.result_name, "", frozenset(issued.get(one.code, NO_LICENCE).materials)) for one in parts]


def sources(of: Of, item: str, now: datetime) -> dict[str, Said]:
    """Material code → words of its source, for what need not be given to this bundle or item."""
    spec = next(
        (catalogue.spec(one.version) for one in of.routes if one.item == item and one.version is not None),
        None,
    )
    if spec is None:
        return {}
    today = china_date(now)
    zone = rules.zone_for(spec.materials, assessments(of.project.zone_id, today), today)
    return {**zone, **made_for(spec.materials, of.made)}


def _organs(of: Of) -> set[str]:
    found = {one.organ for app in of.every for one in (app, *app.members) if app.filed}
    leads = {catalogue.spec(one.version).department for one in of.routes if one.version is not None}
    return found | leads | {one.department for one in _specs(of.routes)}


def require_visible(actor: Actor, project: Project, of: Of | None = None) -> Of:
    """The applications of a project that this person sees. Raises ProjectUnknown."""
    found = of or stands(project)
    manager = project.manager.number if project.manager else ""
    rules.require_sees(actor, project.owner_id, manager, _organs(found))
    return found


def project_page(actor: Actor, code: str, *, now: datetime) -> ProjectPage:
    """One project as the reader may see it. Raises ProjectUnknown (404) also where there is none."""
    project = Project.objects.select_related("owner", "zone", "manager__department").filter(code=code).first()
    if project is None:
        raise ProjectUnknown()
    of = require_visible(actor, project)
    kind, own = ProjectKind(project.kind), rules.owns(actor, project.owner_id)
    road = rules.road(kind, Lane(project.lane), stage_facts(of))
    return ProjectPage(
        code=project.code, name=project.name, owner=project.owner.name, kind=kind,
        funding=Funding(project.funding), lane=Lane(project.lane), place=project.place,
        zone=project.zone.name if project.zone else "", land_area=project.land_area,
        build_area=project.build_area, investment=project.investment, created_at=project.created_at,
        closed_at=project.closed_at, manager=_manager(project), road=road,
        stages=tuple(_stage(of, along) for along in road.stages), lines=tuple(_lines(of)),
        assessed=tuple(assessments(project.zone_id, china_date(now))), promised=rules.promised(kind),
        lived=_lived(of, now), own=own, notes=() if own else tuple(_notes(project)),
    )  # fmt: skip


def _manager(project: Project) -> Manager | None:
    one = project.manager
    if one is None:
        return None
    phone = one.phone or one.department.consult_phone
    return Manager(one.number, one.name, one.department.short_name, phone)


def _stage(of: Of, along: Along) -> StageRow:
    route = next((one for one in of.routes if one.stage is along.stage), None)
    app = of.latest.get(along.stage)
    spec = catalogue.spec(route.version) if route is not None and route.version is not None else None
    free = along.step in {Step.READY, Step.FAILED} and route is not None and route.open
    return StageRow(
        along, route.item if route else "", spec.name if spec else "", spec.department_name if spec else "",
        app, _with_whom(app) if along.step in OPEN_STEPS else (), free, route.note if route else "",
    )  # fmt: skip


_AT_WORK = frozenset({State.REVIEWING, State.SUSPENDED, State.SUPPLEMENT, State.GRANTED})


def _with_whom(app: Applied | None) -> tuple[str, ...]:
    """The departments that have it in hand; none while it lies at the window or with the applicant."""
    if app is None:
        return ()
    busy = [one for one in (app.members or (app,)) if one.state in _AT_WORK]
    return tuple(dict.fromkeys(one.department for one in busy))


def _lines(of: Of) -> Iterable[LineRow]:
    lines = [one for one in of.routes if one.stage is Stage.LINE]
    found = [(one, catalogue.spec(one.version)) for one in lines if one.version is not None]
    short = bureau.department_names({spec.department for _, spec in found})
    for one, spec in found:
        app, organ = of.beside.get(one.item), short.get(spec.department, spec.department_name)
        step = rules.step_of(app.state, app.made) if app else None
        yield LineRow(one.item, spec.name, organ, one.note, step, app)


def _lived(of: Of, now: datetime) -> Lived:
    """Working days since the first contact, until the end or now, and whose they were. What runs beside the
    stages is not counted: it holds nobody up."""
    apps = [app for app in of.every if app.item not in of.beside]
    numbers = [one.number for app in apps for one in (app, *app.members)]
    changes = cases.changes_of(numbers)
    found = []
    for app in apps:
        found += rules.periods(changes[app.number], _BY_MEMBERS if app.members else ())
        for member in app.members:
            found += rules.periods(changes[member.number])
    project = of.project
    until = max(project.closed_at or now, project.first_contact_at)
    return rules.lived(bureau.work_calendar(), project.first_contact_at, until, found)


def _notes(project: Project) -> Iterable[NoteRow]:
    for one in Note.objects.filter(project=project).order_by("-pk")[:20]:
        yield NoteRow(one.text, one.at, one.by)
