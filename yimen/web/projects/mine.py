"""/projects/: one's own projects, and for everybody what there is for whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.projects import queries
from yimen.projects.queries import ProjectRow
from yimen.rules.projects import PROMISES
from yimen.web.citizen.draft import who
from yimen.web.listing import address, cut, row_id

PAGE = 20
HERE = "/projects/"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The projects of who is signed in, newest first; the classes with their promised days."""
    actor = who(request)
    rows: list[ProjectRow] = []
    if actor is not None and actor.party is not None:
        rows = queries.of_owner(actor, before=row_id(request), limit=PAGE + 1)
    shown, last = cut(rows, PAGE)
    facts = {
        "rows": [row(one) for one in shown], "signed_in": actor is not None,
        "staff": actor is not None and actor.party is None,
        "next": address(HERE, {}, before=last.id) if last else "", "kinds": kinds(),
    }  # fmt: skip
    return render(request, "web/projects/mine.html", facts)


def row(one: ProjectRow) -> dict[str, Any]:
    """One project in a list."""
    return {
        "code": one.code, "name": one.name, "kind": _(one.kind.label), "lane": _(one.lane.label),
        "owner": one.owner, "manager": one.manager, "over": one.closed_at is not None,
        "began": one.created_at,
    }  # fmt: skip


def kinds() -> list[dict[str, Any]]:
    """Every class with its promise."""
    return [
        {"code": str(kind), "name": _(kind.label), "days": one.total, "stages": len(one.days)}
        for kind, one in PROMISES.items()
    ]  # fmt: skip
