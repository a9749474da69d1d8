"""/helper/record/: what my work came to over the span, and what people said."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.helping import queries
from yimen.rules.helping.measures import SPAN_DAYS
from yimen.rules.terms import Role
from yimen.web.guard import StaffRequest, needs


@needs(Role.HELPER)
@require_safe
def record(request: StaffRequest) -> HttpResponse:
    """One's own figures and ratings; nobody else's."""
    staff = request.actor.staff
    facts = {
        "tally": queries.tallies([staff], request.now)[staff], "ratings": queries.ratings_of(staff),
        "span": SPAN_DAYS,
    }  # fmt: skip
    return render(request, "web/helper/record.html", facts)
