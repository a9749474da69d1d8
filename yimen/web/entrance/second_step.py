"""My second step: set it up with an app, keep the recovery codes, renew them, turn it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.accounts import actions, codes, queries
from yimen.accounts.backend import BY_CODE
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import SECOND_STEP
from yimen.rules.masking import mask_phone
from yimen.rules.second_step import WrongCode, in_groups
from yimen.vault.qr import data_uri
from yimen.web import limits
from yimen.web.forms import FormErrors, clean, once_token, read_once, safe_next
from yimen.web.standing import keeps_seal, must_enrol

from . import proof
from .guard import signed_in
from .sign_in import enter

HERE = "/account/second-step/"


@never_cache
@signed_in
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The page, and its small forms told apart by `act`. Recovery codes stand in the answer, once."""
    errors = FormErrors()
    if request.method == "POST":
        answer = _carry_out(request, errors)
        if answer is not None:
            return answer
    step = queries.second_step_of(request.actor.account, request.now)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "step": step, "must": must_enrol(request), "next": safe_next(request, ""), "fresh": once_token,
        **_shown(request, step.secret), **proof.shown(request), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/entrance/second_step.html", context, status=errors.status)


def _shown(request: Any, secret: str) -> dict[str, str]:
    """The secret as a picture and in groups to be typed."""
    if not secret:
        return {}
    login = request.user.login
    label = login if request.actor.staff else mask_phone(login)
    return {"qr": data_uri(codes.address(secret, settings.SITE_NAME, label)), "words": in_groups(secret)}


def _carry_out(request: HttpRequest, errors: FormErrors) -> HttpResponse | None:
    """Do what was pressed; None where the page is to be shown again."""
    act = clean(request, "act")
    if act not in _ACTS:
        return redirect(HERE)
    verb, field = _ACTS[act]
    who = f"account:{request.actor.account}"  # type: ignore[attr-defined]
    limits.require_free(request, SECOND_STEP, who)
    try:
        return verb(request)
    except WrongCode as error:
        limits.failed(request, SECOND_STEP, who)
        errors.refuse(field, error)
    except RuleBroken as error:
        errors.refuse(field, error)
    return None


def _sent(request: Any) -> dict[str, Any]:
    return {"now": request.now, "once": read_once(request)}


def _begin(request: Any) -> HttpResponse:
    actions.begin_second_step(
        request.actor, proof.typed(request), since=proof.since(request), **_sent(request)
    )
    wanted = safe_next(request, "")
    return redirect(f"{HERE}?next={quote(wanted, safe='')}" if wanted else HERE)


def _confirm(request: Any) -> HttpResponse:
    """It counts now. All sessions ended with that; this browser gets a new one, which has the step."""
    made = actions.confirm_second_step(request.actor, clean(request, "code"), **_sent(request))
    user = queries.account(request.actor.account)
    request.session.flush()
    enter(request, user, BY_CODE)
    return _codes(request, made)


def _renew(request: Any) -> HttpResponse:
    return _codes(
        request, actions.renew_recovery_codes(request.actor, clean(request, "code"), **_sent(request))
    )


def _codes(request: Any, made: actions.Confirmed) -> HttpResponse:
    """The recovery codes, once: to be printed, or kept as a file of text."""
    shown = [f"{one[:5]}-{one[5:]}" for one in made.codes]
    head = _("{site} 备用码，账号 {name}，每个只能用一次").format(
        site=settings.SITE_NAME, name=request.actor.name
    )
    text = "\r\n".join([head, "", *shown, ""])
    facts = {"codes": shown, "file": f"data:text/plain;charset=utf-8,{quote(text)}"}
    return render(
        request, "web/entrance/recovery_codes.html", {**facts, "next": safe_next(request, "/account/")}
    )


def _end(request: Any) -> HttpResponse:
    code = clean(request, "code")
    actions.end_second_step(request.actor, code, custodian=keeps_seal(request), **_sent(request))
    messages.success(request, _("两步验证已经关掉，以后登录只要密码。"))
    return redirect("/account/")


#: What a form asks: the verb, and the field at which its refusal stands.
_ACTS: dict[str, tuple[Callable[[Any], HttpResponse], str]] = {
    "begin": (_begin, "password"),
    "confirm": (_confirm, "code"),
    "renew": (_renew, "renew"),
    "end": (_end, "end"),
}
