"""My sessions: how long this one lasts, going on with it, ending it or others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.accounts import actions, queries
from yimen.web.forms import clean, read_once
from yimen.web.visits import seconds_left, span_of

from .guard import signed_in

LIST = "/account/#sessions"


def listed(request: Any) -> list[dict[str, Any]]:
    """The sessions of whoever asks, for the account page."""
    key = request.session.session_key
    rows = queries.sessions_of(request.actor.account, key, span_of(request.user), request.now)
    return [{"row": one, "family": _(one.browser[0]), "system": _(one.browser[1]) if one.browser[1] else ""}
            for one in rows]  # fmt: skip


@never_cache
@require_safe
def left(request: HttpRequest) -> JsonResponse:
    """Seconds that this session lasts without further use. Asking is no use of it."""
    return JsonResponse({"left": seconds_left(request)})


@never_cache
@require_POST
def stay(request: HttpRequest) -> JsonResponse:
    """Go on: that this was asked is the use of the session. Answers as `left`."""
    return JsonResponse({"left": seconds_left(request)})


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of my other sessions."""
    actions.end_session(request.actor, clean(request, "label"), now=request.now, once=read_once(request))  # type: ignore[attr-defined]
    messages.success(request, _("那一处登录已经退出。"))
    return redirect(LIST)


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of my sessions but this one."""
    done = actions.end_other_sessions(
        request.actor, request.session.session_key or "", now=request.now, once=read_once(request)  # type: ignore[attr-defined]
    )  # fmt: skip
    words = ngettext("别处的 {n} 个登录都退出了。", "别处的 {n} 个登录都退出了。", done.sessions)
    messages.success(request, words.format(n=done.sessions))
    return redirect(LIST)
