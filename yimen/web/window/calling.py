"""The window calls on those who sign: 催办, and 三堂会诊 for what is complex."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Role
from yimen.web.calling import WHY_MAX
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.window.casepage import address, at_window, show
from yimen.web.window.decide import read_rev


@needs(Role.CLERK)
@require_POST
def call(request: StaffRequest, number: str) -> HttpResponseBase:
    """The window urges, or calls a sitting."""
    page, what, errors = at_window(request, number), clean(request, "do"), FormErrors()
    field = "convene_why" if what == "convene" else "urge_why"
    why = clean(request, field).strip()
    if len(why) > WHY_MAX:
        errors.add(field, _("最多 {n} 个字，请写短些").format(n=WHY_MAX))
    if what == "convene" and not why:
        errors.add(field, _("请填写会诊的原因"))
    if errors:
        return show(request, page, errors, {**request.POST.dict(), "opened": what})
    verb = actions.convene if what == "convene" else actions.urge
    try:
        verb(
            request.actor, number, reason=why, now=request.now, rev=read_rev(request), once=once_key(request)
        )
    except RuleBroken as error:
        return refused(request, error, address(number))
    messages.success(request, _("召集了会诊。") if what == "convene" else _("催过了，办理的人会看到。"))
    return redirect(address(number))
