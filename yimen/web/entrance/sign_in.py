"""Sign in, sign out, register."""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yimen.accounts import actions, queries
from yimen.accounts.backend import BY_PASSWORD
from yimen.accounts.locking import address
from yimen.rules import people
from yimen.rules.calendar import china_date
from yimen.rules.codes import half_width
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import REGISTER, SIGN_IN
from yimen.rules.logins import SignInFailed, TooManyTries
from yimen.rules.passwords import FirstPasswordLapsed
from yimen.rules.second_step import WAIT_MINUTES
from yimen.web import limits
from yimen.web.forms import FormErrors, clean, once_token, read_once, safe_next
from yimen.web.look import menu_for
from yimen.web.visits import note_place, span_of, why_ended

from .choices import MODE_COOKIE, remember

log = logging.getLogger(__name__)
#: The page of the second step, and where a session keeps who is expected there.
CODE, WAITING = "/login/code/", "second_step"
#: At which field of the registration a refusal of the action is shown; the rest stands at the name.
_FIELD = {
    "account.login_taken": "phone",
    "party.already_registered": "id_number",
    "party.name_differs": "name",
    "account.weak_password": "password",
}


def as_login(typed: str) -> str:
    """A login as it is stored: telephone without gaps and +86, staff number in capitals."""
    text = re.sub(r"[\s\x00]", "", half_width(typed)).upper()
    telephone = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", re.sub(r"[-()]", "", text))
    return telephone if telephone.isdecimal() else text


def demo_logins() -> list[dict[str, str]]:
    """The sample logins that the demo left beside its data, where sample logins are to be shown."""
    kept = settings.DATA_DIR / "demo-logins.json"
    if not settings.DEMO or not kept.exists():
        return []
    try:
        rows = json.loads(kept.read_text(encoding="utf-8"))
        keys = ("role", "name", "login", "password", "secret")
        return [{key: str(row.get(key, "")) for key in keys} for row in rows]
    except (ValueError, AttributeError, TypeError):
        log.exception("%s cannot be read", kept)
        return []


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; the words for a wrong login and a wrong password are the same."""
    if request.method == "GET" and request.actor is not None:  # type: ignore[attr-defined]
        return redirect(safe_next(request, _home(request)))
    errors = FormErrors()
    user = _try(request, errors) if request.method == "POST" else None
    if user is not None and user.second_step_at is not None:
        return ask_for_code(request, user)
    if user is not None:
        enter(request, user, BY_PASSWORD)
        return arrived(request)
    context: dict[str, Any] = {
        "login": clean(request, "login"),
        "next": safe_next(request, ""),
        "demo_logins": demo_logins(),
        **errors.shown(),
    }
    return render(request, "web/entrance/sign_in.html", context, status=errors.status)


def ask_for_code(request: HttpRequest, user: Any) -> HttpResponse:
    """The password was right: to the second step. The session of before is not trusted with that."""
    request.session.flush()
    until = request.now + timedelta(minutes=WAIT_MINUTES)  # type: ignore[attr-defined]
    request.session[WAITING] = {"account": user.pk, "until": until.timestamp()}
    wanted = safe_next(request, "")
    return redirect(f"{CODE}?{urlencode({'next': wanted})}" if wanted else CODE)


def arrived(request: HttpRequest) -> HttpResponse:
    """Signed in: on to where one wanted to go, in the mode that one chose."""
    answer = redirect(safe_next(request, _home(request)))
    return remember(answer, MODE_COOKIE, "elder") if request.user.elder else answer  # type: ignore[union-attr]


def _try(request: HttpRequest, errors: FormErrors) -> Any:
    """Whose login and password were typed; None, with what is wrong, where they are nobody's."""
    login, password = as_login(clean(request, "login")), request.POST.get("password", "")
    if not login:
        errors.add("login", _("请填手机号或工号"))
    if not password:
        errors.add("password", _("请填密码"))
    if errors or is_locked(request, login, errors, "login"):
        return None
    limits.require_free(request, SIGN_IN)
    user = auth.authenticate(request, login=login, password=password)
    if user is None:
        failed(request, login, errors, "login", SignInFailed())
        return None
    return user if _in_time(request, user, login, errors) else None


def _in_time(request: HttpRequest, user: Any, login: str, errors: FormErrors) -> bool:
    """Whether the password is one's own, or one of the system that still lets in. Told only to who knows it;
    counted like any failure."""
    try:
        queries.require_in_time(user, request.now)  # type: ignore[attr-defined]
    except FirstPasswordLapsed as refusal:
        failed(request, login, errors, "login", refusal)
        return False
    return True


def failed(request: HttpRequest, login: str, errors: FormErrors, field: str, refusal: RuleBroken) -> None:
    """Count a failure, of the password or of the code, and say it at the field."""
    limits.failed(request, SIGN_IN)
    locked = bool(getattr(request, "axes_locked_out", False))
    actions.note_failed(login, now=request.now, locked=locked)  # type: ignore[attr-defined]
    if not (locked and is_locked(request, login, errors, field)):
        errors.refuse(field, refusal)


def is_locked(request: HttpRequest, login: str, errors: FormErrors, field: str) -> bool:
    """Whether this login is locked from here; then that is said, with the minutes and the telephone."""
    minutes = queries.minutes_locked(login, request.now, address(request))  # type: ignore[attr-defined]
    if minutes:
        errors.refuse(field, TooManyTries(minutes=minutes, phone=settings.SITE_PHONE))
    return minutes > 0


def enter(request: HttpRequest, user: Any, backend: str) -> None:
    """Open the session; `backend` tells how far the sign-in came."""
    now: datetime = request.now  # type: ignore[attr-defined]
    auth.login(request, user, backend=backend)
    note_place(request)
    left = queries.password_days_left(user, now, settings.PASSWORD_DAYS)
    if left is not None:
        messages.warning(request, _("密码还有 {n} 天到期，请到“我的账号”改密码。").format(n=left))
    request.actor = queries.actor_of(user, now)  # type: ignore[attr-defined]
    actions.note_sign_in(request.actor, now=now)  # type: ignore[attr-defined]


def _home(request: HttpRequest) -> str:
    """Where one arrives: staff at their work, others at their cases."""
    actor = request.actor  # type: ignore[attr-defined]
    menu = menu_for(actor.roles, "/") if actor is not None else []
    return menu[0].links[0].url if menu else "/my/"


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and go home; where the page saw that nobody was there (`unused`), sign in and come back."""
    if request.actor is not None:  # type: ignore[attr-defined]
        actions.note_sign_out(request.actor, now=request.now)  # type: ignore[attr-defined]
    unused = bool(clean(request, "unused"))
    words = why_ended(span_of(request.user)) if unused and request.user.is_authenticated else ""
    auth.logout(request)
    if unused:
        messages.info(request, words or _("登录时间到了，请重新登录。"))
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': safe_next(request)})}")
    messages.success(request, _("已经退出登录。"))
    answer = redirect("/")
    # What the browser remembers goes with the session: at a machine of the hall somebody else is next.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@never_cache
@sensitive_post_parameters("password", "again", "id_number")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A person opens an account by telephone."""
    errors = FormErrors()
    if request.method == "POST" and _register(request, errors):
        messages.success(request, _("注册成功，已经登录。"))
        return redirect(safe_next(request, "/my/"))
    context: dict[str, Any] = {
        "typed": {key: clean(request, key) for key in ("phone", "name", "id_number")},
        "next": safe_next(request, ""),
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/entrance/register.html", context, status=errors.status)


def _register(request: HttpRequest, errors: FormErrors) -> bool:
    """Register what was typed and sign in; True when it worked. Every wrong field is told at once."""
    now: datetime = request.now  # type: ignore[attr-defined]
    today, password = china_date(now), request.POST.get("password", "")
    phone = errors.read("phone", people.read_phone, clean(request, "phone"), today)
    name = errors.read("name", people.read_name, clean(request, "name"), today)
    number = errors.read("id_number", people.read_id_number, clean(request, "id_number"), today)
    if not password:
        errors.add("password", _("请设一个密码"))
    elif password != request.POST.get("again", ""):
        errors.add("again", _("两次输入的密码不一样"))
    if errors:
        return False
    limits.failed(request, REGISTER)
    try:
        actions.register(actions.VISITOR, phone, name, number, password, now=now, once=read_once(request))
    except RuleBroken as error:
        errors.refuse(_FIELD.get(error.code, "name"), error)
        return False
    user = auth.authenticate(request, login=phone, password=password)
    if user is not None:
        enter(request, user, BY_PASSWORD)
    return user is not None
