"""Documents as files: downloaded, or shown with ?view=1; never kept by a browser or proxy where personal."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.authority import Sight
from yimen.rules.terms import Document
from yimen.vault import queries as vault
from yimen.web.entrance.guard import signed_in

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"

#: Names stand whole in it: who watches reads the record, who runs the system none of it.
READERS = (Sight.OWN, Sight.WINDOW, Sight.HANDOUT, Sight.REVIEW)


@signed_in
@require_safe
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponseBase:
    """The PDF of one document, for the applicant's side and for those who sign, print or hand it out.

    Raises NotVisible, NotPermitted, CannotPrint, NotSealedYet.
    """
    found = cases.document(request.actor, number, paper, within=READERS)  # type: ignore[attr-defined]
    facts = actions.hand_out(paper, now=timezone.now())
    name = f"{_(Document(found['kind']).label)} {paper}.pdf"
    return answer(request, vault.open_content(facts), name)


def answer(request: HttpRequest, content: BinaryIO, name: str, *, public: bool = False) -> HttpResponseBase:
    """A PDF as an answer with the headers of stored files."""
    shown = request.GET.get("view") == "1"
    made = FileResponse(content, as_attachment=not shown, filename=name, content_type="application/pdf")
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Content-Security-Policy"] = SANDBOX
    made.headers["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    made.headers["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    return made
