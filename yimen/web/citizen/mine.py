"""My cases and my messages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import InboxRow, MessageRow
from yimen.rules.lifecycle import ENDED, FINAL, OPEN
from yimen.rules.terms import Role, State
from yimen.web.entrance.guard import signed_in
from yimen.web.words import fill

from .draft import moment, who

PAGE = 30
_TODO = frozenset({State.CORRECTION, State.SUPPLEMENT, State.ISSUED})
#: Refused is over for the applicant, though the decision has still to be handed out.
_OVER = ENDED | FINAL | {State.REFUSED}
#: States in which the days left concern the applicant; while a procedure stops the clock they say nothing.
_TIMED = OPEN - {State.SUSPENDED}
#: What the facts of a message may name → its page; the first that is named counts.
PLACES = {
    "check": "/my/promises/{}/",
    "licence": "/my/licences/{}/",
    "booking": "/my/bookings/{}/",
    "visit": "/help-me/",
}


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else None


@require_safe
@signed_in
def my(request: HttpRequest) -> HttpResponse:
    """/my/: what I must do, what I have not finished, what runs, what is over; newest first.

    A helper has a list of their own.
    """
    if str(Role.HELPER) in who(request).roles:
        return redirect("helper")
    before = _before(request)
    calendar = bureau.work_calendar()
    rows = cases.my_cases(who(request), calendar, now=moment(request), before=before, limit=PAGE)
    shown = rows[:PAGE]
    facts = {
        "groups": _groups(shown), "count": len(shown), "unread": cases.unread(who(request)),
        "next": f"/my/?before={shown[-1].id}" if len(rows) > PAGE else "", "first": before is None,
        "staff": who(request).party is None, "timed": _TIMED,
    }  # fmt: skip
    return render(request, "web/citizen/my.html", facts)


def _groups(rows: list[InboxRow]) -> list[dict[str, Any]]:
    parts: dict[str, list[InboxRow]] = {"todo": [], "drafts": [], "running": [], "over": []}
    for row in rows:
        parts[_part(row.state)].append(row)
    names = {"todo": _("要我办的"), "drafts": _("没填完的"), "running": _("正在办的"), "over": _("办完的")}
    return [{"id": key, "title": names[key], "rows": found} for key, found in parts.items() if found]


def _part(state: State) -> str:
    if state is State.DRAFT:
        return "drafts"
    if state in _TODO:
        return "todo"
    return "over" if state in _OVER else "running"


def _place(one: MessageRow) -> str:
    """Where a message leads: to what its facts name, else to the case."""
    named = [place.format(one.facts[key]) for key, place in PLACES.items() if one.facts.get(key)]
    return named[0] if named else f"/cases/{one.case}/"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_messages(request: HttpRequest) -> HttpResponse:
    """/my/messages/: what was told to me, newest first; one button marks all as read."""
    if request.method == "POST":
        actions.read_messages(who(request), now=moment(request))
        return redirect("my-messages")
    rows = cases.messages(who(request), before=_before(request), limit=PAGE)
    shown = rows[:PAGE]
    facts = {
        "rows": [{"row": one, "words": fill(one.text, one.facts), "href": _place(one)} for one in shown],
        "next": f"/my/messages/?before={shown[-1].id}" if len(rows) > PAGE else "",
        "unread": cases.unread(who(request)),
    }
    return render(request, "web/citizen/messages.html", facts)
