"""更正登记信息: ask for a verified fact to be put right, with a reason and a paper; see the answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yimen.parties import queries as parties
from yimen.personal import actions, queries
from yimen.personal.queries import CorrectionRow
from yimen.rules import corrections as rules
from yimen.rules.corrections import Stand
from yimen.rules.errors import RuleBroken
from yimen.vault import actions as vault
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.listing import address, cut, row_id
from yimen.web.words import said

from .guard import signed_in

HERE = "/account/corrections/"
PAGE = 30
COLOURS = {Stand.ASKED: "amber", Stand.DONE: "green", Stand.DECLINED: "red", Stand.WITHDRAWN: "grey"}
#: Which box a refusal belongs to; all others are about the value.
_PLACES = {
    "correction.fact_unknown": "fact", "correction.asked_before": "fact",
    "correction.reason_wanted": "reason", "correction.proof_wanted": "proof",
}  # fmt: skip


@never_cache
@signed_in
@sensitive_post_parameters("value")
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest) -> HttpResponseBase:
    """/account/corrections/: one's requests with their answers, and a new one."""
    party = request.actor.party  # type: ignore[attr-defined]
    found = parties.party(party) if party else None
    if found is None:
        return redirect("/account/")
    errors = FormErrors()
    if request.method == "POST" and _asked(request, errors):
        messages.success(request, _("申请交上去了。请带原件到任一窗口核对，核对过就改。"))
        return redirect(HERE)
    view = parties.masked(found)
    rows, last = cut(queries.of_party(party, before=row_id(request), limit=PAGE + 1), PAGE)
    facts = {
        "party": view, "rows": [line(row) for row in rows], "once": once_token(),
        "choices": [(str(one), _(one.label)) for one in rules.facts_of(view.is_person)],
        "typed": {name: clean(request, name) for name in ("fact", "value", "reason")},
        "most": settings.MAX_FILE_MB, "next": address(HERE, {}, before=last.id) if last else "",
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/entrance/corrections.html", facts, status=errors.status)


def line(row: CorrectionRow) -> dict[str, Any]:
    """One request as lists show it."""
    return {"row": row, "fact": _(row.fact.label), "state": _(row.state.label), "colour": COLOURS[row.state],
            "open": row.state is Stand.ASKED}  # fmt: skip


def _asked(request: HttpRequest, errors: FormErrors) -> bool:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    fact, value, reason = (clean(request, name) for name in ("fact", "value", "reason"))
    proof = _proof(request, errors)
    if errors:
        return False
    try:
        actions.ask(actor, fact, value, reason, proof, now=now, once=read_once(request))
    except RuleBroken as error:
        errors.refuse(_PLACES.get(error.code, "value"), error)
    return not errors


def _proof(request: HttpRequest, errors: FormErrors) -> int | None:
    upload = request.FILES.get("proof")
    if upload is None:
        return None
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    try:
        return vault.keep(actor, upload.chunks(), upload.name or "", now=now).id
    except RuleBroken as error:
        errors.add("proof", _("“{file}”：{why}").format(file=upload.name, why=said(error)))
        return None


@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    actions.withdraw(request.actor, pk, now=request.now, once=read_once(request))  # type: ignore[attr-defined]
    messages.success(request, _("申请撤回了。"))
    return redirect(HERE)
