"""容缺 for the applicant: the promise before handing in, and supplying what was promised."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.parties import queries as parties
from yimen.rules.deferral import PromiseNotSigned
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Act
from yimen.trail.actions import KeyReused
from yimen.vault import actions as vault
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.later import Piece
from yimen.web.later import later as later_of
from yimen.web.words import said

from .draft import moment, own_page, who
from .materials import MOST_FILES

SIGNER_MAX = 80


def offer(request: HttpRequest, page: CasePage) -> dict[str, Any] | None:
    """What may be promised on the check page, or where a correction is due; None where nothing is missing, or
    something that cannot come later."""
    gaps = page.gaps
    if not gaps.missing or any(not gap.deferrable for gap in gaps.all) or gaps.rejected:
        return None
    if Act.PROMISE_LATER not in page.acts:
        return None
    return {
        "names": [f"{gap.material.name}（{_(gap.material.form.label)}）" for gap in gaps.missing],
        "breaches": parties.open_breaches(page.case.party_id),
        "agreed": request.POST.get("later") == "yes",
        "signer": clean(request, "signer")[:SIGNER_MAX],
    }


def require_word(request: HttpRequest, page: CasePage, errors: FormErrors) -> None:
    """Note at once, with whatever else is wrong on the page, that the promise is not given or not signed."""
    offered = offer(request, page)
    if offered and not offered["breaches"] and not (offered["agreed"] and offered["signer"]):
        errors.refuse("later", PromiseNotSigned())


def promise(request: HttpRequest, page: CasePage, errors: FormErrors, rev: int | None) -> int | None:
    """The promise that came with the check page, where something is missing; the revision after it."""
    if offer(request, page) is None:
        return rev
    codes = [gap.material.code for gap in page.gaps.missing]
    try:
        return actions.promise(
            who(request), page.case.number, codes, agreed=request.POST.get("later") == "yes",
            signer=clean(request, "signer")[:SIGNER_MAX], now=moment(request), rev=rev,
            once=f"{read_once(request)[:50]}:later",
        ).rev  # fmt: skip
    except RuleBroken as error:
        if error.kind.value not in {409, 422} or not error.code.startswith("deferral."):
            raise
        errors.refuse("later", error)
    return rev


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def supply(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/later/: what was promised, by when, and the files for it."""
    page, errors = own_page(request, number), FormErrors()
    found = later_of(page)
    if not found.may_supply or not found.waits:
        return redirect("case", number)
    if request.method == "POST":
        came = sum(_take(request, number, piece, errors) for piece in (*found.owed, *found.lying))
        if not came and not errors:
            errors.add(f"m-{(*found.owed, *found.lying)[0].at}", _("请选要交的文件"))
        if not errors:
            messages.success(request, _("交好了，窗口核对后告诉您。"))
            return redirect("case", number)
        found = later_of(own_page(request, number))
    facts = {
        **errors.shown(), "page": page, "case": page.case, "later": found, "once": once_token(),
        "most": settings.MAX_FILE_MB, "pieces": _shown(page, found.owed, errors),
    }  # fmt: skip
    return render(request, "web/citizen/later.html", facts, status=errors.status)


def _shown(page: CasePage, pieces: tuple[Piece, ...], errors: FormErrors) -> list[dict[str, Any]]:
    err = errors.shown()["err"]
    uses = {use.code: use for use in page.spec.materials}
    return [
        {"field": f"m-{one.at}", "name": one.name, "note": one.note, "hint": uses[one.code].hint,
         "form": _(uses[one.code].form.label), "error": err.get(f"m-{one.at}", "")}
        for one in pieces
    ]  # fmt: skip


def _take(request: HttpRequest, number: str, piece: Piece, errors: FormErrors) -> bool:
    """Keep the files chosen for one material and hand them in together; whether it came."""
    field, now, once = f"m-{piece.at}", moment(request), f"{read_once(request)[:48]}:{piece.at}"
    uploads = request.FILES.getlist(field)
    if len(uploads) > MOST_FILES:
        errors.add(field, _("一次最多交 {n} 个文件").format(n=MOST_FILES))
    if not uploads or len(uploads) > MOST_FILES:
        return False
    try:
        kept = [vault.keep(who(request), one.chunks(), one.name or "", now=now).id for one in uploads]
        actions.supply_later(who(request), number, piece.code, kept, now=now, once=once)
    except KeyReused:
        return True  # the same form came twice: it is in already
    except RuleBroken as error:
        if error.kind.value != 422:
            raise
        errors.add(field, said(error))
        return False
    return True
