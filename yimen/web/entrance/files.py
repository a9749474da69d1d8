"""Handing out stored files to those who may see the case or the library they belong to."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.cases import queries as cases
from yimen.personal import queries as personal
from yimen.rules.authority import Actor
from yimen.rules.files import PICTURES, SHOWN
from yimen.tasks import queries as tasks
from yimen.vault import queries as vault
from yimen.vault.queries import FileFacts

from .guard import signed_in

#: The content came from outside: the browser guesses no type, runs nothing in it, keeps no copy, and gives
#: it to no other site's page.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


@signed_in
@require_safe
def stored(request: HttpRequest, key: str) -> HttpResponseBase:
    """One file: downloaded as it came, or with ?view=1 shown: a picture made anew, a PDF as it is.

    A file that is not this reader's does not exist: 404.
    """
    facts = vault.by_key(key)
    if facts is None or not _may_open(request.actor, key):  # type: ignore[attr-defined]
        raise Http404
    shown = request.GET.get("view") == "1" and facts.media_type in SHOWN
    response = _preview(facts) if shown and facts.media_type in PICTURES else _whole(facts, shown)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    return response


def _may_open(actor: Actor, key: str) -> bool:
    rooms = (cases.may_open_file, personal.may_open_file, tasks.may_open_file)
    return any(may_open(actor, key) for may_open in rooms)


def _whole(facts: FileFacts, shown: bool) -> FileResponse:
    return FileResponse(
        vault.open_content(facts), as_attachment=not shown, filename=facts.name, content_type=facts.media_type
    )


def _preview(facts: FileFacts) -> HttpResponse:
    """Re-encoded: whatever hid in the original's bytes, and where it was taken, is not in it."""
    response = HttpResponse(vault.preview(facts), content_type="image/jpeg")
    name = facts.name.rpartition(".")[0] + ".jpg"
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response
