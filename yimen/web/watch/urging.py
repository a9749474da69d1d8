"""催办 by who watches."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.authority import Sight
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Role
from yimen.web.calling import WHY_MAX
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.window.decide import read_rev


@needs(Role.SUPERVISOR)
@require_POST
def urge(request: StaffRequest, number: str) -> HttpResponseBase:
    """A supervisor urges."""
    cases.case_page(request.actor, number, now=request.now, within=(Sight.WATCH,))
    back, why = f"/watch/cases/{number}/", clean(request, "urge_why").strip()[:WHY_MAX]
    try:
        actions.urge(
            request.actor, number, reason=why, now=request.now, rev=read_rev(request), once=once_key(request)
        )
    except RuleBroken as error:
        return refused(request, error, back)
    messages.success(request, _("催过了，办理的人会看到。"))
    return redirect(back)
