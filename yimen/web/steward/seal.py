"""The seal register: the one seal, its custodians and kinds, every use of it, and the seals it replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.bureau import queries as bureau
from yimen.rules.authority import NotPermitted
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.seals import BadSealEntry, SealStatus, kinds, left_out
from yimen.rules.terms import Role
from yimen.vault import actions
from yimen.vault import queries as vault
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, asked, cut, day_typed, row_id

from . import merger

HOME, USES, MERGER = "/admin/seal/", "/admin/seal/uses/", "/admin/seal/replaced/"
PAGE = 50


@needs(Role.ADMIN, Role.SECURITY)
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """The seal with its custodians, kinds, status and certificates; each administrator changes their part."""
    seal = vault.the_seal()
    if seal is None:
        return render(request, "web/steward/seal.html", {"seal": None})
    today = china_date(request.now)
    held = [
        {"row": one, "now": one.from_day <= today and (one.to_day is None or today <= one.to_day),
         "open": one.to_day is None or today <= one.to_day}
        for one in vault.custodians(seal)
    ]  # fmt: skip
    facts = {
        "seal": seal, "active": seal.status == SealStatus.ACTIVE, "held": held, "once": once_token(),
        "status": _(SealStatus(seal.status).label), "certificates": vault.certificates(seal),
        "kinds": [(code, _(words)) for code, words in kinds().items()],
        "left_out": [_(words) for words in left_out(seal.kinds)],
        "enters": str(Role.ADMIN) in request.actor.roles, "grants": str(Role.SECURITY) in request.actor.roles,
    }  # fmt: skip
    return render(request, "web/steward/seal.html", facts)


def _appoint(request: StaffRequest, sent: dict[str, Any]) -> None:
    first = day_typed(clean(request, "from_day"))
    if first is None:
        raise BadSealEntry(what=gettext_noop("保管日期"), problem=gettext_noop("没有填写"))
    last = day_typed(clean(request, "to_day"))
    actions.appoint(request.actor, clean(request, "staff").strip().upper(), first, last, **sent)


def _release(request: StaffRequest, sent: dict[str, Any]) -> None:
    actions.release(request.actor, row_id(request, "row") or 0, **sent)


def _kinds(request: StaffRequest, sent: dict[str, Any]) -> None:
    actions.change_kinds(request.actor, request.POST.getlist("kinds"), **sent)


def _suspend(request: StaffRequest, sent: dict[str, Any]) -> None:
    actions.suspend_seal(request.actor, clean(request, "reason"), **sent)


def _resume(request: StaffRequest, sent: dict[str, Any]) -> None:
    actions.resume_seal(request.actor, clean(request, "reason"), **sent)


ACTS: dict[str, Callable[[StaffRequest, dict[str, Any]], None]] = {
    "appoint": _appoint, "release": _release, "kinds": _kinds, "suspend": _suspend, "resume": _resume,
}  # fmt: skip


@needs(Role.ADMIN, Role.SECURITY)
@require_POST
def act(request: StaffRequest, act: str) -> HttpResponseBase:
    """One change of the register; refused in words with a way back."""
    try:
        ACTS[act](request, {"now": request.now, "once": once_key(request)})
    except RuleBroken as error:
        return refused(request, error, HOME)
    messages.success(request, _("印章登记已经改好。"))
    return redirect(HOME)


@needs(*Role)
@require_safe
def uses(request: StaffRequest) -> HttpResponse:
    """用印记录, the newest first, found by the number of a document, a licence or a case.

    For the administrator and whoever keeps the seal today. Raises NotPermitted.
    """
    keeper = vault.is_custodian(request.actor.staff, china_date(request.now))
    if str(Role.ADMIN) not in request.actor.roles and not keeper:
        raise NotPermitted()
    seal, filters = vault.the_seal(), asked(request, "q")
    found = vault.uses(seal, number=filters["q"], before=row_id(request), most=PAGE + 1) if seal else []
    rows, last = cut(found, PAGE)
    facts = {
        "seal": seal, "filters": filters,
        "rows": [{"row": one, "kind": _(kinds().get(one.kind, one.kind))} for one in rows],
        "next": address(USES, filters, before=last.pk) if last else "",
    }  # fmt: skip
    return render(request, "web/steward/seal_uses.html", facts)


@needs(Role.ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def replaced(request: StaffRequest) -> HttpResponse:
    """42 → 1: which seals ours replaced, by which document, and what it sealed in their place since."""
    errors, seal = FormErrors(), vault.the_seal()
    names = ("department", "former", "from_day", "document", "items")
    typed = {name: clean(request, name).strip() for name in names}
    if request.method == "POST" and _recorded(request, typed, errors):
        messages.success(request, _("已经登记。"))
        return redirect(MERGER)
    facts = {
        **_merger(seal), "typed": typed, "once": once_token(),
        "departments": [(one.credit_code, one.short_name) for one in bureau.departments()],
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/steward/seal_replaced.html", facts, status=errors.status)


def _recorded(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> bool:
    day, items = day_typed(typed["from_day"]), typed["items"]
    if day is None:
        errors.add("from_day", _("请填写启用日期"))
    if not (items.isascii() and items.isdecimal() and 0 < len(items) <= 5):
        errors.add("items", _("请填写事项数，至少 1 项"))
    if errors or day is None:
        return False
    try:
        _record(request, typed, day)
    except RuleBroken as error:
        field = "department" if error.code == "bureau.not_there" else "former"
        errors.refuse("document" if error.facts.get("what") == gettext_noop("文号") else field, error)
        return False
    return True


def _record(request: StaffRequest, typed: dict[str, str], day: date) -> None:
    actions.note_replaced(
        request.actor, typed["department"], typed["former"], day, typed["document"], int(typed["items"]),
        now=request.now, once=once_key(request),
    )  # fmt: skip


@needs(Role.ADMIN)
@require_POST
def withdraw(request: StaffRequest, row: int) -> HttpResponseBase:
    """Take back a fact that was entered by mistake; it stays on record."""
    try:
        actions.withdraw_replaced(
            request.actor, row, clean(request, "reason"), now=request.now, once=once_key(request)
        )
    except RuleBroken as error:
        return refused(request, error, MERGER)
    messages.success(request, _("已经撤销，记录还在。"))
    return redirect(MERGER)


@needs(Role.ADMIN)
@require_safe
def report(request: StaffRequest) -> HttpResponse:
    """The report 42 → 1 on A4."""
    seal = vault.the_seal()
    facts = {**_merger(seal), "now": request.now}
    return render(request, "web/steward/seal_report.html", facts)


def _merger(seal: Any) -> dict[str, Any]:
    """The report with its picture."""
    report = vault.merger(seal) if seal else None
    long = merger.shares(report)
    bars = [(one, long[one.id]) for one in report.rows] if report else []
    return {"seal": seal, "report": report, "picture": merger.picture(report), "bars": bars}
