"""Which device asks: by its cookie, and by nothing else."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from yimen.hall import queries as halls
from yimen.hall.queries import OwnDevice
from yimen.rules.hall.devices import DeviceKind
from yimen.web.entrance.choices import remember

View = Callable[..., HttpResponseBase]
DOOR = "/device/"
#: Kind → its first page.
HOMES = {kind: f"{DOOR}{kind}/" for kind in DeviceKind}
#: What a browser keeps a cookie for at most, in seconds; it is written anew with every code.
KEPT_FOR = 400 * 24 * 3600


class DeviceRequest(HttpRequest):
    """A request behind the guard: the device is known, the moment is set."""

    device: OwnDevice
    now: datetime


def device_of(request: HttpRequest) -> OwnDevice | None:
    """The device that asks; None for none, or for one that was taken out of use."""
    return halls.device_of(request.COOKIES.get(settings.DEVICE_COOKIE, "")[:100])


def at(*kinds: DeviceKind, page: bool = True) -> Callable[[View], View]:
    """Let in a device of these kinds. Any other is led to where a code is typed; what no page shows (`page`
    False) is answered 401. No answer is kept by the browser: the next visitor must not read it."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: Any, *args: object, **kwargs: object) -> HttpResponseBase:
            found = device_of(request)
            if found is None or found.kind not in kinds:
                return redirect(DOOR) if page else HttpResponse(status=401)
            request.device = found
            answer = view(request, *args, **kwargs)
            answer.headers.setdefault("Cache-Control", "private, no-store")
            return answer

        return guarded

    return wrap


def keep(response: HttpResponse, token: str) -> HttpResponse:
    """Give a device its token: no script reads it, no other host gets it."""
    return remember(response, settings.DEVICE_COOKIE, token, seconds=KEPT_FOR)


def forget(response: HttpResponse, *names: str) -> HttpResponse:
    """Take cookies away from the browser."""
    for name in names:
        remember(response, name, "", seconds=0)
    return response


def ends_a_look(view: View) -> View:
    """Whoever comes to this page is through with what a kiosk showed them: going back finds it no more."""

    @functools.wraps(view)
    def ended(request: Any, *args: object, **kwargs: object) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if settings.SEEN_COOKIE in request.COOKIES and isinstance(answer, HttpResponse):
            forget(answer, settings.SEEN_COOKIE)
        return answer

    return ended
