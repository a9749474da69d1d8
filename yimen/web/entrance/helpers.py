"""谁在帮我: helpers who asked or may help me; saying yes, ending it, and what each did in my name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.catalogue import queries as catalogue
from yimen.parties.actions import helping
from yimen.parties.queries import helping as mandates
from yimen.parties.queries.helping import HelpView
from yimen.rules.calendar import china_date
from yimen.web.forms import once_token, read_once
from yimen.web.helped import helper_words
from yimen.web.listing import address, cut, row_id

from .guard import signed_in

HERE = "/account/helpers/"
PAGE = 20


@never_cache
@signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """/account/helpers/: who asked, who may help and who might, newest first; and what was done by them."""
    party = request.actor.party  # type: ignore[attr-defined]
    found = mandates.helpers_of(party, before=row_id(request), limit=PAGE) if party else []
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [_line(request, one) for one in rows], "fresh": once_token, "staff": party is None,
        "helped": _done(request) if party else [],
        "next": address(HERE, {}, before=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/entrance/helpers.html", facts)


def _line(request: Any, one: HelpView) -> dict[str, Any]:
    state = "waits" if one.waits(request.now) else ("holds" if one.holds(china_date(request.now)) else "over")
    known = {row.code: row.name for row in catalogue.by_codes(list(one.items))} if one.items else {}
    return {
        "one": one, "state": state, "who": helper_words(one.staff),
        "items": [known.get(code, code) for code in one.items],
    }  # fmt: skip


def _done(request: Any) -> list[dict[str, Any]]:
    """The newest cases that helpers began in my name."""
    rows = cases.helped_for(request.actor, bureau.work_calendar(), now=request.now)
    return [{"row": row, "who": helper_words(staff)} for row, staff in rows]


@signed_in
@require_POST
def act(request: HttpRequest, mandate: int, what: str) -> HttpResponse:
    """/account/helpers/<id>/<yes|end>/: say yes, or end it. Only the principal; a clerk has a counter."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    if actor.party is None:
        raise Http404
    if what == "confirm":
        helping.confirm_help(actor, mandate, now=now, once=read_once(request))
        messages.success(request, _("同意了。随时可以结束。"))
    else:
        helping.end_help(actor, mandate, now=now, once=read_once(request))
        messages.success(request, _("结束了。对方从现在起不能再替您办。"))
    return redirect(HERE)
