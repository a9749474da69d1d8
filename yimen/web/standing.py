"""What a session must do before it may go on: change a password that somebody else chose, or an old one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yimen.accounts.queries import must_change_password

Respond = Callable[[HttpRequest], HttpResponse]
CHANGE = "/account/password/"
#: What stays open meanwhile: the way to do it, the way out, and what no account is asked for.
_OPEN = (
    CHANGE,
    "/logout/",
    "/login/",
    "/lang/",
    "/mode/",
    "/static/",
    "/healthz",
    "/help/",
    "/accessibility/",
)


class Standing:
    """Sends whoever must change their password to do so; to the interface such a session is nobody's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or request.path.startswith(_OPEN):
            return self.respond(request)
        if must_change_password(user, request.now, settings.PASSWORD_DAYS):  # type: ignore[attr-defined, arg-type]
            if request.path.startswith("/api/"):
                request.actor = None  # type: ignore[attr-defined]
                return self.respond(request)
            messages.warning(request, _("先换一个自己的密码，再接着用。"))
            return redirect(f"{CHANGE}?{urlencode({'next': request.get_full_path()})}")
        return self.respond(request)
