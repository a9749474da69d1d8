"""告知承诺 as the supervisor watches it: checks that are late, under way, and promises found untrue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.pledges import queries as pledges
from yimen.rules.calendar import china_date
from yimen.rules.terms import Role
from yimen.web.approver.checks import after, place, row
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, chips, cut, row_id

HERE = "/watch/promises/"
RUNNING, UNTRUE = "running", "untrue"


@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Figures, and the checks whose last day has passed, the longest ago first; or another list."""
    today, show = china_date(request.now), asked(request, "show")["show"]
    show = show if show in {RUNNING, UNTRUE} else ""
    if show == UNTRUE:
        found = pledges.untrue(before=row_id(request))
    elif show == RUNNING:
        found = pledges.running(after=after(request))
    else:
        found = pledges.late(today, after=after(request))
    rows, last = cut(found, pledges.PAGE)
    more = {"before": last.id} if show == UNTRUE and last else {"after": place(last)} if last else {}
    kinds = [("", _("超期没有核查的")), (RUNNING, _("还在核查期的")), (UNTRUE, _("不实的"))]
    facts = {
        "rows": [row(one, today) for one in rows], "counts": pledges.counts(today), "show": show,
        "kinds": chips(HERE, {"show": show}, "show", kinds),
        "next": address(HERE, {"show": show}, **more) if more else "",
    }  # fmt: skip
    return render(request, "web/watch/promises.html", facts)
