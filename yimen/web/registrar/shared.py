"""Shared definitions: one material for all items, one data element for all forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import MaterialRow
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.item import BadSpec
from yimen.rules.likeness import require_days
from yimen.rules.terms import FieldType, MaterialForm, MaterialKind, Need, Source
from yimen.web.errors import not_found
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, cut

from .common import KEEPERS, crumbs

PAGE = 50
MATERIALS = "/catalogue/materials/"
_PARTS = ("name", "kind", "form", "source", "issuer", "exempt_by", "hint")
_BOXES = (*_PARTS, "usable_days")
_TABLES: tuple[tuple[str, Any], ...] = (("kind", MaterialKind), ("form", MaterialForm), ("source", Source))
#: Lengths of the columns.
_MOST = {"name": 300, "issuer": 200, "exempt_by": 80, "hint": 500}


@needs(*KEEPERS)
@require_safe
def materials(request: StaffRequest) -> HttpResponse:
    """Shared materials by code with how many items use each."""
    filters = asked(request, "q")
    rows, last = cut(
        catalogue.materials(text=filters["q"], after=asked(request, "after")["after"], limit=PAGE + 1), PAGE
    )
    facts = {
        "rows": [{"row": one, "source": Source(one.source), "kind": MaterialKind(one.kind)} for one in rows],
        "filters": filters,
        "next": address(MATERIALS, filters, after=last.code) if last else "",
        "crumbs": crumbs("", "", ("", _("统一材料"))),
    }
    return render(request, "web/registrar/materials.html", facts)


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def material(request: StaffRequest, code: str) -> HttpResponse:
    """One shared material: its words, and the items that ask for it."""
    row, errors = catalogue.material(code), FormErrors()
    if row is None:
        return not_found(request, Exception(code))
    if request.method == "POST" and _define(request, code, errors):
        messages.success(request, _("统一材料已经改好。已发布的版本保留发布时的写法。"))
        return redirect(f"{MATERIALS}{code}/")
    uses, last = cut(catalogue.usage(code, after=asked(request, "after")["after"], limit=PAGE + 1), PAGE)
    posted = request.method == "POST"
    facts = {
        "row": row,
        "here": f"{MATERIALS}{code}/",
        "filters": asked(request, "q"),
        "below": catalogue.standing_for(code),
        "twins": _twins(code, asked(request, "q")["q"]),
        "typed": {part: clean(request, part) if posted else _part(row, part) for part in _BOXES},
        "tables": {name: [(c, _(words)) for c, words in table.choices()] for name, table in _TABLES},
        "uses": [{"row": one, "need": Need(one.need)} for one in uses],
        "next": address(f"{MATERIALS}{code}/", {}, after=last.code) if last else "",
        "crumbs": crumbs("", "", (MATERIALS, _("统一材料")), ("", row.name)),
        "once": once_token(),
        **errors.shown(),
    }
    return render(request, "web/registrar/material.html", facts, status=errors.status)


def _part(row: MaterialRow, part: str) -> str:
    value = getattr(row, part)
    return "" if value is None else str(value)


def _twins(code: str, text: str) -> list[dict[str, Any]]:
    """Likely twins with how alike they are, in a hundred."""
    return [{"twin": one, "percent": round(100 * one.score)} for one in catalogue.alike(code, text=text)]


def _days(request: StaffRequest, errors: FormErrors) -> int | None:
    """How many days a given file counts, as typed; None for what the kind says."""
    text = clean(request, "usable_days").strip()
    if not text:
        return None
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    errors.read("usable_days", require_days, days)
    return days


def _define(request: StaffRequest, code: str, errors: FormErrors) -> bool:
    typed = {part: clean(request, part).strip() for part in _PARTS}
    if not typed["name"]:
        errors.add("name", _("请填材料名称"))
    for part, most in _MOST.items():
        if len(typed[part]) > most:
            errors.add(part, _("最多 {most} 个字").format(most=most))
    days = _days(request, errors)
    if errors:
        return False
    name = typed.pop("name")
    try:
        actions.define_material(
            request.actor, code, name, **typed, usable_days=days,  # type: ignore[arg-type]
            now=request.now, once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        if error.kind is Kind.FORBIDDEN:
            raise
        errors.refuse(str(error.facts.get("where", "name")) if isinstance(error, BadSpec) else "name", error)
        return False
    return True


@needs(*KEEPERS)
@require_safe
def elements(request: StaffRequest) -> HttpResponse:
    """Shared data elements by label."""
    filters = asked(request, "q")
    rows = catalogue.elements(text=filters["q"])
    facts = {
        "rows": [{"row": one, "type": FieldType(one.type), "options": _options(one.detail)} for one in rows],
        "filters": filters,
        "crumbs": crumbs("", "", ("", _("统一栏目"))),
    }
    return render(request, "web/registrar/elements.html", facts)


def _options(detail: dict[str, Any]) -> list[str]:
    found = detail.get("options")
    return [str(one[1]) for one in found if len(one) == 2] if isinstance(found, list) else []
