"""自助机: choose, take a number, see it and have it on paper. Nothing here knows who stands before it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.hall.devices import BEAT, IDLE, IDLE_WARNING, DeviceKind
from yimen.rules.limits import budget
from yimen.rules.queueing.terms import GreenReason, TicketSource, TicketState
from yimen.vault import qr
from yimen.web import hall as words
from yimen.web import limits
from yimen.web.forms import clean, once_token
from yimen.web.guard import once_key
from yimen.web.hall import range_words
from yimen.web.look import mode_of
from yimen.web.words import said

from . import own, visit
from .own import DeviceRequest, at

START = "/device/kiosk/"
#: So many queues stand on the first page; the rest is one touch away.
SHOWN = 6
#: So many matters are offered to tick.
OFFERED = 12


def shown(request: DeviceRequest, template: str, facts: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the kiosk with what all of them need: how long nobody may touch it."""
    pace = {**pace_of(request), "device": request.device, "start": START}
    return render(request, f"web/machine/{template}", {**pace, "once": once_token(), **facts}, status=status)


def pace_of(request: HttpRequest) -> dict[str, Any]:
    """How long a kiosk waits for a touch, how long before it warns (seconds), how often it says that it is
    there (milliseconds)."""
    slow = 2 if mode_of(request) == "elder" else 1
    return {
        "idle": round(IDLE.total_seconds()) * slow, "warning": round(IDLE_WARNING.total_seconds()) * slow,
        "beat": round(BEAT.total_seconds() * 1000),
    }  # fmt: skip


def turned_down(request: DeviceRequest, error: RuleBroken) -> HttpResponse:
    """A refusal in large letters, with the way back to the start. What is not there stays 404."""
    if error.kind is Kind.NOT_FOUND:
        raise error
    facts = {"words": said(error), "basis": error.basis}
    return shown(request, "kiosk_refused.html", facts, error.kind.value)


@require_safe
@at(DeviceKind.KIOSK)
@own.ends_a_look
def start(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/?fresh=: what may be done here. `fresh`: the visitor before has gone, and with them the
    language and the size of the letters."""
    if "fresh" in request.GET:
        visit.end(request)
        return own.forget(redirect(START), settings.MODE_COOKIE, settings.LANG_COOKIE)
    if getattr(request, "visit", None) is not None:
        return redirect(visit.HOME)
    if request.device.always:
        return shown(request, "kiosk_start.html", {"always": True})
    facts, more = _queues(request), ""
    if len(facts["rows"]) > SHOWN:
        more = _("、").join(row["name"] for row in facts["rows"][SHOWN - 1 :])
        facts["rows"] = facts["rows"][: SHOWN - 1]
    return shown(request, "kiosk_start.html", {**facts, "more": more})


@require_safe
@at(DeviceKind.KIOSK)
def lines(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/lines/: all queues of the hall."""
    return shown(request, "kiosk_lines.html", _queues(request))


def _queues(request: DeviceRequest) -> dict[str, Any]:
    site = request.device.site
    found = halls.waits(site, request.now)
    opens = halls.opens_at(site, request.now)
    rows = [
        {"letter": letter, "name": name, "ahead": wait.ahead, "range": range_words(wait)}
        for letter, name, wait in found
    ]
    return {
        "rows": rows, "people": sum(wait.ahead for _letter, _name, wait in found),
        "opens": words.opens_words(opens, request.now)[0], "open": opens is not None and opens.now,
    }  # fmt: skip


@require_safe
@at(DeviceKind.KIOSK)
def green(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/green/?why=: the reason for the green lane, then the queue."""
    why = request.GET.get("why", "")
    chosen = why if why in {str(one) for one in GreenReason} else ""
    facts = {
        "reasons": [(str(one), _(one.label)) for one in GreenReason], "why": chosen, **_queues(request),
    }  # fmt: skip
    return shown(request, "kiosk_green.html", facts)


@require_safe
@at(DeviceKind.KIOSK)
def matters(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/matters/: several matters on one number."""
    rows = catalogue.popular(limit=OFFERED)
    return shown(request, "kiosk_matters.html", {"items": [(one.code, one.name) for one in rows]})


@require_POST
@at(DeviceKind.KIOSK)
def number(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/number/: take a number, for a queue or for the matters ticked."""
    items = [one[:40] for one in request.POST.getlist("item")]
    try:
        limits.count(request, *budget(None, request.device.actor.label, ""))
        done = actions.take(
            request.device.actor, request.device.site, letter="" if items else clean(request, "line")[:2],
            items=items, green=clean(request, "green")[:10], source=str(TicketSource.KIOSK), now=request.now,
            once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return turned_down(request, error)
    return redirect(f"{START}tickets/{done.key}/")


@require_safe
@at(DeviceKind.KIOSK)
def ticket(request: DeviceRequest, key: str) -> HttpResponseBase:
    """/device/kiosk/tickets/<key>/: the number, large; its paper comes out; the way to follow it by phone.
    A number of another hall, or one that is over, is 404."""
    one = halls.own_ticket(key, request.now)
    if one.site != request.device.site or one.row.state is not TicketState.WAITING:
        return redirect(START)
    facts = {
        "own": one, "row": one.row, "ahead": one.wait.ahead if one.wait is not None else 0,
        "range": range_words(one.wait) if one.wait is not None else "", "now": request.now,
        "qr": qr.data_uri(qr.public_address(f"/tickets/{key}/")), "long": len(one.row.number) > SHOWN - 2,
    }  # fmt: skip
    return shown(request, "kiosk_ticket.html", facts)
