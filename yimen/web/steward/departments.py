"""Departments: listed, added, changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import actions
from yimen.bureau import queries as bureau
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Role
from yimen.web.errors import not_found
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import asked

from .staff import told

LIST = "/admin/departments/"
_PARTS = ("credit_code", "name", "short_name", "region", "address", "consult_phone", "complain_phone")
#: What the rules call an entry → its box.
_LABELS = {
    gettext_noop("统一社会信用代码"): "credit_code",
    gettext_noop("部门名称"): "name",
    gettext_noop("部门简称"): "short_name",
    gettext_noop("地址"): "address",
    gettext_noop("咨询电话"): "consult_phone",
    gettext_noop("投诉电话"): "complain_phone",
}


@needs(Role.ADMIN)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Active departments by name, found by name."""
    filters = asked(request, "q")
    rows = [one for one in bureau.departments() if filters["q"] in one.name or filters["q"] in one.short_name]
    return render(request, "web/steward/departments.html", {"rows": rows, "filters": filters})


@needs(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Add a department by its credit code."""
    errors = FormErrors()
    typed = {part: clean(request, part).strip() for part in _PARTS}
    if request.method == "POST" and _tried(errors, lambda: _add(request, typed)):
        messages.success(request, _("部门已经录入。"))
        return redirect(LIST)
    crumbs = [(LIST, _("部门")), ("", _("新增部门"))]
    facts = {**_form(typed, errors), "partner": clean(request, "partner") == "true", "crumbs": crumbs}
    return render(request, "web/steward/department.html", facts, status=errors.status)


def _add(request: StaffRequest, typed: dict[str, str]) -> None:
    actions.add_department(
        request.actor, typed["credit_code"], typed["name"], typed["short_name"], typed["region"],
        typed["address"], typed["consult_phone"], typed["complain_phone"],
        partner=clean(request, "partner") == "true", now=request.now, once=read_once(request),
    )  # fmt: skip


@needs(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponse:
    """Change a department; its credit code stays."""
    one, errors = bureau.department(code), FormErrors()
    if one is None:
        return not_found(request, Exception(code))
    posted = request.method == "POST"
    typed = {part: clean(request, part).strip() if posted else getattr(one, part, "") for part in _PARTS}
    active = clean(request, "active") != "false" if posted else one.active
    if posted and _tried(errors, lambda: _change(request, code, typed, active)):
        messages.success(request, _("部门已经改好。"))
        return redirect(f"{LIST}{code}/")
    crumbs = [(LIST, _("部门")), ("", one.short_name)]
    facts = {**_form(typed, errors), "one": one, "active": active, "crumbs": crumbs}
    return render(request, "web/steward/department.html", facts, status=errors.status)


def _change(request: StaffRequest, code: str, typed: dict[str, str], active: bool) -> None:
    actions.change_department(
        request.actor, code, typed["name"], typed["short_name"], typed["address"], typed["consult_phone"],
        typed["complain_phone"], active, now=request.now, once=read_once(request),
    )  # fmt: skip


def _form(typed: dict[str, Any], errors: FormErrors) -> dict[str, Any]:
    return {
        "typed": typed,
        "regions": [(region.code, region.name) for region in bureau.regions_under("0")],
        "once": once_token(),
        **errors.shown(),
    }


def _tried(errors: FormErrors, act: Any) -> bool:
    """Carry out an action; False with its refusal at the right box."""
    try:
        act()
    except RuleBroken as error:
        label, what = str(error.facts.get("label", "")), str(error.facts.get("what", ""))
        fallback = "region" if what == gettext_noop("行政区划") else "credit_code"
        if label in _LABELS:
            errors.refuse(_LABELS[label], error)
        elif error.code in {"bureau.already_there", "bureau.not_there"}:
            errors.refuse(fallback, error)
        else:
            told(error, errors, fallback)
        return False
    return True
