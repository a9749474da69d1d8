"""告知承诺 for the applicant: choosing and signing it; what was promised and how it was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.parties import queries as parties
from yimen.pledges import actions as checks
from yimen.pledges import queries as pledges
from yimen.rules.authority import holdings_of
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.pledge import CONSEQUENCES, MOST_WORDS
from yimen.rules.terms import Act, State
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once, read_rev
from yimen.web.listing import cut, row_id
from yimen.web.pledge import offers, tag

from . import draft
from .draft import moment, own_page, who

SIGNER_MAX = 80
PAGE = 30
MINE = "/my/promises/"
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def back(page: CasePage) -> str:
    """Where one came from: the materials of the draft, the list of a correction, or the case."""
    if page.state is State.DRAFT:
        return draft.place(page, "materials")
    return f"/cases/{page.case.number}/" + ("supply/" if Act.SUPPLY in page.acts else "")


@_BOTH
@signed_in
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/pledge/: what is told, what is promised, and signing it."""
    page, errors = own_page(request, number), FormErrors()
    found = offers(page)
    if not found:
        return redirect(back(page))
    chosen = [one.code for one in found if one.code in request.POST.getlist("proof")]
    if request.method == "POST" and _signed(request, page, chosen, errors):
        messages.success(request, _("承诺记下了，这些证明不用交。承诺书在办件的文书里。"))
        return redirect(back(page))
    if request.method != "POST":
        chosen = [one.code for one in found if one.stands] or [one.code for one in found]
    facts = {
        **errors.shown(), "page": page, "case": page.case, "offers": found, "chosen": chosen,
        "back": back(page), "once": once_token(), "breaches": parties.open_breaches(page.case.party_id),
        "consequences": [_(one) for one in CONSEQUENCES], "agreed": request.POST.get("agreed") == "yes",
        "signer": clean(request, "signer")[:SIGNER_MAX],
    }  # fmt: skip
    return render(request, "web/citizen/pledge.html", facts, status=errors.status)


def _signed(request: HttpRequest, page: CasePage, chosen: list[str], errors: FormErrors) -> bool:
    try:
        actions.pledge(
            who(request), page.case.number, chosen, agreed=request.POST.get("agreed") == "yes",
            signer=clean(request, "signer")[:SIGNER_MAX], now=moment(request), rev=read_rev(request),
            once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if not error.code.startswith("pledge."):
            raise
        errors.refuse("proof" if error.code in {"pledge.nothing", "pledge.not_allowed"} else "agreed", error)
    return not errors


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """/my/promises/: what I promised instead of proving, where its check stands, and breaches with their
    repair."""
    held, today = holdings_of(who(request)), china_date(moment(request))
    found, last = cut(pledges.of_party(held, before=row_id(request), limit=PAGE), PAGE)
    facts = {
        "rows": [_row(one, today) for one in found], "next": f"{MINE}?before={last.id}" if last else "",
        "breaches": [one for party in held for one in parties.breaches(party)] if not row_id(request) else [],
    }  # fmt: skip
    return render(request, "web/citizen/promises.html", facts)


def _row(one: pledges.CheckView, today: Any) -> dict[str, Any]:
    words, colour = tag(one, today)
    return {"one": one, "tag": words, "colour": colour}


@_BOTH
@signed_in
def promise(request: HttpRequest, check: int) -> HttpResponse:
    """/my/promises/<id>/: one promise and its check; while it is doubted, what I say to it."""
    errors, typed = FormErrors(), clean(request, "words")
    one = pledges.one_of(holdings_of(who(request)), check)
    if request.method == "POST" and _stated(request, check, typed, errors):
        messages.success(request, _("您的说明记下了，认定以前会看。"))
        return redirect("my-promise", check)
    facts = {
        **errors.shown(), **_row(one, china_date(moment(request))), "once": once_token(),
        "most": MOST_WORDS, "typed": typed or one.said,
    }  # fmt: skip
    return render(request, "web/citizen/promise.html", facts, status=errors.status)


def _stated(request: HttpRequest, check: int, typed: str, errors: FormErrors) -> bool:
    if len(typed) > MOST_WORDS:
        errors.add("words", _("最多 {most} 个字，您写了 {n} 个").format(most=MOST_WORDS, n=len(typed)))
        return False
    try:
        checks.state(who(request), check, typed, now=moment(request), once=read_once(request))
    except RuleBroken as error:
        if error.code not in {"pledge.statement_missing", "pledge.check_closed"}:
            raise
        errors.refuse("words", error)
    return not errors
