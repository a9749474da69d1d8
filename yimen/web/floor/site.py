"""One site as its keeper sees it: what it is, when it opens, its windows, who sits there."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules import hours
from yimen.rules.booking_terms import BOUNDS, BadTerms
from yimen.rules.calendar import china_date
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.hall.terms import Turn
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import read_id

from . import typed
from .sites import FACTS, LIST, run_site

DAYS = (
    gettext_noop("周一"), gettext_noop("周二"), gettext_noop("周三"), gettext_noop("周四"),
    gettext_noop("周五"), gettext_noop("周六"), gettext_noop("周日"),
)  # fmt: skip
WEEK = tuple(f"day{n}" for n in range(len(DAYS)))


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponse:
    """/floor/sites/<code>/: forms, told apart by `do`. An unknown site is 404."""
    one, errors = run_site(request, code), FormErrors()
    if request.method == "POST":
        verb, _dash, rest = clean(request, "do").partition(":")
        _DO.get(verb, _facts)(request, code, rest, errors)
        if not errors:
            messages.success(request, _("记下了。"))
            return redirect(f"{LIST}{code}/")
    today = china_date(request.now)
    said = {key: clean(request, key) for key in request.POST}
    facts = {
        **errors.shown(), "one": one, "once": once_token(), "typed": {**_begun(one), **said},
        "active": one.active, "always": one.always, "week": _week(one, said, errors),
        "days": [(row, hours.words(hours.check(row.sessions))) for row in halls.kept_days(code, today)],
        "windows": halls.kept_windows(code), "lines": halls.kept_lines(code),
        "shifts": _shifts(code, today),
        "turns": [(str(turn), _(turn.label)) for turn in Turn],
        "numbers": [(row.number, f"{row.number} {row.name}") for row in halls.kept_windows(code)],
        "terms": _numbers(code, said, errors), "crumbs": [(LIST, _("大厅")), ("", one.name)],
    }  # fmt: skip
    return render(request, "web/floor/site.html", facts, status=errors.status)


def _numbers(code: str, said: dict[str, str], errors: FormErrors) -> list[dict[str, str]]:
    """Each number of the booking rules as typed or kept, with its bounds in words."""
    kept, err = asdict(halls.booking_terms(code)), errors.shown()["err"]
    return [
        {
            "field": f"t_{key}", "label": _(bound.words), "value": said.get(f"t_{key}", str(kept[key])),
            "hint": _("{unit}，{low} 到 {high}").format(unit=_(bound.unit), low=bound.low, high=bound.high),
            "error": err.get(f"t_{key}", ""),
        }
        for key, bound in BOUNDS.items()
    ]  # fmt: skip


def _begun(one: Any) -> dict[str, str]:
    return {key: str(getattr(one, key) or "") for key in FACTS}


def _week(one: Any, said: dict[str, str], errors: FormErrors) -> list[tuple[str, str, str, str]]:
    """(field, day, hours as typed or kept, what is wrong) of each day."""
    err = errors.shown()["err"]
    kept = [hours.words(day, " ") for day in hours.check_week(one.week)]
    return [(field, _(DAYS[n]), said.get(field, kept[n]), err.get(field, "")) for n, field in enumerate(WEEK)]


def _shifts(code: str, today: Any) -> list[tuple[halls.ShiftRow, str]]:
    return [(row, hours.words(((row.starts, row.ends),))) for row in halls.shifts(code, today)]


def _facts(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    said: dict[str, Any] = {key: clean(request, key).strip() for key in FACTS}
    name, address = said.pop("name"), said.pop("address")
    active = clean(request, "active") != "false"
    typed.tried(
        errors,
        lambda: actions.change_site(
            request.actor, code, name, address, active=active, **said, **typed.common(request)
        ),
        "name",
    )


def _hours(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    week = [typed.sessions(errors, field, clean(request, field)) for field in WEEK]
    always = clean(request, "always") == "yes"
    if not errors:
        typed.tried(
            errors,
            lambda: actions.set_hours(request.actor, code, week, always=always, **typed.common(request)),
            WEEK[0],
        )


def _day(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    day = typed.day(errors, "date", clean(request, "date"), needed=True)
    found = typed.sessions(errors, "sessions", clean(request, "sessions"))
    if day is not None and not errors:
        words = clean(request, "words")
        typed.tried(
            errors,
            lambda: actions.set_site_day(request.actor, code, day, found, words, **typed.common(request)),
            "words",
        )


def _clear(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    day = typed.day(errors, "date", rest, needed=True)
    if day is not None:
        actions.clear_site_day(request.actor, code, day, **typed.common(request))


def shift(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    """One session a shift: who also sits there in the afternoon has a second one, or one over lunch."""
    number = typed.chosen(
        errors, "window", clean(request, "window"), [w.number for w in halls.kept_windows(code)]
    )
    turn = typed.chosen(errors, "turn", clean(request, "turn"), [str(one) for one in Turn])
    times = typed.sessions(errors, "times", clean(request, "times"))
    first = typed.day(errors, "from_day", clean(request, "from_day"))
    last = typed.day(errors, "to_day", clean(request, "to_day"))
    if not times:
        errors.add("times", _("请写从几点到几点，像“8:30-17:30”"))
    if not errors:
        starts, ends = times[0][0], times[-1][1]
        typed.tried(
            errors,
            lambda: actions.set_shift(
                request.actor, code, number, clean(request, "staff"), turn, starts, ends,
                from_day=first, to_day=last, **typed.common(request),
            ),
            "staff",
        )  # fmt: skip


def _line(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    minutes = clean(request, "minutes").strip()
    count = int(minutes) if minutes.isascii() and minutes.isdecimal() and len(minutes) < 4 else 0
    typed.tried(
        errors,
        lambda: actions.keep_line(
            request.actor, code, clean(request, "letter"), clean(request, "line_name"), count,
            **typed.common(request),
        ),
        "letter",
    )  # fmt: skip


def _end(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    shift = read_id(rest) or 0
    actions.end_shift(request.actor, code, shift, **typed.common(request))


def _terms(request: StaffRequest, code: str, rest: str, errors: FormErrors) -> None:
    said = {key: clean(request, f"t_{key}") for key in BOUNDS}
    try:
        actions.set_terms(request.actor, code, said, **typed.common(request))
    except BadTerms as error:
        errors.refuse(f"t_{error.facts['field']}", error)


_DO = {
    "terms": _terms,
    "facts": _facts,
    "hours": _hours,
    "day": _day,
    "clear": _clear,
    "shift": shift,
    "line": _line,
    "end": _end,
}
