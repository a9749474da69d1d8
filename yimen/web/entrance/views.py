"""Who saw my numbers whole: the person's own side of every record of a view (个人信息保护法 44, 45)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.parties import queries as parties
from yimen.web.fullview import shown
from yimen.web.listing import address, cut, row_id

from .guard import signed_in

PAGE = 40


@never_cache
@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every view of one's own party, newest first."""
    party = request.actor.party  # type: ignore[attr-defined]
    found = parties.views_of(party, before=row_id(request), limit=PAGE + 1) if party else []
    rows, last = cut(found, PAGE)
    more = address("/account/views/", {}, before=last.seq) if last else ""
    return render(request, "web/entrance/views.html", {"rows": shown(rows), "next": more})
