"""/projects/<code>/: the whole road of one project, for its owner's side; the same on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.projects import queries
from yimen.projects.queries import ProjectPage
from yimen.rules.projects.sight import ProjectUnknown
from yimen.web.citizen.draft import moment, who
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import once_token

from . import shown


def own(request: HttpRequest, code: str) -> ProjectPage:
    """One's own project. Raises ProjectUnknown for anybody else's, for staff too."""
    page = queries.project_page(who(request), code, now=moment(request))
    if not page.own:
        raise ProjectUnknown()
    return page


@require_safe
@signed_in
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Done, running, waiting on whom; the honest clock; what to do next."""
    found = own(request, code)
    facts = {**shown.facts(found, staff=False), "todo": shown.todo(found), "once": once_token()}
    return render(request, "web/projects/road.html", facts)


@require_safe
@signed_in
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The road in words alone, for paper."""
    found = own(request, code)
    facts = {**shown.facts(found, staff=False), "at": moment(request)}
    return render(request, "web/projects/sheet.html", facts)
