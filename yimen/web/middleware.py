"""What every page needs: its language, who acts, and one place where refusals become answers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from yimen.accounts import queries as accounts
from yimen.rules.authority import Actor
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import FORMS, TooMany
from yimen.web import limits
from yimen.web.words import said

Respond = Callable[[HttpRequest], HttpResponse]
LANGUAGES = {"zh-hans", "en"}


class Language:
    """The language of its cookie; Chinese unless one chose otherwise."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANG_COOKIE, "")
        code = chosen if chosen in LANGUAGES else "zh-hans"
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.respond(request)
        response.headers.setdefault("Content-Language", code)
        return response


class WhoActs:
    """Puts the actor (or None) and the moment on the request: the only place where a page reads the clock."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        user = request.user
        request.actor = (  # type: ignore[attr-defined]
            accounts.actor_of(user, request.now) if user.is_authenticated else None  # type: ignore[attr-defined]
        )
        return self.respond(request)


class Refusals:
    """A rule that says no becomes a page with the same words, the basis and the way on."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Count the forms of whoever is signed in; one that sends too many is told when to go on."""
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if request.method != "POST" or actor is None or request.path_info.startswith("/api/"):
            return None
        try:
            limits.count(request, FORMS, actor.label)
        except TooMany as error:
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else goes on to the server error page."""
        if not isinstance(error, RuleBroken):
            return None
        facts = {"words": said(error), "basis": error.basis, "code": error.code}
        name = "web/404.html" if error.kind.value == 404 else "web/refused.html"
        answer = render(request, name, facts, status=error.kind.value)
        if error.retry_after:
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer
