"""Who calls: a bearer token with its scopes, or the session of a signed-in browser (with CSRF on writes)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from yimen.accounts import actions as accounts
from yimen.accounts import queries as who
from yimen.accounts.scopes import Scope
from yimen.limits.actions import count
from yimen.limits.visitor import address_of
from yimen.rules.authority import Actor
from yimen.rules.limits import API_OPEN, API_TOKEN

from .refusals import CsrfFailed, ScopeMissing

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Bearer(HttpBearer):
    """`Authorization: Bearer ym_…`. A token that does not work is an error, never a fall back to cookies."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The token's account. Raises AuthenticationError (401), ScopeMissing, TooMany."""
        found = who.caller(token, now_of(request)) if token else None
        if found is None:
            count(API_OPEN, address_of(request.META), now=now_of(request))
            raise AuthenticationError()
        actor = found.actor
        count(API_TOKEN, token, now=now_of(request))
        if self.scope not in actor.scopes:
            raise ScopeMissing(scope=str(self.scope))
        accounts.note_token_used(token, found.used_at, now=now_of(request))
        return actor


class Session(APIKeyCookie):
    """The browser's session: all that the person may do; writes carry X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The signed-in person, None where nobody is. Raises CsrfFailed."""
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor whom the middleware found for this session."""
        actor = cast("Actor | None", getattr(request, "actor", None))
        if actor is not None and request.method not in _SAFE and check_csrf(request):
            raise CsrfFailed()
        if actor is not None:
            count(API_TOKEN, actor.label, now=now_of(request))
        return actor


def needs(scope: Scope) -> list[Any]:
    """What an operation says: this scope by token, or a session."""
    return [Bearer(scope), Session()]


def actor_of(request: HttpRequest) -> Actor:
    """Who calls, once the door let them in."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]


def now_of(request: HttpRequest) -> datetime:
    """The moment of the request."""
    return cast(datetime, request.now)  # type: ignore[attr-defined]
