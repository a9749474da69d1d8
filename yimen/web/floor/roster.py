"""排班: one week of a hall: who sits where, who is away, what is lacking; leave taken and ended; on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.hall.queries import UnfitRow, Week
from yimen.rules import hours
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.hall.away import Part
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.hall.roster import LeaveKind, LeaveUnknown
from yimen.rules.hall.terms import Turn
from yimen.rules.queueing.floor import NotAClerk
from yimen.web.forms import ByField, FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import day_typed, read_id

from . import site, typed
from .sites import LIST, run_site

#: Bookings that no longer fit: so many are listed.
LISTED = 50
#: Refusal → its box in the form of leave; of who stands in unless said otherwise.
_LEAVE = {"roster.bad_leave": "last", "roster.leave_twice": "who", "roster.leave_over_shift": "cover"}


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponseBase:
    """/floor/sites/<code>/roster/?week=: forms, told apart by `do`. An unknown site is 404."""
    one, errors = run_site(request, code), FormErrors()
    monday = _monday(request)
    here = f"{LIST}{code}/roster/"
    if request.method == "POST":
        verb, _colon, rest = clean(request, "do").partition(":")
        _DO.get(verb, _leave)(request, code, rest, errors)
        if not errors:
            messages.success(request, _("记下了。"))
            return redirect(f"{here}?week={monday.isoformat()}")
    facts = {
        **errors.shown(), **_shown(halls.week(one, monday, china_date(request.now)), request), "here": here,
        "once": once_token(), "typed": ByField(_typed(request)),
        "clerks": bureau.clerks_of(one.region.code, china_date(request.now)),
        "kinds": [(str(kind), _(kind.label)) for kind in LeaveKind],
        "parts": [(str(part), _(part.label)) for part in Part],
        "turns": [(str(turn), _(turn.label)) for turn in Turn],
        "numbers": [(row.number, f"{row.number} {row.name}") for row in halls.kept_windows(code)],
        "crumbs": [(LIST, _("大厅")), (f"{LIST}{code}/", one.name), ("", _("排班"))],
    }  # fmt: skip
    return render(request, "web/floor/roster.html", facts, status=errors.status)


@needs(*KEEPERS)
@require_safe
def sheet(request: StaffRequest, code: str) -> HttpResponse:
    """The week on paper. Kinds of leave are not printed: a sheet hangs on a wall."""
    one = run_site(request, code)
    facts = _shown(halls.week(one, _monday(request), china_date(request.now)), request)
    return render(request, "web/floor/roster_print.html", {**facts, "back": f"{LIST}{code}/roster/"})


def _monday(request: StaffRequest) -> date:
    """The Monday of the week asked for; of this one where none is, or none that can be shown."""
    day = day_typed(request.GET.get("week", "")) or china_date(request.now)
    if not date(2000, 1, 1) <= day <= date(2100, 1, 1):
        day = china_date(request.now)
    return day - timedelta(days=day.weekday())


def _typed(request: StaffRequest) -> dict[str, str]:
    """What was typed; at first what the link asked for: a window on a day, as a shift of that day."""
    if request.method == "POST":
        return {key: clean(request, key) for key in request.POST}
    day, times = request.GET.get("day", "")[:10], request.GET.get("times", "")[:11]
    said = {"window": request.GET.get("window", "")[:10], "times": times}
    said["part"] = str(Part.WHOLE)
    return {**said, "from_day": day, "to_day": day, "turn": _turn(day)}


def _turn(day: str) -> str:
    """The turn that is worked on a day: on a holiday only who sits there every day."""
    found = day_typed(day)
    kind = str(hours.kind_of(found, bureau.work_calendar())) if found else ""
    return kind if kind in {str(one) for one in Turn} else str(Turn.DAILY)


def _shown(week: Week, request: StaffRequest) -> dict[str, Any]:
    """What stands on the page and on paper."""
    first = week.days[0].day
    return {
        "one": week.site, "week": week, "monday": first, "sunday": week.days[-1].day, "now": request.now,
        "days": [(day.day, [hours.words((one,)) for one in day.sessions]) for day in week.days],
        "rows": [(row, [_cell(row.number, cell) for cell in row.cells]) for row in week.windows],
        "before": (first - timedelta(days=7)).isoformat(), "after": (first + timedelta(days=7)).isoformat(),
        "this": first.isoformat(), "today": china_date(request.now),
        "unfit": [_unfit(row) for row in week.unfit[:LISTED]], "unfit_all": len(week.unfit),
    }  # fmt: skip


def _cell(window: str, cell: halls.Cell) -> dict[str, Any]:
    seats = [(one, hours.words(((one.starts, one.ends),))) for one in cell.seats]
    gap = cell.lacking
    times = hours.words((gap,)) if gap else ""
    typed_times = times.replace("–", "-")
    return {"day": cell.day, "seats": seats, "lacking": times, "window": window, "times": typed_times}


def _unfit(row: UnfitRow) -> dict[str, Any]:
    monday = row.day - timedelta(days=row.day.weekday())
    return {"one": row, "time": hours.clock(row.start), "monday": monday.isoformat()}


def _shift(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    site.shift(request, code, rest, errors)


def _leave(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    kind = typed.chosen(errors, "kind", clean(request, "kind"), [str(one) for one in LeaveKind])
    part = typed.chosen(errors, "part", clean(request, "part") or str(Part.WHOLE), [str(one) for one in Part])
    first = typed.day(errors, "first", clean(request, "first"), needed=True)
    last = typed.day(errors, "last", clean(request, "last") or clean(request, "first"), needed=True)
    if errors or first is None or last is None:
        return
    cover = clean(request, "cover").strip()[:20]
    vacant = clean(request, "vacant") == "yes"
    try:
        actions.take_leave(
            request.actor, code, clean(request, "who").strip()[:20], kind, first, last, part=part,
            cover=cover, vacant=vacant, **typed.common(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind in {Kind.NOT_FOUND, Kind.FORBIDDEN}:
            raise
        mine = isinstance(error, NotAClerk) and str(error.facts.get("staff", "")).strip() != cover
        errors.refuse("who" if mine else _LEAVE.get(error.code, "cover"), error)


def _back(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    """销假. What is over already is no error: it was sent twice, or a colleague was first."""
    leave = read_id(rest) or 0
    try:
        actions.end_leave(request.actor, code, leave, **typed.common(request))
    except LeaveUnknown as error:
        errors.refuse("leaves", error)


_DO = {"shift": _shift, "leave": _leave, "back": _back}
