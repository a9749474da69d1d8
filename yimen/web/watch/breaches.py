"""失信修复: broken and untrue promises that stand, and taking one off with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.parties import actions
from yimen.parties import queries as parties
from yimen.rules.deferral import BreachUnknown, RepairUnreasoned
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import address, cut, row_id

PAGE = 30
HERE = "/watch/breaches/"


@needs(Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Unrepaired breaches, newest first; each may be repaired with a reason."""
    errors, chosen = FormErrors(), clean(request, "breach")
    if request.method == "POST" and _repaired(request, chosen, errors):
        messages.success(request, _("修复了，这位申请人又可以容缺、用告知承诺。"))
        return redirect(HERE)
    rows, last = cut(parties.standing_breaches(row_id(request), PAGE + 1), PAGE)
    facts = {
        **errors.shown(), "rows": rows, "chosen": chosen, "once": once_token(),
        "next": address(HERE, {}, before=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/watch/breaches.html", facts, status=errors.status)


def _repaired(request: StaffRequest, chosen: str, errors: FormErrors) -> bool:
    breach = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else 0
    try:
        actions.repair_breach(
            request.actor, breach, clean(request, "reason")[:500], now=request.now, once=once_key(request)
        )
    except (RepairUnreasoned, BreachUnknown) as error:
        errors.refuse(f"reason-{chosen}", error)
    return not errors
