"""Beginning an application of a project, and what follows when an earlier one issued a result.

The project's row is the lock (docs/why/0023); the lock of a case is taken after it. What may be begun is told
by the rules from the states as they are then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.cases import actions as cases
from yimen.rules import projects as rules
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.paying import require_paid
from yimen.rules.projects import Lane, ProjectKind, Stage
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.sight import ProjectUnknown
from yimen.rules.projects.stages import require_line
from yimen.rules.terms import State
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Project, StageCase
from ..queries.fees import unpaid
from ..queries.road import Of, sources, stage_facts, stands
from .opening import stream


@dataclass(frozen=True)
class Begun:
    """An application that was begun: its number, and how many materials need not be given for it."""

    number: str
    query_code: str
    spared: int = 0


@use_case(Begun)
def begin_stage(
    actor: Actor,
    code: str,
    stage: Stage,
    *,
    channel: str,
    region: str,
    now: datetime,
    item: str = "",
    once: str = "",
) -> Begun:
    """Open the application of one stage, or (stage `LINE`) of the item `item` beside them. Its form holds
    what the project and earlier stages said; what they or the zone made need not be given.

    Raises ProjectUnknown, StageNotOfKind, StageNotYet, StageUnderWay, StageOver, FeesUnpaid, and as
    `open_draft`.
    """
    project = _locked(actor, code)
    of = stands(project)
    bundle = _may_begin(of, stage, item)
    require_paid(stage, unpaid(project))
    done, case = cases.open_known(
        actor, bundle, project.owner_id, of.known, channel=channel, region=region,
        first_contact_at=project.first_contact_at, now=now,
    )  # fmt: skip
    StageCase.objects.create(project=project, stage=stage, case_id=case, begun_at=now)
    found = {key: str(words) for key, words in sources(of, bundle, now).items()}
    spared = cases.spare(done.number, found, now=now)
    data = {"stage": str(stage), "case": done.number, "item": bundle, "spared": len(spared)}
    trail.append(stream(code), ProjectEvent.BEGUN, actor.label, now, data)
    return Begun(done.number, done.query_code, len(spared))


def _locked(actor: Actor, code: str) -> Project:
    """The project, locked, for its owner's side. Raises ProjectUnknown."""
    found = Project.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None or not (actor.is_system or rules.owns(actor, found.owner_id)):
        raise ProjectUnknown()
    return found


def _may_begin(of: Of, stage: Stage, item: str) -> str:
    """The code of the bundle or item to apply for. Raises as `require_may_begin` and `require_line`."""
    if stage is Stage.LINE:
        app = of.beside.get(item)
        lines = {one.item for one in of.routes if one.stage is Stage.LINE and one.open}
        require_line(
            item in lines, rules.step_of(app.state, app.made) if app else None, app.number if app else None
        )
        return item
    routed = {one.stage: one.item for one in of.routes if one.open}
    kind, lane = ProjectKind(of.project.kind), Lane(of.project.lane)
    rules.require_may_begin(kind, lane, stage, stage_facts(of), list(routed))
    return routed[stage]


def came(code: str, *, now: datetime) -> None:
    """An application of this project has moved: what earlier results spare lies with the drafts of later
    stages. In the caller's transaction; again changes nothing."""
    trail.require_transaction()
    project = Project.objects.select_for_update(of=("self",)).get(code=code)
    of = stands(project)
    for app in of.every:
        if app.state is not State.DRAFT:
            continue
        found = {key: str(words) for key, words in sources(of, app.item, now).items()}
        spared = cases.spare(app.number, found, now=now)
        if spared:
            data = {"case": app.number, "spared": len(spared)}
            trail.append(stream(code), ProjectEvent.RESULT_CAME, SYSTEM.label, now, data)
    _finish(of, now)


def _finish(of: Of, now: datetime) -> None:
    """Note the day on which the last stage had its result. In the caller's transaction."""
    project = of.project
    road = rules.road(ProjectKind(project.kind), Lane(project.lane), stage_facts(of))
    if not road.over or project.closed_at is not None:
        return
    project.closed_at = now
    project.save(update_fields=["closed_at"])
    trail.append(stream(project.code), ProjectEvent.FINISHED, SYSTEM.label, now, {"stages": road.done})


__all__ = ["Begun", "begin_stage", "came"]
