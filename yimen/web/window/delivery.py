"""统一出件 at the window: the way chosen for a person at the counter, and a parcel's address to send it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Role, State
from yimen.web import delivery
from yimen.web.forms import FormErrors
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.window.casepage import address, at_window, show


@needs(Role.CLERK)
def choose(request: StaffRequest, number: str) -> HttpResponseBase:
    """/desk/cases/<number>/delivery/: how the person at the counter wants the result; never prefilled with
    what the clerk may not read."""
    page, errors = at_window(request, number), FormErrors()
    back = f"/desk/new/{number}/materials/" if page.state is State.DRAFT else address(number)
    if not delivery.may_choose(page):
        return redirect(back)
    kept = page.case.delivery
    typed = {
        **dict.fromkeys(delivery.FIELDS, ""),
        "way": kept.get("way", ""),
        "hall": kept.get("hall", ""),
        "each": delivery.EACH if kept.get("each") else "",
    }
    if request.method == "POST":
        typed = delivery.posted(request)
        try:
            if delivery.keep(request, request.actor, number, typed, errors, request.now):
                messages.success(request, _("取件方式选好了。"))
                return redirect(back)
        except RuleBroken as error:
            return refused(request, error, back)
    facts = {**errors.shown(), **delivery.form(page, typed), "back": back, "rows": delivery.said(page)}
    return render(request, "web/window/delivery.html", facts, status=errors.status)


@never_cache
@needs(Role.CLERK)
@require_POST
def parcel(request: StaffRequest, number: str) -> HttpResponseBase:
    """The address whole, once, to write it on the parcel: on record, and the applicant sees who looked."""
    try:
        found = actions.view_parcel(request.actor, number, now=request.now, once=once_key(request))
    except RuleBroken as error:
        return refused(request, error, address(number))
    page = at_window(request, number)
    return show(request, page, typed=request.POST, parcel=[(_(name), value) for name, value in found.rows])
