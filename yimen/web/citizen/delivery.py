"""怎么取结果: the applicant chooses a hall, the post or online, until it is sent; and says that it came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules import delivery
from yimen.rules.delivery import Choice, Way
from yimen.rules.masking import mask_address, mask_name, mask_phone
from yimen.rules.terms import Act, State
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once, read_rev

from .draft import moment, own_page, who

_FIELDS = ("way", "hall", "name", "phone", "address")
#: Refusals of the choice: the field at which they are told.
_PLACES = {"delivery.post_incomplete": "name"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/delivery/: one of three ways. What was sent already cannot be changed."""
    page, errors = own_page(request, number), FormErrors()
    back = f"/apply/case/{number}/check/" if page.state is State.DRAFT else f"/cases/{number}/"
    if not may_choose(page):
        return redirect(back)
    typed = _typed(request, page)
    if request.method == "POST" and _chosen(request, number, typed, errors):
        messages.success(request, _("取件方式选好了。"))
        return redirect(back)
    facts = {
        **errors.shown(), "page": page, "case": page.case, "back": back, "typed": typed,
        "ways": ways(), "halls": [(one.code, one.name) for one in bureau.halls()], "once": once_token(),
    }  # fmt: skip
    return render(request, "web/citizen/delivery.html", facts, status=errors.status)


def ways() -> list[tuple[str, str, str]]:
    """(code, words, what it means) of each way. None of them is chosen for anybody."""
    return [
        (str(Way.PICKUP), _("到大厅领"), _("带证件到您选的大厅，当面核对签收")),
        (str(Way.POST), _("邮寄"), _("寄到您写的地址，邮费到付")),
        (str(Way.ONLINE), _("网上取"), _("出结果就在“我的办件”里，不用跑")),
    ]


def may_choose(page: CasePage) -> bool:
    """Whether the choice is still open to this reader."""
    return Act.CHOOSE_DELIVERY in page.acts and not page.case.delivery.get("tracking")


def said(page: CasePage) -> list[tuple[str, str]]:
    """The choice in words, personal details masked."""
    one = delivery.chosen(page.case.delivery)
    rows = [(_("怎么取"), _(one.way.label))]
    if one.way is Way.PICKUP:
        rows.append((_("在哪里"), _hall(one, page)))
    if one.way is Way.POST:
        rows += [(_("收件人"), f"{mask_name(one.name)} {mask_phone(one.phone)}"),
                 (_("地址"), mask_address(one.address))]  # fmt: skip
    parcel = page.case.delivery.get("tracking", "")
    return [*rows, (_("快递单号"), parcel)] if parcel else rows


def _hall(one: Choice, page: CasePage) -> str:
    found = bureau.region(one.hall) if one.hall else None
    if found is not None:
        return found.name
    return page.spec.windows[0].name if page.spec.windows else _("受理窗口")


def _typed(request: HttpRequest, page: CasePage) -> dict[str, str]:
    """What was typed, or the choice so far; a first choice begins with the applicant's own name and phone."""
    if request.method == "POST":
        return {key: clean(request, key)[:300] for key in _FIELDS}
    kept = page.case.delivery
    return {
        "way": kept.get("way", ""), "hall": kept.get("hall", ""),
        "name": kept.get("name") or page.case.contact_name,
        "phone": kept.get("phone") or page.case.contact_phone, "address": kept.get("address", ""),
    }  # fmt: skip


def _chosen(request: HttpRequest, number: str, typed: dict[str, str], errors: FormErrors) -> bool:
    try:
        actions.choose_delivery(
            who(request), number, now=moment(request), rev=read_rev(request), once=read_once(request), **typed
        )
    except (delivery.BadChoice, delivery.PostIncomplete) as error:
        errors.refuse(_PLACES.get(error.code, "way"), error)
    return not errors


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
