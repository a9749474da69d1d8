"""叫号: the window of a clerk, the visitor who is there, and all that may be done with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.hall.queries import OwnWindow, TicketRow
from yimen.parties import queries as parties
from yimen.rules.desk import window_regions
from yimen.rules.errors import RuleBroken
from yimen.rules.queueing.terms import GreenReason, Lane, TicketSource, TicketState
from yimen.rules.queueing.tickets import CALLS_BEFORE_MISS
from yimen.rules.terms import Role
from yimen.web.forms import clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import read_id
from yimen.web.window.counter import note_found
from yimen.web.window.opening import to_open

HERE = "/desk/window/"
#: So many of those who wait stand beside the visitor.
SHOWN = 8
#: The word of a button → what it does with one ticket, and what is said afterwards ("" nothing).
TICKET_ACTS: dict[str, tuple[Callable[..., actions.Moved], str]] = {
    "recall": (actions.recall, gettext_noop("又叫了一次 {number} 号。")),
    "start": (actions.start, ""),
    "miss": (actions.miss, gettext_noop("{number} 号过号了。人来了可以重排。")),
    "put_back": (actions.put_back, gettext_noop("{number} 号放回队里了，还在原来的位置。")),
    "hold": (actions.hold, gettext_noop("{number} 号暂离了。人回来点“接着办理”。")),
    "resume": (actions.resume, ""),
    "finish": (actions.finish, gettext_noop("{number} 号办完了。")),
    "requeue": (actions.requeue, gettext_noop("{number} 号重新排队，再叫 3 个就轮到。")),
    "gone": (actions.gone, gettext_noop("{number} 号记成离开了。")),
}
WINDOW_ACTS: dict[str, Callable[..., object]] = {
    "pause": actions.pause_window, "close": actions.close_window, "call": actions.call_next,
}  # fmt: skip


@needs(Role.CLERK)
@require_safe
def page(request: StaffRequest) -> HttpResponseBase:
    """/desk/window/: one's window with the visitor who is there; without one, the windows to open."""
    own = halls.own_window(request.actor.staff, request.now)
    facts: dict[str, Any] = {"own": own, "once": once_token(), "reasons": _reasons()}
    facts["helps"] = halls.help_calls(window_regions(request.actor.posts))
    if own is None:
        facts |= to_open(request)
    else:
        facts |= _shown(own, request)
    return render(request, "web/window/numbers.html", facts)


def _shown(own: OwnWindow, request: StaffRequest) -> dict[str, Any]:
    """What stands on the page of an open window."""
    rows = [_waits(one, request) for one in own.waiting[:SHOWN]]
    now, longest = own.current, own.longest
    return {
        "current": now, "left": max(0, CALLS_BEFORE_MISS - now.calls) if now else 0, "rows": rows,
        "more": own.in_line - len(rows), "n": own.in_line,
        "longest": _minutes(longest, request) if longest else 0,
        "mean": round(own.service.total_seconds() / 60),
        "waited": _waits(now, request)["minutes"] if now else 0, "party": _party(now),
        "serving": now is not None and now.state is TicketState.SERVING,
    }  # fmt: skip


def _party(ticket: TicketRow | None) -> parties.PartyView | None:
    """Whose number it is, where that is known."""
    found = parties.party(ticket.party) if ticket is not None and ticket.party is not None else None
    return parties.masked(found) if found is not None else None


def _waits(one: TicketRow, request: StaffRequest) -> dict[str, Any]:
    minutes = _minutes(one.arrived, request)
    tag = one.green or (Lane.BOOKED.label if one.lane is Lane.BOOKED else "")
    return {"one": one, "minutes": minutes, "tag": tag}


def _minutes(since: datetime, request: StaffRequest) -> int:
    return max(0, int((request.now - since).total_seconds() // 60))


def _reasons() -> list[tuple[str, str]]:
    return [(str(one), _(one.label)) for one in GreenReason]


@needs(Role.CLERK)
@require_POST
def do(request: StaffRequest) -> HttpResponseBase:
    """/desk/window/do/: one act, named by `do`; the ticket by its row. What is refused says why."""
    what = clean(request, "do")
    try:
        _carry_out(request, what)
    except RuleBroken as error:
        return refused(request, error, HERE)
    return redirect(HERE)


def _carry_out(request: StaffRequest, what: str) -> None:
    common: dict[str, Any] = {"now": request.now, "once": once_key(request)}
    if what in TICKET_ACTS:
        verb, words = TICKET_ACTS[what]
        done = verb(request.actor, _ticket(request), **common)
        if what == "start":
            _note_visitor(request)
        if words:
            messages.success(request, _(words).format(number=done.number))
    elif what in WINDOW_ACTS:
        WINDOW_ACTS[what](request.actor, **common)
    elif what == "help":
        actions.give_help(request.actor, _row_of(request, "device"), **common)
        messages.success(request, _("好的，请过去帮一下。"))
    elif what == "transfer":
        _transfer(request, common)
    elif what == "give":
        _give(request, common)
    else:
        site, _colon, number = what.removeprefix("open:").partition("/")
        actions.open_window(request.actor, site, number, **common)


def _transfer(request: StaffRequest, common: dict[str, Any]) -> None:
    kind, _colon, name = clean(request, "to").partition(":")
    to: dict[str, Any] = {"window": name} if kind == "w" else {"letter": name}
    done = actions.transfer(request.actor, _ticket(request), **to, **common)
    messages.success(request, _("{number} 号转过去了，取号时间不变。").format(number=done.number))


def _give(request: StaffRequest, common: dict[str, Any]) -> None:
    """A number given at reception."""
    site, _slash, letter = clean(request, "line").partition("/")
    done = actions.take(
        request.actor, site, letter=letter, green=clean(request, "green"),
        source=str(TicketSource.RECEPTION), **common,
    )  # fmt: skip
    messages.success(request, _("给了 {number} 号。").format(number=done.number))


def _note_visitor(request: StaffRequest) -> None:
    """Who took the number signed in stands at this counter now: their pages open, on record as a search."""
    visitor = halls.serving(request.actor.staff, request.now)
    if visitor is not None and visitor.party is not None:
        note_found(request, [visitor.party])


def _ticket(request: StaffRequest) -> int:
    return _row_of(request, "ticket")


def _row_of(request: StaffRequest, field: str) -> int:
    return read_id(clean(request, field)) or 0
