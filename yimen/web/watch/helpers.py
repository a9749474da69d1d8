"""/watch/helpers/: every helper's work over the span, for who watches."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.helping import queries
from yimen.rules.helping.measures import SPAN_DAYS
from yimen.rules.terms import Role
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, cut

HERE = "/watch/helpers/"
PAGE = 30


@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def helpers(request: StaffRequest) -> HttpResponse:
    """Helpers by staff number, keyset; the figures of one page are asked for together."""
    found = bureau.staff_in_role(Role.HELPER, after=asked(request, "after")["after"], limit=PAGE)
    rows, last = cut(found, PAGE)
    tallies = queries.tallies([one.number for one in rows], request.now)
    facts = {
        "rows": [{"staff": one, "tally": tallies[one.number]} for one in rows], "span": SPAN_DAYS,
        "next": address(HERE, {}, after=last.number) if last else "",
    }  # fmt: skip
    return render(request, "web/watch/helpers.html", facts)
