"""/projects/<code>/fees/: all fees of a project on one sheet, the notice, and paying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.projects import actions, queries
from yimen.projects.queries import FeePage, FeeRow
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.paying import PayState
from yimen.rules.projects.sight import ProjectUnknown
from yimen.vault import queries as vault
from yimen.web import pdf
from yimen.web.citizen.draft import moment, who
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import once_token, read_once
from yimen.web.words import said

_LOOKS = {
    PayState.ASKED: "blue", PayState.PENDING: "amber", PayState.PAID: "green", PayState.FAILED: "red",
    PayState.OWED_BACK: "amber",
}  # fmt: skip


def _own(request: HttpRequest, code: str) -> FeePage:
    found = queries.fee_page(who(request), code)
    if not found.own:
        raise ProjectUnknown()
    return found


@require_safe
@signed_in
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet: each fee with its basis, what is taken off and why, what is left to pay."""
    found = _own(request, code)
    facts = {
        "fees": found, "rows": [row(one) for one in found.rows], "once": once_token(),
        "orders": [
            {"row": one, "look": _LOOKS[one.state], "state": _(one.state.label)} for one in found.orders
        ],
    }  # fmt: skip
    return render(request, "web/projects/fees.html", facts)


def row(one: FeeRow) -> dict[str, Any]:
    """One line of the sheet."""
    if one.payable == 0:
        look, state = "green", _("不用交")
    else:
        look = _LOOKS[one.state] if one.state else "grey"
        state = _(one.state.label) if one.state else _("待缴")
    return {"row": one, "look": look, "state": state, "due": _(one.due.label)}


def _do(request: HttpRequest, code: str, act: Callable[..., object], words: str) -> HttpResponseBase:
    """Carry out one act and go back to the sheet; what a rule refuses is said there."""
    try:
        act(who(request), code, now=moment(request), once=read_once(request))
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        messages.warning(request, said(error))
    else:
        messages.success(request, words)
    return redirect("project-fees", code)


@require_POST
@signed_in
def bill(request: HttpRequest, code: str) -> HttpResponseBase:
    """Issue the notice."""
    return _do(request, code, actions.bill, _("缴费通知开好了，金额以这张表为准。"))


@require_POST
@signed_in
def pay(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask for everything that is not paid."""
    return _do(request, code, actions.order, _("缴款单下好了。付款以后，点“查到账没有”。"))


@require_POST
@signed_in
def look(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask how the order stands."""
    return _do(request, code, actions.look, _("正在查，过一会儿刷新看结果。"))


@require_safe
@signed_in
def file(request: HttpRequest, code: str) -> HttpResponseBase:
    """The sealed notice."""
    found = _own(request, code)
    if found.file is None:
        raise Http404
    return pdf.answer(request, vault.open_content(found.file), f"{found.number}.pdf")
