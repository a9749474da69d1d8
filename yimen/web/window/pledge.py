"""告知承诺 at the window: the promise of the person at the counter, read out and signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.parties import queries as parties
from yimen.rules.errors import RuleBroken
from yimen.rules.pledge import CONSEQUENCES
from yimen.rules.terms import Role, State
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.pledge import offers
from yimen.web.window.casepage import address, at_window
from yimen.web.window.decide import read_rev


def card(page: CasePage) -> dict[str, Any]:
    """What the card says of a draft at the counter."""
    found = offers(page)
    return {
        "pledge_offers": found, "pledge_told": [_(one) for one in CONSEQUENCES],
        "breaches": parties.open_breaches(page.case.party_id) if found else 0,
    }  # fmt: skip


@needs(Role.CLERK)
@require_POST
def sign(request: StaffRequest, number: str) -> HttpResponseBase:
    """The person at the counter promises instead of giving these proofs."""
    page = at_window(request, number)
    here = f"/desk/new/{number}/materials/" if page.state is State.DRAFT else address(number)
    known = {one.code for one in offers(page)}
    try:
        done = actions.pledge(
            request.actor, number, [one for one in request.POST.getlist("proof") if one in known],
            agreed=request.POST.get("agreed") == "yes", signer=clean(request, "signer")[:80],
            proxy_number=clean(request, "proxy_number")[:40], now=request.now, rev=read_rev(request),
            once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, here)
    messages.success(request, _("承诺记下了。承诺书 {paper} 打印后请本人签字。").format(paper=done.document))
    return redirect(here)
