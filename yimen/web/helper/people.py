"""Whom a helper helps: asking, the code that the principal tells, beginning an application for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.cases import actions as cases
from yimen.catalogue import queries as catalogue
from yimen.parties.actions import helping
from yimen.parties.queries import helping as mandates
from yimen.parties.queries.helping import HelpView
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import LOOK_UP
from yimen.rules.terms import Channel, HelpKind, Role
from yimen.web import kept, limits
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, cut, day_typed, row_id

HERE = "/helper/people/"
PAGE = 30
#: A mandate is proposed for so many days; both sides may end it before.
_DAYS = 90
_QUERY = 60
#: At which box a refusal of asking is told.
_FIELD = {"mandate.days": "to_day", "help.kind_unknown": "kind"}


@never_cache
@needs(Role.HELPER)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """/helper/people/: whom I asked and who said yes, newest first, keyset by id."""
    found = mandates.helped_by(request.actor.staff, before=row_id(request), limit=PAGE)
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [line(request, one) for one in rows],
        "next": address(HERE, {}, before=last.id) if last else "",
    }
    return render(request, "web/helper/people.html", facts)


def line(request: Any, one: HelpView) -> dict[str, Any]:
    """A mandate as it is shown: `state` is waits, holds or over, `items` the names of the items."""
    today = china_date(request.now)
    state = "waits" if one.waits(request.now) else ("holds" if one.holds(today) else "over")
    known = {row.code: row.name for row in catalogue.by_codes(list(one.items))} if one.items else {}
    words = {"waits": _("等对方确认"), "holds": _("可以办"), "over": _("已经结束")}
    colours = {"waits": "amber", "holds": "green", "over": "grey"}
    return {
        "one": one, "state": state, "words": words[state], "colour": colours[state],
        "items": [known.get(code, code) for code in one.items],
    }  # fmt: skip


@never_cache
@needs(Role.HELPER)
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponseBase:
    """/helper/people/new/: ask to help somebody, by name and number together; each try is counted."""
    errors, today = FormErrors(), china_date(request.now)
    keys = ("name", "number", "kind", "items", "to_day")
    typed = {key: clean(request, key) for key in keys}
    if request.method == "POST":
        made = _ask(request, typed, errors)
        if made is not None:
            return redirect(f"{HERE}{made}/")
    else:
        typed["to_day"] = (today + timedelta(days=_DAYS)).isoformat()
    kinds = [(str(HelpKind.ACT), _("代办：填表、提交、补正、取结果都由我代")),
             (str(HelpKind.ASSIST), _("帮办：我帮着填，本人自己提交"))]  # fmt: skip
    facts = {
        "typed": typed, "kinds": kinds, "today": today.isoformat(), "once": once_token(), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/helper/new.html", facts, status=errors.status)


def _ask(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> int | None:
    """Ask as typed; the id of the mandate, None where something is wrong."""
    today, until = china_date(request.now), day_typed(typed["to_day"])
    codes = sorted(set(typed["items"].split()))
    missing = set(codes) - {row.code for row in catalogue.by_codes(codes)} if codes else set()
    if not typed["name"].strip():
        errors.add("name", _("请填对方的姓名"))
    if not typed["number"].strip():
        errors.add("number", _("请填对方的证件号"))
    if until is None:
        errors.add("to_day", _("请填年月日，比如 2026-03-05"))
    if missing:
        errors.add("items", _("没有这个事项编码：{code}").format(code=min(missing)[:40]))
    if errors or until is None:
        return None
    limits.count(request, LOOK_UP, request.actor.label)
    try:
        return helping.ask_help(
            request.actor, typed["name"], typed["number"], typed["kind"], codes, today, until,
            now=request.now, once=once_key(request),
        ).id  # fmt: skip
    except RuleBroken as error:
        errors.refuse(_FIELD.get(error.code, "name"), error)
    return None


@never_cache
@needs(Role.HELPER)
@require_safe
def one(request: StaffRequest, mandate: int) -> HttpResponse:
    """/helper/people/<id>/: how it stands; the code while it waits, the items while it holds."""
    return _page(request, mandate, FormErrors())


def _page(request: StaffRequest, mandate: int, errors: FormErrors) -> HttpResponse:
    view = mandates.help_mandate(request.actor.staff, mandate)
    if view is None:
        raise Http404
    text = request.GET.get("q", "").strip()[:_QUERY]
    shown = line(request, view)
    facts = {
        **shown, "q": text, "rows": _items(view, text) if shown["state"] == "holds" else [],
        "sms": bool(settings.SMS), "told": _told(view), "once": once_token(), **errors.shown(),
        **kept.facts(request, f"{HERE}{mandate}/begin/", 0),
    }  # fmt: skip
    return render(request, "web/helper/one.html", facts, status=errors.status)


def _told(view: HelpView) -> str:
    """In the sample county nobody has the telephone in hand: the page tells what was sent."""
    return mandates.sent_digits(view.id) if settings.DEMO else ""


def _items(view: HelpView, text: str) -> list[Any]:
    """Items that may be begun by this mandate and fit what was searched."""
    if view.items:
        return [row for row in catalogue.by_codes(list(view.items)) if text in row.name]
    audience = "person" if view.principal.is_person else "enterprise"
    if text:
        return [found.row for found in catalogue.search(text, audience=audience).rows]
    return list(catalogue.popular(audience=audience))


@never_cache
@needs(Role.HELPER)
@sensitive_post_parameters("digits")
@require_POST
def act(request: StaffRequest, mandate: int, what: str) -> HttpResponseBase:
    """/helper/people/<id>/<send|confirm|end>/: have a code sent, type it, end the mandate."""
    if mandates.help_mandate(request.actor.staff, mandate) is None:
        raise Http404
    errors, who, once = FormErrors(), request.actor, once_key(request)
    try:
        if what == "confirm":
            helping.confirm_by_code(who, mandate, clean(request, "digits")[:20], now=request.now, once=once)
            messages.success(request, _("对方同意了，可以开始办。"))
        elif what == "send":
            helping.send_code(who, mandate, now=request.now, once=once)
            messages.success(request, _("验证码发到对方登记的手机了，10 分钟内有效。"))
        else:
            helping.end_help(who, mandate, now=request.now, once=once)
            messages.success(request, _("委托结束了。已经办的照常算数。"))
    except RuleBroken as error:
        errors.refuse("digits", error)
        return _page(request, mandate, errors)
    return redirect(f"{HERE}{mandate}/")


@never_cache
@needs(Role.HELPER)
@require_POST
def begin(request: StaffRequest, mandate: int) -> HttpResponseBase:
    """/helper/people/<id>/begin/: open a draft of an item for the principal, and go on as they would."""
    view = mandates.help_mandate(request.actor.staff, mandate)
    if view is None:
        raise Http404
    try:
        done = cases.open_draft(
            request.actor, clean(request, "item"), view.principal.id, channel=str(Channel.HELPER),
            region=settings.SITE_REGION, now=request.now, once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, f"{HERE}{mandate}/")
    return redirect(f"/apply/case/{done.number}/")
