"""/projects/guide/<class>/: one guide, one form and one lead a stage, for everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.projects import queries
from yimen.projects.queries import Guide
from yimen.rules.projects import ProjectKind, Stage, promised


@require_safe
def guide(request: HttpRequest, kind: str) -> HttpResponse:
    """The guide of one class of project; 404 for a class that is none."""
    if kind not in {str(one) for one in ProjectKind}:
        raise Http404
    found = queries.guides(ProjectKind(kind))
    told = promised(ProjectKind(kind))
    facts = {
        "name": _(ProjectKind(kind).label), "total": told.total, "source": _(told.source),
        "stages": [shown(one) for one in found if one.stage is not Stage.LINE],
        "lines": [shown(one) for one in found if one.stage is Stage.LINE],
        "others": [(str(one), _(one.label), str(one) == kind) for one in ProjectKind],
    }  # fmt: skip
    return render(request, "web/projects/guide.html", facts)


def shown(one: Guide) -> dict[str, Any]:
    """One stage of the guide."""
    return {
        "stage": _(one.stage.label), "name": one.name, "days": one.days, "lead": one.lead,
        "members": one.members, "materials": one.materials, "href": f"/items/{one.item}/", "note": one.note,
        "open": one.open,
    }  # fmt: skip
