"""Who is booked today at this hall, and 签到."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules.calendar import china_date
from yimen.rules.desk import window_regions
from yimen.rules.errors import RuleBroken
from yimen.rules.masking import mask_name
from yimen.rules.terms import Role
from yimen.web import hall
from yimen.web.forms import clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import asked

HERE = "/desk/bookings/"


@needs(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponseBase:
    """/desk/bookings/?q=: the bookings of today by time, found by number; names masked."""
    if request.method == "POST":
        return _check_in(request)
    filters, today = asked(request, "q"), china_date(request.now)
    regions = window_regions(request.actor.posts)
    found = halls.bookings_of_day(regions, today, now=request.now, text=filters["q"])
    rows = [
        {"one": one, "who": mask_name(one.party), "time": hall.session_words(((one.start, one.end),))}
        for one in found
    ]
    facts = {"rows": rows, "filters": filters, "today": today, "once": once_token()}
    return render(request, "web/window/bookings.html", facts)


def _check_in(request: StaffRequest) -> HttpResponseBase:
    number = clean(request, "number")[:20]
    try:
        done = actions.check_in(request.actor, number, now=request.now, once=once_key(request))
    except RuleBroken as error:
        return refused(request, error, HERE)
    words = (
        _("签到好了，{number} 号，优先叫号。") if done.first
        else _("签到好了，{number} 号。过了约的时间，和现场取号的一起排。")
    )  # fmt: skip
    messages.success(request, words.format(number=done.ticket))
    return redirect(HERE)
