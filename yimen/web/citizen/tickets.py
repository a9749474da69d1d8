"""取号 on a telephone: choose what to have done, take a number, follow the place in line by its link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.hall.queries import OwnTicket, SiteRow
from yimen.limits.visitor import address_of
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import budget
from yimen.rules.queueing.posts import require_hours
from yimen.rules.queueing.terms import GreenReason, TicketState
from yimen.web import limits
from yimen.web.forms import clean, once_token
from yimen.web.guard import once_key, refused
from yimen.web.hall import range_words
from yimen.web.words import said

from .draft import moment

#: So many matters are offered to tick; more are told at the window.
OFFERED = 8
#: State → the colour of its tag.
COLOURS = {
    TicketState.WAITING: "blue", TicketState.CALLED: "red", TicketState.SERVING: "green",
    TicketState.HELD: "amber", TicketState.MISSED: "amber",
}  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    """Who is signed in; a number needs nobody to be."""
    return request.actor or SYSTEM  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, code: str) -> HttpResponseBase:
    """/halls/<code>/number/?item=: what one comes for, and a number for it. An unknown site is 404."""
    if request.method == "POST":
        return _taken(request, code)
    now, actor = moment(request), _actor(request)
    page = halls.site_page(code, now=now)
    mine = halls.my_tickets(actor.party, now) if actor.party is not None else []
    asked = request.GET.get("item", "")[:40]
    facts = {
        "page": page, "shut": _shut(page.row, now), "mine": mine, "asked": asked,
        "items": _offered(asked), "once": once_token(),
        "lines": [(letter, name, range_words(one)) for letter, name, one in halls.waits(code, now)],
        "reasons": [(str(one), _(one.label)) for one in GreenReason],
        "crumbs": [("/halls/", _("办事大厅")), (f"/halls/{code}/", page.row.name), ("", _("取号"))],
    }  # fmt: skip
    return render(request, "web/citizen/number.html", facts)


def _shut(row: SiteRow, now: datetime) -> str:
    """Why no number is given now, "" where one is."""
    try:
        require_hours(row.opens, now)
    except RuleBroken as error:
        return said(error)
    return ""


def _offered(asked: str) -> list[tuple[str, str]]:
    """The matters to tick: the one that led here, then those most often filed. An unknown one is 404."""
    first = [(asked, catalogue.item_page(asked).spec.name)] if asked else []
    rows = [(one.code, one.name) for one in catalogue.popular(limit=OFFERED)]
    return first + [one for one in rows if one[0] != asked]


def _taken(request: HttpRequest, code: str) -> HttpResponseBase:
    limits.count(request, *budget(_actor(request).account, "", address_of(request.META)))
    items = [one[:40] for one in request.POST.getlist("item")]
    try:
        done = actions.take(
            _actor(request), code, letter="" if items else clean(request, "line")[:2], items=items,
            green=clean(request, "green")[:10], now=moment(request), once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, f"/halls/{code}/number/")
    return redirect(f"/tickets/{done.key}/")


@require_safe
def ticket(request: HttpRequest, key: str) -> HttpResponse:
    """/tickets/<key>/: the place in line, who calls, where to go. It looks again by itself."""
    facts = _shown(request, key)
    return render(request, "web/citizen/ticket.html", {**facts, "once": once_token()})


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """/tickets/<key>/print/: the ticket on paper."""
    return render(request, "web/citizen/ticket_print.html", _shown(request, key))


@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponseBase:
    """不等了."""
    try:
        actions.leave(_actor(request), key, now=moment(request), once=once_key(request))
    except RuleBroken as error:
        return refused(request, error, f"/tickets/{key}/")
    return redirect(f"/tickets/{key}/")


def _shown(request: HttpRequest, key: str) -> dict[str, Any]:
    own: OwnTicket = halls.own_ticket(key, moment(request))
    state = own.row.state
    return {
        "own": own, "row": own.row, "colour": COLOURS.get(state, "grey"), "now": moment(request),
        "range": range_words(own.wait) if own.wait is not None else "",
        "ahead": own.wait.ahead if own.wait is not None else 0,
        "running": state in COLOURS, "may_leave": state in {TicketState.WAITING, TicketState.MISSED},
        "crumbs": [("/halls/", _("办事大厅")), (f"/halls/{own.site}/", own.site_name), ("", own.row.number)],
    }  # fmt: skip
