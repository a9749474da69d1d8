"""A visit at a kiosk: a session of an applicant that belongs to one device and opens a few addresses only.

Denied by default: what is not named here leads back to the visit's first page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yimen.accounts import actions, queries
from yimen.accounts.backend import AT_KIOSK
from yimen.catalogue import queries as catalogue
from yimen.hall import queries as halls
from yimen.hall.queries import OwnDevice
from yimen.rules.hall import showing as rules
from yimen.rules.hall.devices import DeviceKind
from yimen.rules.masking import mask_name
from yimen.web.visits import gently, note_place

from . import own

Respond = Callable[[HttpRequest], HttpResponse]
#: Where a session keeps at which device it was opened.
KEPT = "kiosk"
START, HOME = "/device/kiosk/", "/device/kiosk/me/"
#: Names of the addresses that a visit opens: of the kiosk, and the applicant's own, drawn in its frame.
OPEN = frozenset({
    "kiosk", "kiosk-me", "kiosk-end", "kiosk-book", "kiosk-results", "kiosk-self", "kiosk-number",
    "kiosk-ticket", "kiosk-help", "device-beat", "device-away", "device-worker", "language",
    "start", "go-on", "questions", "form", "materials", "material-phone", "material-phone-news", "check",
    "drop", "done", "receipt", "delivery", "pledge", "my", "case", "paper", "book", "my-bookings",
    "my-booking", "my-booking-move", "my-booking-cancel",
})  # fmt: skip
#: Behind these one stood a moment ago: who goes back to them is not told that they do not open here.
_BEFORE = frozenset({"home", "items", "guide", "login"})


@dataclass(frozen=True)
class VisitAt:
    """A visit that holds: at which device, for whom (masked), and the seconds until it ends by itself."""

    device: OwnDevice
    name: str
    seconds: int


class KioskVisits:
    """Ends a visit that is over, or that left its kiosk, before anybody acts by it; keeps it to its pages."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: Any) -> HttpResponse:
        request.visit = None
        if not request.user.is_authenticated or KEPT not in request.session:
            return self.respond(request)
        device = own.device_of(request)
        seconds = _seconds(request, device)
        if device is None or seconds <= 0:
            return _over(request, device)
        request.visit = VisitAt(device, mask_name(request.actor.name), seconds)
        return self.respond(request)

    def process_view(self, request: Any, _view: object, _args: object, kwargs: Any) -> HttpResponse | None:
        """Lead what is not opened in a visit back to its first page, and at a kiosk without one everything
        to its start: nobody signs in there in any other way."""
        name = request.resolver_match.view_name
        if request.visit is None:
            return redirect(START) if not _alone(name) and _is_kiosk(request) else None
        if opens(name, kwargs):
            return None
        return redirect(HOME if name in _BEFORE else f"{HOME}?{urlencode({'no': 1})}")


def opens(name: str, kwargs: Any) -> bool:
    """Whether a visit opens the address of this name; of items only those that a machine takes in."""
    if name == "start":
        return any(one.code == kwargs["code"] for one in catalogue.for_machines())
    return name in OPEN


def _alone(name: str) -> bool:
    """Whether a kiosk opens this address to nobody in particular."""
    return name.startswith(("kiosk", "device")) or name in {"language", "mode", "health"}


def _is_kiosk(request: Any) -> bool:
    """Whether it is a kiosk that asks, and nobody. Who keeps the hall and tries a kiosk in their own browser
    stays signed in."""
    if request.user.is_authenticated or settings.DEVICE_COOKIE not in request.COOKIES:
        return False
    device = own.device_of(request)
    return device is not None and device.kind is DeviceKind.KIOSK


def holds(device: int, started: datetime, seen: datetime, now: datetime) -> bool:
    """Whether the visit that was opened at this device still holds there, whoever asks."""
    here = device if halls.in_use(device) else None
    return bool(rules.left(rules.Visit(device, started, seen), here, now))


def _seconds(request: Any, device: OwnDevice | None) -> int:
    """Until the whole time is over; 0 where the visit holds no longer, or not in this browser."""
    session = request.session
    if session.started_at is None or session.seen_at is None:
        return 0
    visit = rules.Visit(session[KEPT], session.started_at, session.seen_at)
    here = device.id if device is not None and device.kind is DeviceKind.KIOSK else None
    if not rules.left(visit, here, request.now):
        return 0
    return int((visit.started + rules.LONGEST - request.now).total_seconds())


def _over(request: Any, device: OwnDevice | None) -> HttpResponse:
    why = "unused" if device is not None and device.id == request.session[KEPT] else "device"
    gently(actions.end_unused, request.actor, request.session.session_key, now=request.now, why=why)
    request.session, request.user, request.actor = type(request.session)(), AnonymousUser(), None
    return cleared(redirect(f"{START}?fresh=1" if device is not None else own.DOOR))


def begin(request: Any, account: int) -> None:
    """Open a visit for this account at the device that asks. Raises ShowElsewhere."""
    user = queries.account(account)
    if user is None:
        raise rules.ShowCodeExpired()
    rules.require_simple(user.second_step_at is not None, user.must_change)
    request.session.flush()
    auth.login(request, user, backend=AT_KIOSK)
    request.session[KEPT] = request.device.id
    request.session.set_expiry(int(rules.LONGEST.total_seconds()))
    note_place(request)
    request.actor = queries.actor_of(user, request.now)
    actions.note_sign_in(request.actor, now=request.now, device=request.device.id)


def end(request: Any) -> None:
    """End the visit, if there is one: nothing of it stays in the session."""
    if getattr(request, "visit", None) is None:
        return
    actions.note_sign_out(request.actor, now=request.now)
    auth.logout(request)
    request.visit, request.actor = None, None


def cleared(response: HttpResponse) -> HttpResponse:
    """The visitor has gone, and with them the language, the size of the letters and what the browser kept."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return own.forget(response, settings.MODE_COOKIE, settings.LANG_COOKIE)
