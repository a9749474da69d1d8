"""Staff pages: who may open them, the counters of the menu, and refusals that lead back to the page."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from yimen.cases import queries as cases
from yimen.rules.authority import Actor
from yimen.rules.desk import CORRECTION, HANDOUT, INTAKE
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.terms import Role
from yimen.web.forms import read_once
from yimen.web.words import said

View = Callable[..., HttpResponseBase]

#: What `cases.queries.counters` counts → the menu entry that shows it.
MENU_OF = {
    INTAKE: "/desk/intake/",
    CORRECTION: "/desk/corrections/",
    HANDOUT: "/desk/handout/",
    "review": "/review/",
}


class StaffRequest(HttpRequest):
    """A request behind the guard: the actor is known, the moment is set, the counters are read."""

    actor: Actor
    now: datetime
    counts: dict[str, int]
    menu_counts: dict[str, int]


def needs(*roles: Role) -> Callable[[View], View]:
    """Let in whoever holds one of the roles.

    Nobody signed in: to the sign-in page and back afterwards. Signed in without the role: 403 in plain words.
    """
    wanted = frozenset(str(role) for role in roles)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: Any, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.actor is None:
                back = request.get_full_path() if request.method == "GET" else request.path
                return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")
            if not wanted & request.actor.roles:
                return render(request, "web/403.html", status=403)
            request.counts = cases.counters(request.actor)
            request.menu_counts = {MENU_OF[k]: n for k, n in request.counts.items() if k in MENU_OF}
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def once_key(request: HttpRequest) -> str:
    """The key of one sending: the token of the page and what was sent. The same form sent twice has the same
    key and is carried out once; changed on a page gone back to, it is another request, told to be stale."""
    sent = sorted((k, v) for k, v in request.POST.lists() if k != "csrfmiddlewaretoken")
    return f"{read_once(request)[:40]}-{hashlib.sha256(repr(sent).encode()).hexdigest()[:24]}"


def refused(request: HttpRequest, error: RuleBroken, back: str) -> HttpResponseBase:
    """The page of a refusal with a link back to where the act was tried; what is not visible stays 404."""
    if error.kind is Kind.NOT_FOUND:
        raise error
    facts = {"words": said(error), "basis": error.basis, "code": error.code, "back": back}
    return render(request, "web/refused.html", facts, status=error.kind.value)
