"""延时服务清单 and 放权: both lists of items with a document."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules.calendar import china_date
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.hall.terms import Power, SiteLevel
from yimen.web.forms import ByField, FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, cut, read_id, row_id

from . import typed
from .sites import regions

WEEKEND, POWERS = "/floor/weekend/", "/floor/powers/"
#: Powers on a page.
PAGE = 30
#: Powers move down to these.
LEVELS = (SiteLevel.TOWN, SiteLevel.VILLAGE)


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def weekend(request: StaffRequest) -> HttpResponse:
    """What is served on Saturdays and Sundays; items are added by their codes, taken off one by one."""
    errors = FormErrors()
    if request.method == "POST":
        verb, _dash, rest = clean(request, "do").partition(":")
        done = _unlist(request, rest, errors) if verb == "unlist" else _list(request, errors)
        if done:
            messages.success(request, _("记下了。"))
            return redirect(WEEKEND)
    facts = {
        **errors.shown(), "rows": halls.weekend_items(), "once": once_token(),
        "typed": ByField({key: clean(request, key) for key in request.POST}),
    }  # fmt: skip
    return render(request, "web/floor/weekend.html", facts, status=errors.status)


def _list(request: StaffRequest, errors: FormErrors) -> bool:
    codes = typed.items(clean(request, "items"))
    if not codes:
        errors.add("items", _("请写事项编码或者名称"))
        return False
    return typed.tried(
        errors,
        lambda: actions.list_weekend(request.actor, codes, clean(request, "basis"), **typed.common(request)),
        "items",
    )


def _unlist(request: StaffRequest, code: str, errors: FormErrors) -> bool:
    return typed.tried(
        errors, lambda: actions.unlist_weekend(request.actor, code, **typed.common(request)), "items"
    )


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def powers(request: StaffRequest) -> HttpResponse:
    """Powers that moved down, the newest first, found by item; a new one, and taking one back."""
    errors, filters, today = FormErrors(), asked(request, "item"), china_date(request.now)
    if request.method == "POST":
        verb, _dash, rest = clean(request, "do").partition(":")
        done = _back(request, rest, errors) if verb == "back" else _move(request, errors)
        if done:
            messages.success(request, _("记下了。"))
            return redirect(POWERS)
    found = halls.powers(today, text=filters["item"], before=row_id(request), limit=PAGE + 1)
    rows, last = cut(found, PAGE)
    facts = {
        **errors.shown(), "rows": rows, "count": halls.power_count(today), "filters": filters,
        "next": address(POWERS, filters, before=last.id) if last else "", "once": once_token(),
        "typed": {k: clean(request, k) for k in request.POST},
        "kinds": [(str(one), _(one.label)) for one in Power],
        "levels": [(str(one), _(one.label)) for one in LEVELS],
        "regions": regions(request),
        "departments": [(one.credit_code, one.short_name) for one in bureau.departments()],
    }  # fmt: skip
    return render(request, "web/floor/powers.html", facts, status=errors.status)


def _move(request: StaffRequest, errors: FormErrors) -> bool:
    power = typed.chosen(errors, "power", clean(request, "power"), [str(one) for one in Power])
    level = typed.chosen(errors, "level", clean(request, "level"), [str(one) for one in LEVELS])
    days = [typed.day(errors, field, clean(request, field)) for field in ("from_day", "to_day")]
    if errors:
        return False
    item = next(iter(typed.items(clean(request, "item"))), "")
    return typed.tried(
        errors,
        lambda: actions.move_power(
            request.actor, item, power, level, clean(request, "region"),
            clean(request, "giver"), clean(request, "basis"), from_day=days[0], to_day=days[1],
            **typed.common(request),
        ),
        "region",
    )  # fmt: skip


def _back(request: StaffRequest, rest: str, errors: FormErrors) -> bool:
    row = read_id(rest) or 0
    why = clean(request, "why")
    if not why.strip():
        errors.add("why", _("请写收回的理由"))
        return False
    return typed.tried(
        errors, lambda: actions.take_power_back(request.actor, row, why, **typed.common(request)), "why"
    )
