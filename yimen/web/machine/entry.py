"""A display or kiosk is connected by a code; afterwards it says once a minute that it is there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yimen.hall import actions
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.devices import DeviceKind
from yimen.rules.limits import DEVICE_CODE
from yimen.web import limits
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import once_key
from yimen.web.visits import gently

from . import own
from .own import DeviceRequest


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponseBase:
    """/device/?code=: the code that connects this browser as a display or a kiosk; a connected one goes to
    its first page. With the code in the address no key is needed at the machine."""
    found, errors = own.device_of(request), FormErrors()
    typed = (clean(request, "code") or request.GET.get("code", "").replace("\x00", ""))[:20]
    if request.method == "POST":
        token = _token(request, typed, errors)
        if token:
            return own.keep(redirect(own.DOOR), token)
    elif found is not None and not typed:
        return redirect(own.HOMES[found.kind])
    facts = {**errors.shown(), "code": typed, "once": once_token(), "go": bool(typed) and not errors}
    answer = render(request, "web/machine/connect.html", facts, status=errors.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _token(request: HttpRequest, code: str, errors: FormErrors) -> str:
    limits.require_free(request, DEVICE_CODE)
    now = request.now  # type: ignore[attr-defined]
    try:
        return actions.join(code, now=now, once=once_key(request))
    except RuleBroken as error:
        limits.failed(request, DEVICE_CODE)
        errors.refuse("code", error)
        return ""


@require_POST
@own.at(*DeviceKind, page=False)
def beat(request: DeviceRequest) -> HttpResponse:
    """/device/beat/: I am there."""
    gently(actions.note_seen, request.device.id, now=request.now)
    return HttpResponse(status=204)
