"""My account: contact, password, who acts for me and for whom I act, closing it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.accounts import actions, queries
from yimen.catalogue import queries as catalogue
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.rules import people
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.masking import mask_phone
from yimen.web.forms import FormErrors, clean, once_token, read_once, safe_next

from . import proof
from .guard import signed_in
from .sessions import listed

#: A mandate is proposed for a year; the giver may change it.
_MANDATE_DAYS = 365


@never_cache
@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page, with a way to change each part."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    today, party = china_date(now), _party(request)
    given = party_queries.mandates_given(actor.party) if actor.party else []
    held = party_queries.mandates_held(actor.party) if actor.party else []
    login = queries.login_of(actor.account)
    context = {
        "party": party,
        "login": login if actor.staff else mask_phone(login),
        "given": [(one, _names(one.items), one.holds(today)) for one in given],
        "held": [(one, _names(one.items), one.holds(today)) for one in held],
        "tokens": [(one, one.works(now)) for one in queries.tokens_of(actor.account)],
        "fresh": once_token,  # called by the template: each form has its own
        "may_tokens": may_have_tokens(request),
        "sessions": listed(request),
        "stepped": request.user.second_step_at is not None,  # type: ignore[union-attr]
    }
    return render(request, "web/entrance/account.html", context)


def may_have_tokens(request: HttpRequest) -> bool:
    """Tokens are for machines of offices and enterprises."""
    party = _party(request)
    return bool(request.actor.staff) or (party is not None and not party.is_person)  # type: ignore[attr-defined]


def _party(request: HttpRequest) -> party_queries.PartyView | None:
    pk = request.actor.party  # type: ignore[attr-defined]
    found = party_queries.party(pk) if pk else None
    return party_queries.masked(found) if found else None


def _names(codes: tuple[str, ...]) -> list[str]:
    """Names of items by code; a code that is no longer on file stands for itself."""
    known = {row.code: row.name for row in catalogue.by_codes(list(codes))} if codes else {}
    return [known.get(code, code) for code in codes]


@never_cache
@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Change telephone and address, for the password again. What is on file is shown masked, not put in."""
    errors, party = FormErrors(), _party(request)
    if party is None:
        return redirect("/account/")
    if request.method == "POST":
        today = china_date(request.now)  # type: ignore[attr-defined]
        phone = errors.read("phone", people.read_phone, clean(request, "phone"), today)
        address = errors.read(
            "address",
            people.read_text,
            clean(request, "address"),
            today,
            label=gettext_noop("地址"),
            most=people.ADDRESS_MAX,
        )
        if not errors and _reached(request, phone, address, errors):
            messages.success(request, _("联系方式已经改好。"))
            return redirect("/account/")
    typed = {key: clean(request, key) for key in ("phone", "address")}
    context = {
        "party": party, "typed": typed, "once": once_token(), **proof.shown(request), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/entrance/contact.html", context, status=errors.status)


def _reached(request: Any, phone: str, address: str, errors: FormErrors) -> bool:
    """Write down how one is reached from now on, for who proves once more who they are."""
    try:
        actions.change_contact(
            request.actor, proof.typed(request), phone, address,
            since=proof.since(request), now=request.now, once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        errors.refuse("password", error)
    return not errors


@never_cache
@signed_in
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; this session goes on, all others end."""
    errors = FormErrors()
    if request.method == "POST" and _change_password(request, errors):
        messages.success(request, _("密码已经改好，别处的登录都退出了。"))
        return redirect(safe_next(request, "/account/"))
    context = {"next": safe_next(request, ""), "once": once_token(), **errors.shown()}
    return render(request, "web/entrance/password.html", context, status=errors.status)


def _change_password(request: HttpRequest, errors: FormErrors) -> bool:
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        errors.add("again", _("两次输入的新密码不一样"))
        return False
    try:
        actions.change_password(
            request.actor, old, new, keep=request.session.session_key or "",  # type: ignore[attr-defined]
            now=request.now, once=read_once(request),  # type: ignore[attr-defined]
        )  # fmt: skip
    except RuleBroken as error:
        errors.refuse("old" if error.code == "account.wrong_password" else "new", error)
        return False
    request.user.refresh_from_db()  # type: ignore[union-attr]
    auth.update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
    return True


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new_mandate(request: HttpRequest) -> HttpResponse:
    """Let somebody act for me, for all items or those named."""
    errors = FormErrors()
    if request.actor.party is None:  # type: ignore[attr-defined]
        return redirect("/account/")
    if request.method == "POST" and _give(request, errors):
        messages.success(request, _("授权已经生效，可以随时取消。"))
        return redirect("/account/#mandates")
    today = china_date(request.now)  # type: ignore[attr-defined]
    proposed = {"from_day": today.isoformat(), "to_day": (today + timedelta(days=_MANDATE_DAYS)).isoformat()}
    proposed["items"] = request.GET.get("item", "")
    keys = ("name", "id_number", "from_day", "to_day", "items")
    typed = {k: clean(request, k) for k in keys} if request.method == "POST" else proposed
    context: dict[str, Any] = {
        "typed": typed, "today": today.isoformat(), "once": once_token(), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/entrance/mandate.html", context, status=errors.status)


def _give(request: HttpRequest, errors: FormErrors) -> bool:
    """Give the mandate that was typed. The agent is found only by name and number together."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    name, number = clean(request, "name"), clean(request, "id_number")
    if not name.strip():
        errors.add("name", _("请填代办人的姓名"))
    if not number.strip():
        errors.add("id_number", _("请填代办人的身份证号"))
    start, end = _day(request, "from_day", errors), _day(request, "to_day", errors)
    codes = sorted(set(clean(request, "items").split()))
    missing = set(codes) - {row.code for row in catalogue.by_codes(codes)} if codes else set()
    if missing:
        errors.add("items", _("没有这个事项编码：{code}").format(code=min(missing)[:40]))
    agent = party_queries.match(name, number) if not errors else None
    if not errors and agent is None:
        errors.refuse("name", people.PartyNotFound())
    if errors or agent is None or start is None or end is None:
        return False
    try:
        parties.give_mandate(actor, actor.party, agent, codes, start, end, now=now, once=read_once(request))
    except RuleBroken as error:
        errors.refuse("to_day" if error.code == "mandate.days" else "name", error)
    return not errors


def _day(request: HttpRequest, field: str, errors: FormErrors) -> date | None:
    try:
        return date.fromisoformat(clean(request, field).strip())
    except ValueError:
        errors.add(field, _("请填年月日，比如 2026-03-05"))
        return None


@signed_in
@require_POST
def end_mandate(request: HttpRequest, mandate: int) -> HttpResponse:
    """End a mandate that I gave or hold. A clerk may end others', but this page is no counter."""
    if request.actor.party is None:  # type: ignore[attr-defined]
        raise Http404
    parties.revoke_mandate(request.actor, mandate, now=request.now, once=read_once(request))  # type: ignore[attr-defined]
    messages.success(request, _("授权已经取消。"))
    return redirect("/account/#mandates")
