"""再次告知: cases whose applicant was told more than once what to supply, with the reasons on record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.cases.queries import watching
from yimen.rules.terms import Role
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, cut, row_id

PAGE = 30
HERE = "/watch/again/"


@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    found = watching.asked_again(
        request.actor, bureau.work_calendar(), now=request.now, before=row_id(request), limit=PAGE
    )
    rows, last = cut(found, PAGE)
    facts = {"rows": rows, "next": address(HERE, {}, before=last.id) if last else ""}
    return render(request, "web/watch/again.html", facts)
