"""证明是谁 at a kiosk: the number of the card, then the digits that came to the telephone, or a password."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.core import signing
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.accounts import queries as accounts
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules import people
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.hall import showing as rules
from yimen.rules.hall.devices import DeviceKind
from yimen.rules.limits import AT_KIOSK, KIOSK_CODE, SIGN_IN
from yimen.web import limits
from yimen.web.entrance.sign_in import failed, is_locked
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import once_key

from . import visit
from .kiosk import START, shown
from .kiosk_card import KEYS
from .own import DeviceRequest, at

#: What the page of a code is signed for; it holds as long as the code.
ASKED = "kiosk-code"
DIGITS = "1234567890"
#: Where one wanted to go → its address; anything else is the code of an item.
_WAYS = {"": visit.HOME, "my": "/my/", "book": f"{visit.HOME}book/", "results": f"{visit.HOME}results/"}
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _to(request: DeviceRequest) -> str:
    given = request.POST.get("to") or request.GET.get("to") or ""
    return given if re.fullmatch(r"[A-Za-z0-9\-]{1,40}", given, re.ASCII) else ""


def _way(to: str) -> str:
    return _WAYS.get(to) or f"/apply/{to.upper()}/"


def _page(request: DeviceRequest, template: str, errors: FormErrors, **more: Any) -> HttpResponse:
    to = _to(request)
    facts = {"to": to, "tail": f"?{urlencode({'to': to})}" if to else "", "keys": KEYS}
    return shown(request, template, {**facts, **errors.shown(), **more}, errors.status)


@_BOTH
@sensitive_post_parameters("number")
@at(DeviceKind.KIOSK)
def who(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/who/?to=: the number of the card, typed or by a reader that types. It is not shown again;
    the next page is the same whether anybody has this number."""
    errors = FormErrors()
    if request.method == "POST":
        code = _ask(request, errors)
        if code:
            token = signing.dumps([request.device.id, code, _to(request)], salt=ASKED)
            return redirect(f"{START}who/{token}/")
    return _page(request, "kiosk_who.html", errors)


def _number(request: DeviceRequest, errors: FormErrors) -> str:
    """The number of the card that was typed, "" with what is wrong noted; tries are counted by kiosk."""
    typed = clean(request, "number").strip()[:30]
    try:
        limits.count(request, AT_KIOSK, request.device.actor.label)
        return people.read_id_number(typed, china_date(request.now))
    except RuleBroken as error:
        errors.refuse("number", error)
        return ""


def _ask(request: DeviceRequest, errors: FormErrors) -> int:
    number = _number(request, errors)
    if not number:
        return 0
    try:
        limits.count(request, KIOSK_CODE, accounts.attempt_label(number))
        once = once_key(request)
        return actions.ask_show_code(request.device.actor, number, now=request.now, once=once).id
    except RuleBroken as error:
        errors.refuse("number", error)
        return 0


@_BOTH
@sensitive_post_parameters("code")
@at(DeviceKind.KIOSK)
def code(request: DeviceRequest, token: str) -> HttpResponseBase:
    """/device/kiosk/who/<token>/: the digits that came. They open a visit at this kiosk."""
    try:
        seconds = int(rules.VALID.total_seconds())
        device, asked, to = signing.loads(token[:300], salt=ASKED, max_age=seconds)
    except signing.BadSignature:
        return redirect(f"{START}who/")
    if device != request.device.id:
        return redirect(f"{START}who/")
    errors = FormErrors()
    if request.method == "POST" and _opened(request, asked, errors):
        return redirect(_way(to))
    demo = halls.shown_digits(asked) if settings.DEMO else ""
    facts = {"keys": DIGITS, "demo": demo, "minutes": seconds // 60, "to": to}
    return shown(request, "kiosk_code.html", {**facts, **errors.shown()}, errors.status)


def _opened(request: DeviceRequest, asked: int, errors: FormErrors) -> bool:
    typed = clean(request, "code").strip()[:20]
    if not typed:
        errors.add("code", _("请填验证码"))
        return False
    try:
        actor, once = request.device.actor, once_key(request)
        visit.begin(request, actions.show_by_code(actor, asked, typed, now=request.now, once=once))
    except RuleBroken as error:
        errors.refuse("code", error)
    return not errors


@_BOTH
@sensitive_post_parameters("number", "password")
@at(DeviceKind.KIOSK)
def password(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/who/password/?to=: number and password, for who has no telephone at hand."""
    errors = FormErrors()
    if request.method == "POST" and _by_password(request, errors):
        return redirect(_way(_to(request)))
    return _page(request, "kiosk_password.html", errors)


def _by_password(request: DeviceRequest, errors: FormErrors) -> bool:
    """A number that nobody has is tried and counted like any other, and takes as long."""
    number, typed = _number(request, errors), request.POST.get("password", "")
    if number and not typed:
        errors.add("password", _("请填密码"))
    if errors:
        return False
    found = accounts.account_of_number(number)
    login = found.login if found is not None else f"kiosk {number}"
    if is_locked(request, login, errors, "password"):
        return False
    limits.require_free(request, SIGN_IN)
    user = auth.authenticate(request, login=login, password=typed)
    if user is None:
        failed(request, login, errors, "password", rules.ShowFailed())
        return False
    try:
        visit.begin(request, user.pk)
    except RuleBroken as error:
        errors.refuse("password", error)
    return not errors
