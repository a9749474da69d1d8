"""Standing pages, and the health of the service for machines."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.access import queries as access
from yimen.trail import queries as trail

log = logging.getLogger(__name__)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to find, apply and follow, and whom to ring."""
    return render(request, "web/entrance/help.html", {"max_mb": settings.MAX_FILE_MB})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use the site, what is still missing, and whom to tell."""
    return render(request, "web/entrance/accessibility.html")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and takes writes, else 503 (`database`: "failed", or "read_only": pages
    are read and every writer is told `server.read_only`); events that wait, dead letters, age of the oldest.

    `access_log`: whether this process writes its lines, and how many it lost since it could not.
    """
    lost = access.losing()
    lines = {"ok": lost is None, "lost": lost[0] if lost else 0}
    try:
        state, takes = trail.health(), trail.writable()
    except Error:
        log.exception("the database does not answer")
        return JsonResponse({"ok": False, "database": "failed", "access_log": lines}, status=503)
    oldest = (request.now - state.oldest).total_seconds() if state.oldest else 0.0  # type: ignore[attr-defined]
    relay = {"waiting": state.waiting, "dead": state.dead, "oldest_seconds": round(max(oldest, 0.0), 1)}
    told = {"ok": takes, "database": "ok" if takes else "read_only", "relay": relay, "access_log": lines}
    return JsonResponse(told, status=200 if takes else 503)
