"""The second step of signing in: the code, after the password."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.accounts import queries
from yimen.accounts.backend import BY_CODE
from yimen.rules.limits import SECOND_STEP, SIGN_IN
from yimen.rules.second_step import WrongCode
from yimen.web import limits
from yimen.web.forms import FormErrors, clean, safe_next
from yimen.web.standing import passed

from .sign_in import WAITING, arrived, demo_logins, enter, failed, is_locked


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The page that asks for the code of the app, or for a recovery code."""
    user = _expected(request)
    if user is None:
        return _begin_again(request)
    errors = FormErrors()
    if request.method == "POST" and _try(request, user, errors):
        return arrived(request)
    context: dict[str, Any] = {"next": safe_next(request, ""), "shown": _demo_code(request, user)}
    context |= errors.shown()
    return render(request, "web/entrance/code.html", context, status=errors.status)


def _expected(request: HttpRequest) -> Any:
    """Whose code is awaited: of a right password a few minutes ago, or of a session that lacks the step."""
    if request.user.is_authenticated:
        owes = request.user.second_step_at is not None and not passed(request)
        return request.user if owes else None
    waiting = request.session.get(WAITING)
    if not waiting or waiting["until"] < request.now.timestamp():  # type: ignore[attr-defined]
        return None
    return queries.account(waiting["account"])


def _begin_again(request: HttpRequest) -> HttpResponse:
    wanted = safe_next(request, "")
    if not request.user.is_authenticated and request.session.pop(WAITING, None):
        messages.info(request, _("等得太久了，请从密码重新登录。"))
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return redirect(f"{settings.LOGIN_URL}{query}")


def _try(request: HttpRequest, user: Any, errors: FormErrors) -> bool:
    """Sign in with the code; True when it fits. Failures count as those of passwords do, and by account."""
    typed = clean(request, "code")
    if not typed.strip():
        errors.add("code", _("请填验证码"))
    if errors or is_locked(request, user.login, errors, "code"):
        return False
    limits.require_free(request, SIGN_IN)
    limits.require_free(request, SECOND_STEP, f"account:{user.pk}")
    found = auth.authenticate(request, login=user.login, code=typed, now=request.now)  # type: ignore[attr-defined]
    if found is None:
        limits.failed(request, SECOND_STEP, f"account:{user.pk}")
        failed(request, user.login, errors, "code", WrongCode())
        return False
    request.session.pop(WAITING, None)
    enter(request, found, BY_CODE)
    return True


def _demo_code(request: HttpRequest, user: Any) -> str:
    """The present code of a sample account, of which the demo wrote the secret beside its data; else ""."""
    row = next((one for one in demo_logins() if one["login"] == user.login and one["secret"]), None)
    return queries.fresh_digits(user, row["secret"], request.now) if row else ""  # type: ignore[attr-defined]
