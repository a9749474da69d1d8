"""联合任务 in which somebody let a deadline pass, for who watches."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.rules.terms import Role
from yimen.tasks import queries as tasks
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import cut, row_id
from yimen.web.tasks import COLOURS

PAGE = 50


@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Newest first; an administrator reads that it is so, not what was written."""
    rows, last = cut(tasks.overdue(before=row_id(request), limit=PAGE), PAGE)
    facts = {
        "rows": [(one, COLOURS.get(one.state, "grey")) for one in rows],
        "next": f"/watch/tasks/?before={last.id}" if last else "",
    }
    return render(request, "web/watch/tasks.html", facts)
