"""API tokens of offices and enterprises: made here, shown once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yimen.accounts import actions
from yimen.accounts.scopes import Scope
from yimen.rules.errors import RuleBroken
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.standing import keeps_seal

from .account import may_have_tokens
from .guard import signed_in

_FIELD = {"token.scopes": "scopes", "token.days": "days"}


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token. The answer to the form shows its secret, once."""
    if not may_have_tokens(request):
        raise Http404
    errors = FormErrors()
    made = _make(request, errors) if request.method == "POST" else None
    if made is not None:
        return render(request, "web/entrance/token_made.html", {"secret": made.secret})
    context: dict[str, Any] = {
        "typed": {"name": clean(request, "name"), "days": clean(request, "days") or "90"},
        "chosen": request.POST.getlist("scopes"),
        "scopes": [(str(scope), f"{_(scope.label)} · {scope}") for scope in Scope],
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/entrance/token.html", context, status=errors.status)


def _make(request: HttpRequest, errors: FormErrors) -> actions.TokenMade | None:
    days = clean(request, "days").strip()
    if not days.isdecimal() or len(days) > 4:
        errors.add("days", _("有效天数要填整数，比如 90"))
        return None
    chosen = request.POST.getlist("scopes")
    try:
        return actions.make_token(
            request.actor, clean(request, "name"), chosen, int(days), custodian=keeps_seal(request),  # type: ignore[attr-defined]
            now=request.now, once=read_once(request),  # type: ignore[attr-defined]
        )  # fmt: skip
    except RuleBroken as error:
        errors.refuse(_FIELD.get(error.code, "name"), error)
        return None


@signed_in
@require_POST
def end_token(request: HttpRequest, token: int) -> HttpResponse:
    """End one of my tokens."""
    actions.revoke_token(request.actor, token, now=request.now, once=read_once(request))  # type: ignore[attr-defined]
    messages.success(request, _("令牌已经吊销。"))
    return redirect("/account/#tokens")
