"""Handing out stored files to those who may see the case they belong to."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from yimen.cases import queries as cases
from yimen.rules.files import SHOWN
from yimen.vault import queries as vault

from .guard import signed_in


@signed_in
@require_safe
def stored(request: HttpRequest, key: str) -> HttpResponseBase:
    """One file: downloaded, or with ?view=1 shown where it is a picture or PDF.

    A file that is not this reader's does not exist: 404. The content came from outside, so the browser is
    told to guess no type, to run nothing in it and to keep no copy.
    """
    facts = vault.by_key(key)
    if facts is None or not cases.may_open_file(request.actor, key):  # type: ignore[attr-defined]
        raise Http404
    shown = request.GET.get("view") == "1" and facts.media_type in SHOWN
    response = FileResponse(
        vault.open_content(facts), as_attachment=not shown, filename=facts.name, content_type=facts.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    return response
