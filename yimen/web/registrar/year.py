"""The working calendar: one year as twelve months, days added and cleared, the year published."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import actions
from yimen.bureau import queries as bureau
from yimen.bureau.actions import YearChanged
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import day_typed

from .common import KEEPERS

#: Years that may be entered: the law on holidays is not older, and nobody plans further ahead.
FIRST_YEAR, LAST_YEAR = 2000, 2100
_WEEKDAYS = (
    gettext_noop("一"), gettext_noop("二"), gettext_noop("三"), gettext_noop("四"), gettext_noop("五"),
    gettext_noop("六"), gettext_noop("日"),
)  # fmt: skip
_FIELD = {"calendar.document_needed": "document", "calendar.same_as_weekday": "day"}


@needs(*KEEPERS)
@require_safe
def this_year(request: StaffRequest) -> HttpResponse:
    """The calendar opens at the year we are in."""
    return redirect(f"/catalogue/calendar/{china_date(request.now).year}/")


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def year(request: StaffRequest, number: int) -> HttpResponse:
    """One year; the form of a day, the notice of a year, and publishing."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404
    errors = FormErrors()
    if request.method == "POST" and _change(request, number, errors):
        return redirect(f"/catalogue/calendar/{number}/")
    years = bureau.calendar_years()
    one, today = next((y for y in years if y.year == number), None), china_date(request.now)
    days = {d.date: d for d in one.days.all()} if one else {}
    facts = {
        "number": number,
        "year": one,
        "years": _tabs([y.year for y in years], number, today.year),
        "months": [_month(number, month, days, today) for month in range(1, 13)],
        "weekdays": [_(name) for name in _WEEKDAYS],
        "days": [days[key] for key in sorted(days)],
        "off": sum(1 for d in days.values() if not d.working),
        "makeup": sum(1 for d in days.values() if d.working),
        "kinds": [("off", _("放假")), ("on", _("调休上班"))],
        "typed": {key: clean(request, key) for key in ("day", "kind", "name", "document")},
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/registrar/calendar.html", facts, status=errors.status)


def _tabs(known: list[int], number: int, current: int) -> list[dict[str, Any]]:
    """The years on file, the one shown, and next year, for the chips."""
    wanted = sorted({*known, number, current, current + 1})
    return [
        {"url": f"/catalogue/calendar/{y}/", "text": _("{y} 年").format(y=y), "on": y == number}
        for y in wanted
    ]


def _month(number: int, month: int, days: dict[date, Any], today: date) -> dict[str, Any]:
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(number, month)
    return {
        "name": _("{m} 月").format(m=month),
        "weeks": [[_cell(day, month, days, today) for day in week] for week in weeks],
    }


def _cell(day: date, month: int, days: dict[date, Any], today: date) -> dict[str, Any] | None:
    """One day of a month: its number and a sign in letters (休, 班), never colour alone."""
    if day.month != month:
        return None
    own = days.get(day)
    working = own.working if own else day.weekday() < 5
    sign = "" if own is None else _("班") if own.working else _("休")
    words = own.name if own and own.name else ""
    return {"day": day, "working": working, "own": own, "sign": sign, "words": words, "today": day == today}


def _change(request: StaffRequest, number: int, errors: FormErrors) -> bool:
    """Carry out what the form asked; True when it worked."""
    verbs = {"set": _set_day, "clear": _clear_day, "seed": _seed, "publish": _publish}
    verb = verbs.get(clean(request, "act"))
    if verb is None:
        errors.add("day", _("请选要做什么"))
        return False
    try:
        done = verb(request, number, errors)
    except RuleBroken as error:
        if error.kind is Kind.FORBIDDEN:
            raise
        errors.refuse(_FIELD.get(error.code, "document" if verb is _publish else "day"), error)
        return False
    if done is None:
        return False
    messages.success(request, _("{year} 年工作日历已经改好。").format(year=done.year))
    return True


def _day(request: StaffRequest, number: int, errors: FormErrors) -> date | None:
    day = day_typed(clean(request, "day"))
    if day is None or day.year != number:
        errors.add("day", _("请填 {year} 年里的一天，比如 {year}-10-01").format(year=number))
        return None
    return day


def _set_day(request: StaffRequest, number: int, errors: FormErrors) -> YearChanged | None:
    day, kind = _day(request, number, errors), clean(request, "kind")
    if kind not in {"off", "on"}:
        errors.add("kind", _("请选放假还是上班"))
    if day is None or errors:
        return None
    return actions.set_day(
        request.actor, day, kind == "on", clean(request, "name"), now=request.now, once=read_once(request)
    )


def _clear_day(request: StaffRequest, number: int, errors: FormErrors) -> YearChanged | None:
    day = _day(request, number, errors)
    return actions.clear_day(request.actor, day, now=request.now, once=read_once(request)) if day else None


def _seed(request: StaffRequest, number: int, errors: FormErrors) -> YearChanged | None:
    return actions.seed_year(request.actor, number, now=request.now, once=read_once(request))


def _publish(request: StaffRequest, number: int, errors: FormErrors) -> YearChanged | None:
    return actions.publish_year(
        request.actor, number, clean(request, "document"), now=request.now, once=read_once(request)
    )
