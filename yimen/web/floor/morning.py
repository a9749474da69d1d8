"""开门前检查: what of a hall is not as it should be today, each with the one click that mends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.hall.queries import Morning
from yimen.rules import hours
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.keeping import KEEPERS, BadShift
from yimen.rules.hall.terms import Turn
from yimen.rules.offices import NotThere
from yimen.rules.queueing.floor import NotAClerk
from yimen.web.forms import clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused

from .sites import LIST, run_site


@never_cache
@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponseBase:
    """/floor/sites/<code>/morning/: one act a form, named by `do`. An unknown site is 404."""
    one, here = run_site(request, code), f"{LIST}{code}/morning/"
    if request.method == "POST":
        return _done(request, code, here)
    found = halls.morning(one, request.now)
    facts = {
        "one": one, "found": found, "here": here, "once": once_token(), "now": request.now,
        "times": hours.words(found.today.sessions), "clerks": found.now.clerks,
        "lacking": [(row, hours.words(((row.starts, row.ends),))) for row in found.lacking],
        "unfit": [(row, hours.clock(row.start)) for row in found.unfit], "good": _good(found),
        "crumbs": [(LIST, _("大厅")), (f"{LIST}{code}/", one.name), ("", _("开门前检查"))],
    }  # fmt: skip
    return render(request, "web/floor/morning.html", facts)


def _good(found: Morning) -> list[str]:
    """What was looked at and is as it should be."""
    looked = (
        (found.lacking, _("每个叫号的窗口都排了人")), (found.bare, _("每个队列都有窗口叫号")),
        (found.late, _("该开的窗口都开了")), (found.unfit, _("今天的预约都接得下")),
        (found.silent, _("屏和自助机都有回音")),
    )  # fmt: skip
    return [words for wrong, words in looked if not wrong]


def _done(request: StaffRequest, code: str, here: str) -> HttpResponseBase:
    window, staff = clean(request, "window").strip()[:10], clean(request, "staff").strip()[:20]
    try:
        if clean(request, "do") == "open":
            actions.open_for(request.actor, code, window, staff, **_common(request))
            messages.success(request, _("{window} 窗口开了。").format(window=window))
        else:
            _roster_today(request, code, window, staff)
            messages.success(request, _("{window} 今天排上了。").format(window=window))
    except NotThere:  # a number typed wrongly is no page that is not there
        return refused(request, NotAClerk(staff=staff), here)
    except RuleBroken as error:
        return refused(request, error, here)
    return redirect(here)


def _common(request: StaffRequest) -> dict[str, Any]:
    return {"now": request.now, "once": once_key(request)}


def _roster_today(request: StaffRequest, code: str, window: str, staff: str) -> None:
    """A shift of today for the time that the page told. Raises BadShift and what the action does."""
    starts, ends = _number(clean(request, "starts")), _number(clean(request, "ends"))
    today = china_date(request.now)
    if starts is None or ends is None:
        raise BadShift()
    kind = str(hours.kind_of(today, bureau.work_calendar()))
    turn = kind if kind in {str(one) for one in Turn} else str(Turn.DAILY)
    actions.set_shift(
        request.actor, code, window, staff, turn, starts, ends, from_day=today, to_day=today,
        **_common(request),
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None
