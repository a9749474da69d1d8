"""容缺 at the window: the promise of a person at the counter, what comes later, and looking at it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import GetType, Role
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.later import Piece
from yimen.web.later import later as later_of
from yimen.web.window.casepage import address, at_window
from yimen.web.window.decide import read_rev


@needs(Role.CLERK)
@require_POST
def promise(request: StaffRequest, number: str) -> HttpResponseBase:
    """The person at the counter promises all that is missing and may come later."""
    page = at_window(request, number)
    codes = [gap.material.code for gap in page.gaps.missing]
    try:
        done = actions.promise(
            request.actor, number, codes, agreed=request.POST.get("agreed") == "yes",
            signer=clean(request, "signer")[:80], proxy_number=clean(request, "proxy_number")[:40],
            now=request.now, rev=read_rev(request), once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, address(number))
    messages.success(request, _("承诺记下了。承诺书 {paper} 打印后请本人签字。").format(paper=done.document))
    return redirect(address(number))


@needs(Role.CLERK)
@require_POST
def take(request: StaffRequest, number: str) -> HttpResponseBase:
    """What was promised comes on paper, or is looked at: right, or why not."""
    page = at_window(request, number)
    verb, _dash, place = clean(request, "do").partition("-")
    piece = _piece(page, place)
    if piece is None:
        return redirect(address(number))
    try:
        _act(request, number, verb, piece)
    except RuleBroken as error:
        return refused(request, error, address(number))
    messages.success(request, _("记下了：{name}").format(name=piece.name))
    return redirect(address(number))


def _piece(page: CasePage, place: str) -> Piece | None:
    found = later_of(page)
    return next((one for one in (*found.owed, *found.lying) if str(one.at) == place), None)


def _act(request: StaffRequest, number: str, verb: str, piece: Piece) -> None:
    actor, now, rev, once = request.actor, request.now, read_rev(request), once_key(request)
    if verb == "paper":
        actions.supply_later(actor, number, piece.code, now=now, how=GetType.PAPER, rev=rev, once=once)
    elif verb in {"ok", "bad"}:
        why = clean(request, f"why-{piece.at}")[:200]
        actions.check_later(
            actor, number, piece.code, ok=verb == "ok", reason=why, now=now, rev=rev, once=once
        )
