"""上门帮办 for helpers: what waits near me, what I took, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.helping import actions, queries
from yimen.helping.queries import VisitView
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.helping.terms import VisitOutcome, VisitState
from yimen.rules.helping.visits import FIRST, LAST, STEP
from yimen.rules.terms import Role
from yimen.rules.unmasking import ViewNotYours
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.fullview import Rows, ask_and_show
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, cut, day_typed, row_id

HERE = "/helper/visits/"
PAGE = 30


@never_cache
@needs(Role.HELPER)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """/helper/visits/: what waits near me, longest first; what I took, newest first."""
    waiting, last = cut(queries.visits_near(request.actor, after=row_id(request, "after"), limit=PAGE), PAGE)
    mine, older = cut(queries.visits_of_helper(request.actor.staff, before=row_id(request), limit=PAGE), PAGE)
    facts = {
        "waiting": [row(one) for one in waiting], "mine": [row(one) for one in mine],
        "next": address(HERE, {}, after=last.id) if last else "",
        "older": address(HERE, {}, before=older.id) if older else "",
    }  # fmt: skip
    return render(request, "web/helper/visits.html", facts)


def row(one: VisitView) -> dict[str, Any]:
    """A visit with the name of its place."""
    region = bureau.region(one.region)
    return {"one": one, "region": region.name if region else one.region}


@never_cache
@needs(Role.HELPER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, visit: int) -> HttpResponseBase:
    """/helper/visits/<id>/: take it for a day and an hour; later say what came of it, or give it back."""
    errors = FormErrors()
    if request.method == "POST":
        try:
            _do(request, visit)
            return redirect(HERE)
        except RuleBroken as error:
            if error.kind is not Kind.INVALID:
                return refused(request, error, HERE)
            errors.refuse("outcome" if request.POST.get("do") == "done" else "day", error)
    one = queries.visit_for(request.actor, visit)
    if one is None:
        raise Http404
    facts = {
        **row(one), "once": once_token(), "times": _times(), "outcomes": _outcomes(),
        "today": china_date(request.now).isoformat(), "takes": one.state is VisitState.ASKED,
        "typed": {name: clean(request, name) for name in ("day", "start", "outcome", "words")},
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/helper/visit.html", facts, status=errors.status)


@never_cache
@needs(Role.HELPER)
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: StaffRequest, visit: int) -> HttpResponseBase:
    """/helper/visits/<id>/phone/: the whole number of whom I go to see, for a reason, on record."""
    one, here = queries.visit_for(request.actor, visit), f"{HERE}{visit}/"
    if one is None:
        raise Http404
    if one.staff != request.actor.staff or one.state is not VisitState.TAKEN:
        return refused(request, ViewNotYours(), here)

    def see(why: str, words: str) -> Rows:
        return actions.view_visit_phone(
            request.actor, visit, reason=why, words=words, now=request.now, once=read_once(request)
        )

    return ask_and_show(request, see, back=here, number="", title=one.party, visit=True)


def _times() -> list[tuple[str, str]]:
    return [(str(at), f"{at // 60}:{at % 60:02d}") for at in range(FIRST, LAST + 1, STEP)]


def _outcomes() -> list[tuple[str, str]]:
    return [(str(one), _(one.label)) for one in VisitOutcome]


def _do(request: StaffRequest, visit: int) -> None:
    actor, now, once, what = request.actor, request.now, once_key(request), request.POST.get("do")
    if what == "back":
        actions.give_back(actor, visit, now=now, once=once)
        messages.success(request, _("退回了，别的帮办员可以接。"))
    elif what == "done":
        actions.finish_visit(
            actor, visit, clean(request, "outcome"), clean(request, "words"), now=now, once=once
        )
        messages.success(request, _("记下了。"))
    else:
        start = clean(request, "start")
        minutes = int(start) if start.isascii() and start.isdecimal() and len(start) < 5 else None
        actions.take_visit(actor, visit, day_typed(clean(request, "day")), minutes, now=now, once=once)
        messages.success(request, _("约好了，请按时上门。"))
