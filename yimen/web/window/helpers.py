"""帮代办 at the counter: the principal stands there and says yes to a helper, or ends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.parties.actions import helping
from yimen.parties.queries import helping as mandates
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Role
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.helped import helper_words

from .counter import search_first, was_found

#: The page on which the person at the counter is seen to.
HOME = "/desk/accounts/"
_MOST = 10


def waiting(request: StaffRequest, party: int) -> list[dict[str, Any]]:
    """What helpers asked of this person, and what holds; the newest."""
    today = china_date(request.now)
    found = mandates.helpers_of(party, limit=_MOST)
    return [
        {"one": one, "who": helper_words(one.staff), "waits": one.waits(request.now)}
        for one in found
        if one.waits(request.now) or one.holds(today)
    ]


@needs(Role.CLERK)
@require_POST
def act(request: StaffRequest, party: int, mandate: int, what: str) -> HttpResponseBase:
    """/desk/accounts/<party>/helpers/<id>/<confirm|end>/: only for whom a search found; confirming wants the
    papers seen."""
    back = f"{HOME}{party}/"
    if not was_found(request, party) or mandate not in {r["one"].id for r in waiting(request, party)}:
        return search_first(request, HOME)
    if what == "confirm" and clean(request, "seen") != "yes":
        messages.warning(request, _("请先看本人的证件，听本人说同意。"))
        return redirect(back)
    try:
        verb = helping.confirm_help if what == "confirm" else helping.end_help
        verb(request.actor, mandate, now=request.now, once=once_key(request))
    except RuleBroken as error:
        return refused(request, error, back)
    messages.success(request, _("记下了。"))
    return redirect(back)
