"""怎么取结果: the applicant chooses a hall, the post or online, until it is sent; and says that it came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules.terms import Act, State
from yimen.web import delivery
from yimen.web.delivery import may_choose, said
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, read_once

from .draft import moment, own_page, who

__all__ = ["choose", "may_choose", "may_confirm", "may_confirm_parcel", "received", "said"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/delivery/: one of three ways. What was sent already cannot be changed."""
    page, errors = own_page(request, number), FormErrors()
    back = f"/apply/case/{number}/check/" if page.state is State.DRAFT else f"/cases/{number}/"
    if not may_choose(page):
        return redirect(back)
    typed = delivery.posted(request) if request.method == "POST" else _begun(page)
    if request.method == "POST" and delivery.keep(
        request, who(request), number, typed, errors, moment(request)
    ):
        messages.success(request, _("取件方式选好了。"))
        return redirect(back)
    facts = {**errors.shown(), **delivery.form(page, typed), "back": back}
    return render(request, "web/citizen/delivery.html", facts, status=errors.status)


def _begun(page: CasePage) -> dict[str, str]:
    """The choice so far; a first one begins with the applicant's own name and phone."""
    kept = page.case.delivery
    return {
        "way": kept.get("way", ""), "hall": kept.get("hall", ""),
        "name": kept.get("name") or page.case.contact_name,
        "phone": kept.get("phone") or page.case.contact_phone, "address": kept.get("address", ""),
        "each": delivery.EACH if kept.get("each") else "",
    }  # fmt: skip


@require_POST
@signed_in
def received(request: HttpRequest, number: str) -> HttpResponse:
    """The applicant says that it came: a parcel ends the case, what came online is confirmed."""
    page = own_page(request, number)
    actor, once, now = who(request), read_once(request), moment(request)
    if may_confirm_parcel(page):
        actions.arrive(actor, number, now=now, once=once)
        messages.success(request, _("记下了：您收到了。这一件办结。"))
    elif may_confirm(page):
        actions.confirm(actor, number, now=now, once=once)
        messages.success(request, _("记下了：您收到了。"))
    return redirect("case", number)


def may_confirm_parcel(page: CasePage) -> bool:
    """A parcel is on its way to this reader."""
    return Act.ARRIVE in page.acts and bool(page.case.delivery.get("tracking"))


def may_confirm(page: CasePage) -> bool:
    """A result came online and nobody said yet that they have seen it."""
    kept: dict[str, Any] = page.case.delivery
    return Act.CONFIRM in page.acts and "available_at" in kept and "confirmed_at" not in kept
