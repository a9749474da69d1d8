"""网上账号: open one at the counter for a person or firm, or reset a password that was forgotten.

Whoever stands at the counter is found by exact number or telephone, posted, so that no address carries it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yimen.accounts import actions
from yimen.accounts import queries as accounts
from yimen.parties import queries as parties
from yimen.parties.queries import PartyView
from yimen.rules import logins, people
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.masking import mask_phone
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.fullview import Rows, ask_and_show
from yimen.web.guard import StaffRequest, needs

from . import helpers
from .counter import count_search, note_found, search_first, was_found
from .newcase import KINDS, QUERY_MAX, field_of, guess, kinds

HOME = "/desk/accounts/"
_SECRETS = sensitive_post_parameters("password", "again")
#: Refusals that belong to one box; all others are about what was typed of the party.
_FIELD = {
    "account.weak_password": "password",
    "account.login_taken": "phone",
    "account.papers_not_seen": "seen",
}


@never_cache
@needs(Role.CLERK)
@require_http_methods(["GET", "POST"])
def find(request: StaffRequest) -> HttpResponseBase:
    """Find who stands at the counter; somebody nobody knows can be entered with their account."""
    text = clean(request, "q").strip()[:QUERY_MAX] if request.method == "POST" else ""
    errors = FormErrors()
    if request.method == "POST" and not text:
        errors.add("q", _("请写证件号、信用代码或者手机号"))
    found: list[PartyView] = []
    if request.method == "POST" and text:
        count_search(request)
        found = accounts.find_parties(text)
        note_found(request, [one.id for one in found])
    if len(found) == 1:
        return redirect(f"{HOME}{found[0].id}/")
    context = {
        "q": text, "found": found, "unknown": bool(text) and not found, "typed": guess(text),
        **_form(request, errors),
    }  # fmt: skip
    return render(request, "web/window/accounts.html", context, status=errors.status)


def _form(request: StaffRequest, errors: FormErrors) -> dict[str, Any]:
    seen = request.POST.get("seen", "")
    return {"kinds": kinds(), "once": once_token(), "seen": seen, **errors.shown()}


@never_cache
@needs(Role.CLERK)
@_SECRETS
@require_POST
def new(request: StaffRequest) -> HttpResponseBase:
    """Open an account for somebody not on file yet: who it is comes from the papers on the counter."""
    typed = {key: clean(request, key) for key in ("kind", "name", "number", "phone", "legal")}
    errors = FormErrors()
    if typed["kind"] not in KINDS:
        errors.add("kind", _("请选个人还是企业"))
    if _opened(request, typed, errors):
        return redirect(HOME)
    context = {"unknown": True, "typed": typed, **_form(request, errors)}
    return render(request, "web/window/accounts.html", context, status=errors.status)


@never_cache
@needs(Role.CLERK)
@_SECRETS
@require_http_methods(["GET", "POST"])
def party(request: StaffRequest, party: int) -> HttpResponseBase:
    """One party: without an account, open it; with one, reset its password. Only whom a search found."""
    one = parties.party(party) if was_found(request, party) else None
    if one is None:
        return search_first(request, HOME)
    account, errors = accounts.account_of_party(party), FormErrors()
    typed = {
        "kind": one.kind, "name": one.name, "number": one.id_number, "phone": clean(request, "phone"),
        "legal": one.legal_person or clean(request, "legal"),
    }  # fmt: skip
    if request.method == "POST":
        reset = account is not None and request.POST.get("do") == "reset"
        if _reset(request, account.login, errors) if reset and account else _opened(request, typed, errors):
            return redirect(HOME)
    context = {
        "party": parties.masked(one), "account": account, "ask_legal": not one.legal_person,
        "login": mask_phone(account.login) if account else "", "typed": typed, "full": f"{HOME}{party}/full/",
        "asked": helpers.waiting(request, party),
        **_form(request, errors),
    }  # fmt: skip
    return render(request, "web/window/account.html", context, status=errors.status)


@never_cache
@needs(Role.CLERK)
@require_http_methods(["GET", "POST"])
def full(request: StaffRequest, party: int) -> HttpResponseBase:
    """The numbers of one party whole, for a reason that goes on record."""
    one = parties.party(party) if was_found(request, party) else None
    if one is None:
        return search_first(request, HOME)
    here = f"{HOME}{party}/"

    def see(why: str, words: str) -> Rows:
        return actions.view_holder(
            request.actor, party, reason=why, words=words, now=request.now, once=read_once(request)
        ).rows

    return ask_and_show(request, see, back=here, number="", title=parties.masked(one).name)


# --- what the forms do ------------------------------------------------------------------------------------
def _password(request: StaffRequest, errors: FormErrors) -> str:
    """The password, typed twice the same."""
    first = request.POST.get("password", "")
    if not first:
        errors.add("password", _("请设一个密码"))
    elif first != request.POST.get("again", ""):
        errors.add("again", _("两次输入的密码不一样"))
    return first


def _seen(request: StaffRequest) -> bool:
    return request.POST.get("seen") == "yes"


def _once(request: StaffRequest, *sent: str) -> str:
    """The key of one sending. A keyed digest, since the trail keeps it and a plain one of a password could
    be guessed at."""
    digest = salted_hmac("yimen.window.accounts", "\n".join(sent), algorithm="sha256").hexdigest()
    return f"{read_once(request)[:40]}-{digest[:20]}"


def _opened(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> bool:
    """Open the account; everything that is wrong is told at its box."""
    today = china_date(request.now)
    if typed["kind"] == "enterprise" and not typed["legal"].strip():
        errors.refuse("legal", people.Blank(label=gettext_noop("法定代表人")))
    phone = errors.read("phone", people.read_phone, typed["phone"], today) or ""
    password = _password(request, errors)
    errors.read("seen", logins.require_papers, _seen(request))
    if errors:
        return False
    return _tried(errors, lambda: _open(request, typed, phone, password))


def _open(request: StaffRequest, typed: dict[str, str], phone: str, password: str) -> None:
    seen, once = _seen(request), _once(request, password, *typed.values())
    name, number = typed["name"], typed["number"]
    if typed["kind"] == "enterprise":
        actions.register_enterprise(
            request.actor, phone, name, number, typed["legal"], password,
            papers_seen=seen, now=request.now, once=once,
        )  # fmt: skip
    else:
        actions.register_person(
            request.actor, phone, name, number, password, papers_seen=seen, now=request.now, once=once
        )
    messages.success(request, _("账号开好了，用手机号 {phone} 登录。").format(phone=mask_phone(phone)))


def _reset(request: StaffRequest, login: str, errors: FormErrors) -> bool:
    """Set the new password of the account."""
    password = _password(request, errors)
    errors.read("seen", logins.require_papers, _seen(request))
    if errors:
        return False
    return _tried(errors, lambda: _set(request, login, password))


def _set(request: StaffRequest, login: str, password: str) -> None:
    actions.reset_password(
        request.actor, login, password,
        papers_seen=_seen(request), now=request.now, once=_once(request, login, password),
    )  # fmt: skip
    messages.success(
        request, _("密码改好了，用手机号 {phone} 登录。别处的登录都退出了。").format(phone=mask_phone(login))
    )


def _tried(errors: FormErrors, act: Any) -> bool:
    """Carry out an action; False with its refusal at the right box."""
    try:
        act()
    except RuleBroken as error:
        errors.refuse(_FIELD.get(error.code) or field_of(error), error)
        return False
    return True
