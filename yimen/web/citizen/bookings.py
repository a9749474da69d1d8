"""预约: choose a hall, a day and a time; one's bookings; another time, giving it back, the calendar file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.hall.queries import BookingRow, DayOffer
from yimen.rules.booking import BookingState, NotBookable
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.item import ItemSpec
from yimen.rules.tasks import ical
from yimen.web import hall
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.listing import day_typed
from yimen.web.templatetags.yimen_format import day as day_words
from yimen.web.words import said

from .draft import moment, who

LIST = "/my/bookings/"
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
@signed_in
def book(request: HttpRequest, code: str) -> HttpResponse:
    """/items/<code>/book/?site=&day=: first the hall, then day and time. An unknown item is 404."""
    page, errors = catalogue.item_page(code), FormErrors()
    rows = _taking(page.spec, moment(request))
    site = request.GET.get("site", "")
    chosen = next((row for row in rows if row["one"].code == site), None)
    if chosen is None:
        facts = {"spec": page.spec, "rows": rows}
        return render(request, "web/citizen/book_where.html", facts)
    if request.method == "POST":
        number = _take(request, errors, lambda day, start: actions.book(
            who(request), code, site, day, start, now=moment(request), once=read_once(request)
        ).number)  # fmt: skip
        if number:
            messages.success(request, _("约好了。"))
            return redirect(f"{LIST}{number}/")
    facts = {
        **_when(request, page.spec, site), **errors.shown(), "spec": page.spec, "row": chosen,
        "here": f"/items/{code}/book/?site={site}", "old": None,
        "terms": halls.booking_terms(site),
    }  # fmt: skip
    return render(request, "web/citizen/book.html", facts, status=errors.status)


def _taking(spec: ItemSpec, now: datetime) -> list[dict[str, Any]]:
    """The halls that take bookings for an item, who opens first before the others."""
    rows = [hall.row(one, now) for one in halls.serving_item(spec, now=now)]
    taking = halls.bookable_at(spec, [row["one"].code for row in rows])
    return [row for row in rows if row["one"].code in taking]


@_BOTH
@signed_in
def move(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bookings/<number>/move/?day=: another time at the same hall. What cannot be moved leads back."""
    old, errors = _own(request, number), FormErrors()
    if not old.may_change:
        return redirect(f"{LIST}{number}/")
    if request.method == "POST":
        made = _take(request, errors, lambda day, start: actions.rebook(
            who(request), number, day, start, now=moment(request), once=read_once(request)
        ).number)  # fmt: skip
        if made:
            messages.success(request, _("改好了，原来的名额已经退回。"))
            return redirect(f"{LIST}{made}/")
    spec = catalogue.item_page(old.item).spec
    row = {"one": {"name": old.site_name, "address": old.address}}
    facts = {
        **_when(request, spec, old.site), **errors.shown(), "spec": spec, "row": row,
        "here": f"{LIST}{number}/move/?site={old.site}", "old": old, "terms": old.terms,
    }  # fmt: skip
    return render(request, "web/citizen/book.html", facts, status=errors.status)


def _take(request: HttpRequest, errors: FormErrors, act: Any) -> str:
    """Carry out a booking with the day and time of the form; "" with what is wrong noted."""
    day, _colon, start = clean(request, "time").partition("T")
    found = day_typed(day)
    if found is None or not (start.isascii() and start.isdecimal() and len(start) < 5):
        errors.add("time", _("请选一个时间"))
        return ""
    try:
        return str(act(found, int(start)))
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        errors.refuse("time", error)
        return ""


def _when(request: HttpRequest, spec: ItemSpec, site: str) -> dict[str, Any]:
    """The days with what is free on each, and the times of the chosen one: the first with a free place."""
    try:
        days = halls.offer(spec, site, now=moment(request))
    except NotBookable:
        days = []
    asked = day_typed(request.GET.get("day", ""))
    day = next((one for one in days if one.day == asked), None)
    day = day or next((one for one in days if one.free), None)
    return {
        "days": [(one, day is not None and one.day == day.day) for one in days if one.slots],
        "day": day, "times": _times(day) if day else [], "once": once_token(),
    }  # fmt: skip


def _times(day: DayOffer) -> list[dict[str, Any]]:
    return [
        {
            "value": f"{day.day.isoformat()}T{one.start}", "id": one.start, "free": one.free,
            "words": hall.session_words(((one.start, one.end),)),
        }
        for one in day.slots
    ]  # fmt: skip


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """/my/bookings/: those to come first."""
    party = who(request).party
    rows = halls.my_bookings(party, now=moment(request)) if party is not None else []
    return render(request, "web/citizen/bookings.html", {"rows": [_shown(one) for one in rows]})


@require_safe
@signed_in
def one(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bookings/<number>/: where, when, what to bring."""
    row = _own(request, number)
    facts = {
        "row": row, "terms": row.terms, "shown": _shown(row), "bring": _bring(row), "once": once_token(),
        "crumbs": [(LIST, _("我的预约")), ("", number)],
    }  # fmt: skip
    return render(request, "web/citizen/booking.html", facts)


@require_POST
@signed_in
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Give the place back; why that cannot be done is told on the page."""
    try:
        actions.cancel_booking(who(request), number, now=moment(request), once=read_once(request))
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        messages.error(request, said(error))
    else:
        messages.success(request, _("取消了，名额已经退回。"))
    return redirect(f"{LIST}{number}/")


@require_safe
@signed_in
def calendar(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bookings/<number>/calendar.ics: for any calendar, with what to bring."""
    row = _own(request, number)
    words = _("预约号 {number}。请带：{what}").format(number=number, what=_("、").join(_bring(row)))
    made = ical.event(
        uid=f"{number}@{request.get_host()}", start=row.begins, end=row.ends,
        title=_("到大厅办“{item}”").format(item=row.item_name), place=f"{row.site_name} {row.address}",
        words=words, made=row.made_at,
    )  # fmt: skip
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _own(request: HttpRequest, number: str) -> BookingRow:
    """One's own booking. Raises BookingUnknown."""
    return halls.my_booking(who(request).party or 0, number, now=moment(request))


def _bring(row: BookingRow) -> list[str]:
    """What must be in the bag: the paper that says who one is, and the materials that are not spared."""
    spec = catalogue.item_page(row.item).spec
    named = [one.name for one in spec.materials if not one.exempt_by and one.when is None]
    return list(dict.fromkeys([_("本人身份证件"), *named]))


COLOURS = {
    BookingState.BOOKED: "blue", BookingState.CAME: "green", BookingState.CANCELLED: "grey",
    BookingState.MISSED: "red",
}  # fmt: skip


def _shown(row: BookingRow) -> dict[str, Any]:
    day: date = row.day
    return {
        "one": row, "url": f"{LIST}{row.number}/", "colour": COLOURS[row.state], "state": _(row.state.label),
        "time": hall.session_words(((row.start, row.end),)), "day": day_words(day),
    }  # fmt: skip
