"""/receipts/: what became of a number that a helper gave on paper, without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.helping import queries
from yimen.rules.limits import VERIFY
from yimen.web import limits


@never_cache
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """/receipts/?n=: whether it was printed here, by whom it was given, and whether the application is in."""
    typed = request.GET.get("n", "").replace("\x00", "").strip()[:30]
    if typed:
        limits.count(request, VERIFY)
    found = queries.slip(typed) if typed else None
    return render(request, "web/citizen/slip.html", {"typed": typed, "found": found})
