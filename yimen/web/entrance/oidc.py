"""Signing in by the platform of the province: out, back, and what the person is asked at the first time."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.accounts import actions as accounts
from yimen.accounts import queries as who
from yimen.identities import actions, oidc, queries
from yimen.keys import sealed
from yimen.keys.crypto import NotOurs
from yimen.keys.sealed import Place
from yimen.rules import identity, people
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.identity import Level, ProviderUntrue, SignInBroken, Told, Way
from yimen.rules.limits import PLATFORM, SIGN_IN
from yimen.rules.masking import mask_id, mask_name, mask_phone
from yimen.web import limits
from yimen.web.forms import FormErrors, clean, once_token, read_once, safe_next
from yimen.web.look import menu_for
from yimen.web.staffparts import term_words
from yimen.web.visits import note_place
from yimen.web.words import said

from . import proof
from .guard import signed_in

#: Where a session keeps what belongs to a way out, and who waits to be asked.
OUT, WAITING = "oidc_out", "oidc_waiting"
CONFIRM, ACCOUNT = "/login/oidc/confirm/", "/account/identity/"
#: What waits in the session lies sealed there.
_PLACE = Place("session.oidc_waiting", False)


# --- out ------------------------------------------------------------------------------------------------
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """From the sign-in page to the platform."""
    if request.actor is not None:  # type: ignore[attr-defined]
        return redirect(safe_next(request, ACCOUNT))
    return _go(request, None)


@never_cache
@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The link of one's own account; sending leads to the platform, to make it, for the password again."""
    account, errors = request.actor.account, FormErrors()  # type: ignore[attr-defined]
    if not oidc.enabled():
        raise Http404
    if request.method == "POST" and _proven(request, errors):
        return _go(request, account)
    found = queries.identity_of(account, settings.OIDC_ISSUER)
    facts = {
        "platform": settings.OIDC_NAME, "row": found, "once": once_token(),
        "level": term_words(Level, found.level) if found else "",
        "leave": request.session.get(oidc.LEAVE, ""), **proof.shown(request), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/entrance/identity.html", facts, status=errors.status)


def _proven(request: Any, errors: FormErrors) -> bool:
    """Whether it is still the owner of the account who asks for another way in."""
    try:
        who.require_proof(request.actor.account, proof.typed(request), proof.since(request), request.now)
    except RuleBroken as error:
        errors.refuse("password", error)
    return not errors


def _go(request: HttpRequest, account: int | None) -> HttpResponse:
    if not oidc.enabled():
        raise Http404
    limits.count(request, PLATFORM)
    wanted = safe_next(request, "")
    request.session[OUT] = {"next": wanted, "account": account}
    try:
        return redirect(oidc.begin(request))
    except RuleBroken as error:
        return _refused(request, error, wanted)


# --- back -----------------------------------------------------------------------------------------------
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the platform: in, or to the question of the first time, or a refusal in words."""
    if not oidc.enabled():
        raise Http404
    limits.require_free(request, SIGN_IN)
    out = request.session.pop(OUT, None) or {}
    wanted = _safe(request, str(out.get("next") or ""))
    try:
        claims = oidc.finish(request)
        return _arrived(request, claims, out.get("account"), wanted)
    except RuleBroken as error:
        if isinstance(error, SignInBroken | ProviderUntrue):
            limits.failed(request, SIGN_IN)
        return _refused(request, error, wanted)


def _arrived(request: HttpRequest, claims: Any, account: int | None, wanted: str) -> HttpResponse:
    """The platform vouches for somebody: what follows, and a note where they are not let in."""
    now, provider = request.now, settings.OIDC_NAME  # type: ignore[attr-defined]
    told = identity.read(claims, settings.OIDC_CLAIMS, china_date(now), provider)
    try:
        if account is not None:
            return _connected(request, told, account)
        if _way(told) is Way.ENTER:
            return _enter(request, told, wanted)
    except RuleBroken as error:
        actions.note_identity_refused(settings.OIDC_ISSUER, told.subject, error.code, now=now)
        raise
    _wait(request, told)
    return redirect(f"{CONFIRM}?{urlencode({'next': wanted})}" if wanted else CONFIRM)


def _way(told: Told) -> Way:
    linked, known = queries.identified(settings.OIDC_ISSUER, told.subject), queries.by_number(told.number)
    return identity.way(told, linked, known, settings.OIDC_NAME)


def _connected(request: HttpRequest, told: Told, account: int) -> HttpResponse:
    """Link the account that went out, if it is still the one that is signed in."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None or actor.account != account:
        raise SignInBroken()
    actions.link_identity(
        actor, account, settings.OIDC_ISSUER, told, provider=settings.OIDC_NAME,
        now=request.now,  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, _("已经关联，以后可以用{provider}登录。").format(provider=settings.OIDC_NAME))
    return redirect(ACCOUNT)


def _enter(request: HttpRequest, told: Told, wanted: str) -> HttpResponse:
    """Open the session of whom this person is linked with, under another id. What else the session has to do
    first is asked of it as of any other (web.standing)."""
    linked = queries.identified(settings.OIDC_ISSUER, told.subject)
    user = queries.account(linked.account) if linked else None
    if user is None:
        raise SignInBroken()
    now, leave = request.now, request.session.get(oidc.LEAVE, "")  # type: ignore[attr-defined]
    actor = who.actor_of(user, now)
    actions.note_identity_used(actor, settings.OIDC_ISSUER, told, now=now)
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    note_place(request)
    request.actor = actor  # type: ignore[attr-defined]
    accounts.note_sign_in(actor, now=now)
    request.session[oidc.LEAVE] = leave
    return redirect(wanted or _home(actor))


def _home(actor: Actor) -> str:
    """Where one arrives: staff at their work, others at their cases."""
    menu = menu_for(actor.roles, "/")
    return menu[0].links[0].url if menu else "/my/"


def _safe(request: HttpRequest, wanted: str) -> str:
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if safe else ""


def _refused(request: HttpRequest, error: RuleBroken, wanted: str) -> HttpResponse:
    """Why it did not work, and the way back to the sign-in page, which leads on to where one wanted to go."""
    back = f"{settings.LOGIN_URL}?{urlencode({'next': wanted})}" if wanted else settings.LOGIN_URL
    back = ACCOUNT if request.actor is not None else back  # type: ignore[attr-defined]
    facts = {"words": said(error), "basis": error.basis, "code": error.code, "back": back}
    answer = render(request, "web/entrance/oidc_refused.html", facts, status=error.kind.value)
    if error.retry_after:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


# --- the first time -------------------------------------------------------------------------------------
def _wait(request: HttpRequest, told: Told) -> None:
    """Keep who was confirmed until they have answered, sealed and not for long."""
    until = request.now.timestamp() + identity.WAIT_MINUTES * 60  # type: ignore[attr-defined]
    facts = [told.subject, told.name, told.number, str(told.level), told.phone, until]
    request.session[WAITING] = sealed.seal(json.dumps(facts, ensure_ascii=False), _PLACE)


def _waiting(request: HttpRequest) -> Told:
    """Who was confirmed in this browser a moment ago. Raises SignInBroken."""
    try:
        kept = sealed.unseal(str(request.session.get(WAITING, "")), _PLACE)
        subject, name, number, level, phone, until = json.loads(kept)
    except (NotOurs, ValueError) as error:
        raise SignInBroken() from error
    if until < request.now.timestamp():  # type: ignore[attr-defined]
        raise SignInBroken()
    return Told(subject, name, number, Level(level), phone)


@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The first time: link the account that is there, or open one. What follows is asked anew each time."""
    if not oidc.enabled():
        raise Http404
    wanted, errors = safe_next(request, ""), FormErrors()
    try:
        told = _waiting(request)
        follows = _way(told)
        if follows is Way.ENTER or (request.method == "POST" and _answer(request, told, follows, errors)):
            request.session.pop(WAITING, None)
            return _enter(request, told, wanted)
    except RuleBroken as error:
        return _refused(request, error, wanted)
    facts = {
        "name": mask_name(told.name), "number": mask_id(told.number), "level": _(told.level.label),
        "phone": clean(request, "phone") if request.method == "POST" else told.phone,
        "link": follows is Way.LINK, "login": _login_of(told), "provider": settings.OIDC_NAME,
        "next": wanted, "once": once_token(), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/entrance/oidc_confirm.html", facts, status=errors.status)


def _login_of(told: Told) -> str:
    known = queries.by_number(told.number)
    return mask_phone(who.login_of(known.account)) if known and known.account else ""


def _answer(request: HttpRequest, told: Told, follows: Way, errors: FormErrors) -> bool:
    """Link or open; False with what is wrong with the telephone. Raises what a rule refuses otherwise."""
    now, issuer = request.now, settings.OIDC_ISSUER  # type: ignore[attr-defined]
    known = queries.by_number(told.number)
    if follows is Way.LINK and known is not None and known.account is not None:
        actions.link_identity(
            accounts.VISITOR, known.account, issuer, told, provider=settings.OIDC_NAME, now=now
        )
        return True
    phone = errors.read("phone", people.read_phone, clean(request, "phone"), china_date(now))
    if errors:
        return False
    try:
        actions.open_with_identity(accounts.VISITOR, issuer, told, phone, now=now, once=read_once(request))
    except RuleBroken as error:
        errors.refuse("phone", error)
        return False
    messages.success(request, _("账号开好了，已经登录。"))
    return True


# --- one's own account ----------------------------------------------------------------------------------
@never_cache
@signed_in
@require_POST
def disconnect(request: HttpRequest) -> HttpResponse:
    """Take the link away."""
    try:
        actions.unlink_identity(
            request.actor, settings.OIDC_ISSUER,  # type: ignore[attr-defined]
            now=request.now, once=read_once(request),  # type: ignore[attr-defined]
        )  # fmt: skip
    except RuleBroken as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("已经取消关联。"))
    return redirect(ACCOUNT)
