"""/lead/projects/: projects for who leads them, signs in them or watches; notes, and who the manager is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.projects import actions, queries
from yimen.rules.errors import RuleBroken
from yimen.rules.masking import mask_enterprise
from yimen.rules.projects import ProjectKind
from yimen.rules.projects.leading import LONGEST, ManagerUnknown, NoteMissing
from yimen.rules.projects.sight import NAMERS
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, asked, cut, row_id

from . import shown
from .mine import row

PAGE = 30
HERE = "/lead/projects/"
WHO = (Role.CLERK, Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.SUPERVISOR)


@needs(*WHO)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The projects that one leads; for who watches all of them, by code, name and class."""
    watches = str(Role.SUPERVISOR) in request.actor.roles
    filters = asked(request, "q", "kind", "all") if watches else asked(request, "all")
    whole = watches and filters.get("all", "") != "mine"
    if whole:
        kind = filters["kind"] if filters["kind"] in {str(one) for one in ProjectKind} else ""
        found = queries.listed(text=filters["q"], kind=kind, before=row_id(request), limit=PAGE + 1)
    else:
        found = queries.managed(request.actor, before=row_id(request), limit=PAGE + 1)
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [{**row(one), "owner": mask_enterprise(one.owner)} for one in rows], "filters": filters,
        "watches": watches, "whole": whole, "kinds": shown.kinds(),
        "next": address(HERE, filters, before=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/projects/lead.html", facts)


@needs(*WHO)
@require_safe
def page(request: StaffRequest, code: str) -> HttpResponse:
    """One project: the road, what waits on whom, notes."""
    return _page(request, code, FormErrors())


def _page(request: StaffRequest, code: str, errors: FormErrors) -> HttpResponse:
    found = queries.project_page(request.actor, code, now=request.now)
    manager = found.manager
    facts = {
        **shown.facts(found, staff=True), **errors.shown(), "owner": mask_enterprise(found.owner),
        "once": once_token(), "notes": found.notes, "most": LONGEST,
        "leads": manager is not None and manager.number == request.actor.staff,
        "names": any(post.role in NAMERS for post in request.actor.posts),
        "typed": {name: clean(request, name) for name in ("text", "staff")},
    }  # fmt: skip
    return render(request, "web/projects/lead_one.html", facts, status=errors.status)


@needs(*WHO)
@require_POST
def note(request: StaffRequest, code: str) -> HttpResponseBase:
    """Write down what was done."""
    errors = FormErrors()
    try:
        actions.note(request.actor, code, clean(request, "text"), now=request.now, once=once_key(request))
    except NoteMissing as error:
        errors.refuse("text", error)
        return _page(request, code, errors)
    except RuleBroken as error:
        return refused(request, error, f"{HERE}{code}/")
    messages.success(request, _("记下了。"))
    return redirect("lead-project", code)


@needs(*WHO)
@require_http_methods(["POST"])
def manager(request: StaffRequest, code: str) -> HttpResponseBase:
    """Name the manager of a project."""
    errors, number = FormErrors(), clean(request, "staff").strip()[:20]
    try:
        queries.project_page(request.actor, code, now=request.now)
        actions.name_manager(request.actor, code, number, now=request.now, once=once_key(request))
    except ManagerUnknown as error:
        errors.refuse("staff", error)
        return _page(request, code, errors)
    except RuleBroken as error:
        return refused(request, error, f"{HERE}{code}/")
    messages.success(request, _("项目经理定好了。"))
    return redirect("lead-project", code)
