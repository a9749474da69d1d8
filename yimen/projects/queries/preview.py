"""What beginning a stage would mean: its guide, and what need not be given for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.rules import projects as rules
from yimen.rules.authority import Actor
from yimen.rules.errors import Said
from yimen.rules.projects import Stage
from yimen.rules.projects.sight import ProjectUnknown

from ..models import Project
from .road import sources, stands
from .routes import Guide, guide_of, route


@dataclass(frozen=True)
class Preview:
    """One stage before it is begun. `spared`: material and the words of its source; `fields`: how many
    questions its form has; `known`: how many of them the project answers already."""

    code: str
    name: str
    guide: Guide
    spared: tuple[tuple[str, Said], ...]
    fields: int
    known: int


def preview(actor: Actor, code: str, stage: Stage, item: str, *, now: datetime) -> Preview:
    """Of the owner's side. Raises ProjectUnknown, StageNotOfKind."""
    project = Project.objects.filter(code=code).first()
    if project is None or not rules.owns(actor, project.owner_id):
        raise ProjectUnknown()
    found = route(project.kind, stage, item)
    if found is None or found.version is None:
        raise rules.StageNotOfKind(stage=stage.label)
    of, spec = stands(project), catalogue.spec(found.version)
    spared = sources(of, found.item, now)
    known = of.known
    return Preview(
        code, project.name, guide_of(rules.ProjectKind(project.kind), found),
        tuple((use.name, spared[use.code]) for use in spec.materials if use.code in spared),
        len(spec.form), sum(1 for use in spec.form if use.key in known),
    )  # fmt: skip
