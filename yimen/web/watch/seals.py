"""The daily seals, and one case's records as a file that anybody can prove."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.cases import queries as cases
from yimen.rules.calendar import china_date
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.trail.export import Scope, lines
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, cut, row_id

from .alarms import WATCHING

PAGE = 30
HERE = "/watch/seals/"


@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The last seals with the key they are signed with, newest first."""
    rows, last = cut(trail.latest_seals(before=row_id(request), limit=PAGE + 1), PAGE)
    newest = rows[0] if rows and not row_id(request) else None
    facts: dict[str, Any] = {
        "rows": rows,
        "newest": newest,
        "late": newest is not None and china_date(request.now) - newest.day > timedelta(days=2),
        "key": grouped(newest.key) if newest else "",
        "next": address(HERE, {}, before=last.number) if last else "",
    }
    return render(request, "web/watch/seals.html", facts)


def grouped(key: str) -> str:
    """A fingerprint in groups of four, to be read out and compared."""
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))


@never_cache
@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def case_file(request: StaffRequest, number: str) -> HttpResponse:
    """The records of one case with their place in the seals, for those for whom it exists (else 404)."""
    found = cases.case_page(request.actor, number, now=request.now, within=WATCHING)
    content = b"".join(lines(Scope(streams=(found.case.number,)), now=request.now))
    name = f"trail-{found.case.number}.jsonl"
    return HttpResponse(
        content,
        content_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
