"""What a session must do before it may go on: the second step, and a password of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yimen.accounts.backend import BY_CODE
from yimen.accounts.queries import must_change_password
from yimen.rules import second_step
from yimen.rules.calendar import china_date
from yimen.rules.second_step import Next
from yimen.vault import queries as vault

Respond = Callable[[HttpRequest], HttpResponse]
CHANGE, CODE, ENROL = "/account/password/", "/login/code/", "/account/second-step/"
#: What stays open meanwhile: the way in and out, and what no account is asked for.
_OPEN = ("/logout/", "/login/", "/lang/", "/mode/", "/static/", "/healthz", "/help/", "/accessibility/")


def keeps_seal(request: Any) -> bool:
    """Whether whoever asks is a custodian of the seal today."""
    staff = request.actor.staff if request.actor is not None else ""
    return bool(staff) and vault.is_custodian(staff, china_date(request.now))


def passed(request: Any) -> bool:
    """Whether this session was opened with a code besides the password."""
    return bool(request.session.get(BACKEND_SESSION_KEY) == BY_CODE)


def must_enrol(request: Any) -> bool:
    """Whether whoever asks has to have a second step, by role or because they keep the seal."""
    by_role = second_step.required(request.actor.roles, False)
    return by_role or second_step.required((), keeps_seal(request))


def next_of(request: Any) -> Next:
    """What this session must do about the second step. The seal's register is asked only as a last resort."""
    enrolled, has = request.user.second_step_at is not None, passed(request)
    required = not (enrolled or has) and must_enrol(request)
    return second_step.next_step(required=required, enrolled=enrolled, passed=has)


class Standing:
    """Sends whoever has something to do first to do it; to the interface such a session is nobody's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path.startswith(_OPEN):
            return self.respond(request)
        way, words = self._way(request)
        if not way or request.path.startswith(way):
            return self.respond(request)
        if request.path.startswith("/api/"):
            request.actor = None  # type: ignore[attr-defined]
            return self.respond(request)
        messages.warning(request, words)
        return redirect(f"{way}?{urlencode({'next': request.get_full_path()})}")

    @staticmethod
    def _way(request: Any) -> tuple[str, str]:
        """The page where it is done, and why; empty where there is nothing to do."""
        todo = next_of(request)
        if todo is Next.CODE:
            return CODE, _("还差一步：请输验证码。")
        if must_change_password(request.user, request.now, settings.PASSWORD_DAYS):
            return CHANGE, _("先换一个自己的密码，再接着用。")
        if todo is Next.ENROL:
            return ENROL, _("您的岗位要先设置两步验证，再接着用。")
        return "", ""
