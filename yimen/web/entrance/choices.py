"""Language and 长辈版: kept in a cookie, so that they work before anybody signs in."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from yimen.accounts import actions
from yimen.web.forms import safe_next
from yimen.web.look import MODE_COOKIE

__all__ = ["MODE_COOKIE", "language", "mode", "remember"]

LANG_COOKIE: str = settings.LANG_COOKIE
#: A year, in seconds.
YEAR = 365 * 24 * 3600
_LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
#: The word in the address → what the cookie says.
_MODES = {"elder": "elder", "std": "standard", "standard": "standard"}


def remember(response: HttpResponse, cookie: str, value: str, *, seconds: int = YEAR) -> HttpResponse:
    """Set a cookie, for a year unless said otherwise: no script reads it, it is of this host."""
    response.set_cookie(
        cookie, value, max_age=seconds, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a language and go back."""
    if code not in _LANGUAGES:
        raise Http404
    return remember(redirect(safe_next(request)), LANG_COOKIE, code)


@require_safe
def mode(request: HttpRequest, code: str) -> HttpResponse:
    """Choose 长辈版 or 标准版 and go back; who is signed in finds it so on the next machine too."""
    chosen = _MODES.get(code)
    if chosen is None:
        raise Http404
    if request.actor is not None:  # type: ignore[attr-defined]
        actions.set_elder(request.actor, chosen == "elder")  # type: ignore[attr-defined]
    return remember(redirect(safe_next(request)), MODE_COOKIE, chosen)
