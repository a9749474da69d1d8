"""The code to scan, beside what arrived: the page looks by itself, without script a button does."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yimen.accounts.queries import session_label
from yimen.cases.queries import CasePage
from yimen.rules.sending import LINK_FOR, LOOK_EVERY
from yimen.rules.terms import State
from yimen.vault import qr
from yimen.web.citizen.draft import moment, own_page, who
from yimen.web.entrance.guard import signed_in

#: What a link is signed for.
LINK = "material-by-telephone"


@require_safe
@signed_in
def show(request: HttpRequest, number: str, at: int) -> HttpResponse:
    """/apply/case/<number>/materials/<at>/phone/: a fresh code for this material. An unknown one is 404; what
    is no draft any more leads to the case."""
    page = own_page(request, number)
    if page.state is not State.DRAFT:
        return redirect("case", number)
    facts = _arrived(page, at)
    label = session_label(request.session.session_key or "")
    held = [number, facts["row"].code, who(request).account, label, moment(request).timestamp()]
    token = signing.dumps(held, salt=LINK, compress=True)
    address = qr.public_address(f"/up/{token}/")
    answer = render(request, "web/sending/link.html", {
        **facts, "page": page, "case": page.case, "qr": qr.data_uri(address), "address": address,
        "minutes": LINK_FOR.seconds // 60, "every": LOOK_EVERY.seconds,
        "here": f"/apply/case/{number}/materials/{at}/phone/",
    })  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def news(request: HttpRequest, number: str, at: int) -> HttpResponse:
    """/apply/case/<number>/materials/<at>/phone/news/: what arrived so far, for the page that waits."""
    return render(request, "web/sending/arrived.html", _arrived(own_page(request, number), at))


def _arrived(page: CasePage, at: int) -> dict[str, Any]:
    if at >= len(page.materials):
        raise Http404
    row = page.materials[at]
    names = {one.code: one.name for one in page.spec.materials}
    return {"row": row, "name": names.get(row.code, row.name), "files": row.files}
