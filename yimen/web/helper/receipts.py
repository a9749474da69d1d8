"""收件编号 for a helper where the line is weak: print a sheet, match what was given, see what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.helping import actions, queries
from yimen.helping.queries import SlipView
from yimen.rules.errors import RuleBroken
from yimen.rules.helping.receipts import SlipState
from yimen.rules.terms import Role
from yimen.vault import qr
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import address, cut, row_id

HERE = "/helper/receipts/"
PAGE = 30
COLOURS = {SlipState.FREE: "amber", SlipState.MATCHED: "green", SlipState.VOID: "grey"}


@never_cache
@needs(Role.HELPER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponseBase:
    """/helper/receipts/?state=: numbers by where they stand; forms told apart by `do`."""
    errors = FormErrors()
    if request.method == "POST":
        where = _done(request, errors)
        if where:
            return redirect(where)
    staff, asked = request.actor.staff, request.GET.get("state", "")
    state = SlipState(asked) if asked in set(SlipState) else SlipState.FREE
    rows, last = cut(queries.slips_of(staff, state, before=row_id(request), limit=PAGE), PAGE)
    counts = queries.slip_counts(staff)
    facts = {
        **errors.shown(), "rows": rows, "state": state, "colour": COLOURS[state], "once": once_token(),
        "tabs": [
            {"url": f"{HERE}?state={one}", "text": _(one.label), "count": counts[one], "on": one is state}
            for one in SlipState
        ],
        "cases": [(number, f"{title} {number}") for number, title in queries.without_slip(staff)],
        "typed": {name: clean(request, name) for name in ("number", "case", "why")},
        "next": address(HERE, {"state": str(state)}, before=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/helper/receipts.html", facts, status=errors.status)


def _done(request: StaffRequest, errors: FormErrors) -> str:
    """Where to go after what was asked; "" with what is wrong noted."""
    common: dict[str, Any] = {"now": request.now, "once": once_key(request)}
    what, number = request.POST.get("do"), clean(request, "number")
    try:
        if what == "sheet":
            return f"{HERE}{actions.print_sheet(request.actor, **common).id}/print/"
        if what == "void":
            actions.void_slip(request.actor, number, clean(request, "why"), **common)
            messages.success(request, _("作废了。"))
        else:
            actions.match_slip(request.actor, number, clean(request, "case"), **common)
            messages.success(request, _("登记好了，拿着纸的人查得到。"))
    except RuleBroken as error:
        fields = {"receipt.case": "case", "receipt.why": "why", "receipt.enough": "sheet"}
        errors.refuse(fields.get(error.code, "number"), error)
        return ""
    return HERE


@never_cache
@needs(Role.HELPER)
@require_safe
def sheet(request: StaffRequest, sheet: int) -> HttpResponse:
    """/helper/receipts/<sheet>/print/: twelve slips to cut apart. Somebody else's sheet is 404."""
    found = queries.sheet_of(request.actor.staff, sheet)
    if not found:
        raise Http404
    facts = {"slips": [_slip(one) for one in found], "staff": request.actor.staff}
    return render(request, "web/helper/receipts_print.html", facts)


def _slip(one: SlipView) -> dict[str, str]:
    return {"number": grouped(one.number), "qr": qr.data_uri(qr.public_address(f"/receipts/?n={one.number}"))}


def grouped(number: str) -> str:
    """Fourteen digits as people read them: 4, 4, 6."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"
