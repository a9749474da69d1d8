"""At a kiosk with a card or a receipt: check in for an appointment; how far a case is."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.cases import queries as cases
from yimen.hall import actions
from yimen.rules.authority import NotVisible
from yimen.rules.booking import NoneHere
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.devices import DeviceKind
from yimen.rules.limits import AT_KIOSK, TRACK_ADDRESS, TRACK_CASE
from yimen.rules.numbers import BadCaseNumber, check_number
from yimen.vault import qr
from yimen.web import limits
from yimen.web.citizen import shown as citizen
from yimen.web.entrance.choices import remember
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import once_key

from .kiosk import START, shown
from .own import DeviceRequest, at

#: What a token that shows a case at a kiosk is signed for, and how many seconds it holds: whoever comes next
#: and presses "back" finds nothing.
SHOWN, SHOWN_FOR = "kiosk-case", 120
#: What numbers of people, bookings and cases are made of.
KEYS = "1234567890XY"
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
@at(DeviceKind.KIOSK)
def card(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/card/: the number of the card, typed or by a reader that types, or that of the booking;
    who has an appointment here today gets their number. It is not shown again, not even after a mistake."""
    errors, none = FormErrors(), False
    if request.method == "POST":
        try:
            limits.count(request, AT_KIOSK, request.device.actor.label)
            done = actions.check_in_here(
                request.device.actor, clean(request, "number").strip()[:30], now=request.now,
                once=once_key(request),
            )  # fmt: skip
        except NoneHere as error:
            none = True
            errors.refuse("number", error)
        except RuleBroken as error:
            errors.refuse("number", error)
        else:
            return redirect(f"{START}tickets/{done.key}/")
    return shown(request, "kiosk_card.html", {**errors.shown(), "none": none, "keys": KEYS}, errors.status)


@_BOTH
@at(DeviceKind.KIOSK)
def ask(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/progress/: number and query code of a receipt."""
    errors, typed = FormErrors(), clean(request, "number").strip()[:60]
    if request.method == "POST":
        number = _found(request, typed, clean(request, "code").strip()[:20], errors)
        if number:
            seen = secrets.token_urlsafe(16)
            shows = redirect(f"{START}progress/{_token(request, number, seen)}/")
            return remember(shows, settings.SEEN_COOKIE, seen, seconds=SHOWN_FOR)
    return shown(
        request, "kiosk_progress.html", {**errors.shown(), "number": typed, "keys": KEYS}, errors.status
    )


def _found(request: DeviceRequest, typed: str, code: str, errors: FormErrors) -> str:
    """The number of a case whose code was right, else "" with what is wrong noted."""
    try:
        number = check_number(typed)
        limits.require_free(request, TRACK_ADDRESS)
        limits.require_free(request, TRACK_CASE, number)
        cases.track(number, code, now=request.now)
        return number
    except BadCaseNumber as error:
        errors.refuse("number", error)
    except NotVisible:
        limits.failed(request, TRACK_ADDRESS)
        limits.failed(request, TRACK_CASE, number)
        errors.add("number", _("编号和查询码对不上，请照着回执再填一遍"))
    return ""


def _token(request: DeviceRequest, number: str, seen: str) -> str:
    return signing.dumps([request.device.id, number, seen], salt=SHOWN)


@require_safe
@at(DeviceKind.KIOSK)
def progress(request: DeviceRequest, token: str) -> HttpResponseBase:
    """/device/kiosk/progress/<token>/: the state of one case, at this kiosk alone: for two minutes, or until
    somebody goes back to the start."""
    try:
        device, number, seen = signing.loads(token[:300], salt=SHOWN, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return redirect(f"{START}progress/")
    if device != request.device.id or seen != request.COOKIES.get(settings.SEEN_COOKIE):
        return redirect(f"{START}progress/")
    return shown(request, "kiosk_case.html", _case(request, number))


def _case(request: DeviceRequest, number: str) -> dict[str, Any]:
    found = cases.tracked(number, now=request.now)
    return {
        "found": found, "now": request.now,
        "clock": citizen.clock(found.state, found.reading, found.left, found.due_at),
        "qr": qr.data_uri(qr.public_address(f"/track/?number={number}")),
    }  # fmt: skip
