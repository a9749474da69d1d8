"""Who leads a project (VIP 通道), and what they note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.bureau import queries as bureau
from yimen.rules.authority import Actor
from yimen.rules.projects import leading
from yimen.rules.projects.events import ProjectEvent
from yimen.rules.projects.sight import ProjectUnknown
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import Note, Project
from ..queries.road import require_visible
from .opening import stream


@dataclass(frozen=True)
class Led:
    """A project and who leads it now (staff number)."""

    code: str
    manager: str


@use_case(Led)
def name_manager(actor: Actor, code: str, staff: str, *, now: datetime, once: str = "") -> Led:
    """Name the project manager of a project. Heads, directors and supervisors.

    Raises NotPermitted, ProjectUnknown, ManagerUnknown.
    """
    leading.require_namer(actor)
    project = _locked(code)
    require_visible(actor, project)
    found = bureau.staff_by_number(staff.strip())
    if found is None or not found.active:
        raise leading.ManagerUnknown()
    project.manager = found
    project.save(update_fields=["manager"])
    trail.append(stream(code), ProjectEvent.MANAGER_NAMED, actor.label, now, {"staff": found.number})
    return Led(code, found.number)


@use_case(Led)
def note(actor: Actor, code: str, text: str, *, now: datetime, once: str = "") -> Led:
    """Write down what was done for a project. Its manager only.

    Raises ProjectUnknown, NotTheManager, NoteMissing.
    """
    project = _locked(code)
    number = project.manager.number if project.manager else ""
    said = leading.require_note(actor, number, text)
    Note.objects.create(project=project, text=said, at=now, by=actor.name)
    trail.append(stream(code), ProjectEvent.NOTED, actor.label, now, {})
    return Led(code, number)


def _locked(code: str) -> Project:
    found = Project.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise ProjectUnknown()
    return found
