"""催办 of a whole stage: everybody who is to sign in any of its members sees it, as for one case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from yimen.cases import actions as cases
from yimen.cases.queries import Applied
from yimen.rules.authority import Actor
from yimen.rules.projects import Stage, StageNotOfKind
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.sight import ProjectUnknown, require_urger
from yimen.rules.terms import State
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Project
from ..queries.road import Of, stands
from .opening import stream


@dataclass(frozen=True)
class Urged:
    """The cases of a stage where somebody was urged."""

    code: str
    cases: list[str] = field(default_factory=list)


@use_case(Urged)
def urge_stage(
    actor: Actor, code: str, stage: Stage, *, now: datetime, item: str = "", once: str = ""
) -> Urged:
    """Urge whoever has a stage (or, stage `LINE`, the item `item` beside). The owner's side once a working
    day, and its manager. Raises ProjectUnknown, StageNotOfKind, NobodyToUrge, UrgedToday."""
    project = Project.objects.select_for_update(of=("self",)).filter(code=code).first()
    if project is None:
        raise ProjectUnknown()
    require_urger(actor, project.owner_id, project.manager.number if project.manager else "")
    app = _application(stands(project), stage, item)
    if app is None:
        raise StageNotOfKind(stage=stage.label)
    open_ones = [one.number for one in app.members or (app,) if one.state is State.REVIEWING]
    done = cases.urge_each(actor, open_ones, now=now)
    data = {"stage": str(stage), "cases": done}
    trail.append(stream(code), ProjectEvent.URGED, actor.label, now, data)
    return Urged(code, done)


def _application(of: Of, stage: Stage, item: str) -> Applied | None:
    return of.beside.get(item) if stage is Stage.LINE else of.latest.get(stage)
