"""One window: what kind it is, whose, what is listed for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.hall.terms import WindowKind
from yimen.web.forms import ByField, FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs

from . import typed
from .sites import LIST, run_site

_BOXES = (
    "number",
    "name",
    "kind",
    "department",
    "begins",
    "ends",
    "items",
    "weekend",
    "active",
    "line",
    "phone",
)


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, code: str) -> HttpResponse:
    """A new window of a site. An unknown site is 404."""
    return _form(request, code, {"kind": "", "active": "true"}, None)


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str, window: str) -> HttpResponse:
    """A window, said anew; its number stays. An unknown one is 404."""
    found = halls.kept_window(code, window)
    begun = {
        "number": found.number, "name": found.name, "kind": found.kind,
        "department": found.department.credit_code if found.department else "",
        "begins": found.season_from, "ends": found.season_to,
        "items": "\n".join(sorted(one.item.code for one in found.listed.all())),
        "line": found.line.letter if found.line else "", "phone": found.phone,
        "weekend": str(found.weekend).lower(), "active": str(found.active).lower(),
    }  # fmt: skip
    return _form(request, code, begun, found.number)


def _form(request: StaffRequest, code: str, begun: dict[str, str], number: str | None) -> HttpResponse:
    site, errors = run_site(request, code), FormErrors()
    posted = request.method == "POST"
    said = {key: clean(request, key).strip() for key in _BOXES} if posted else begun
    if number is not None:
        said["number"] = number
    if posted:
        typed.chosen(errors, "kind", said["kind"], [str(one) for one in WindowKind])
        if not errors and typed.tried(errors, lambda: _keep(request, code, said), "name"):
            messages.success(request, _("窗口记下了。"))
            return redirect(f"{LIST}{code}/")
    facts: dict[str, Any] = {
        **errors.shown(), "site": site, "typed": ByField(said), "number": number, "once": once_token(),
        "kinds": [(str(one), _(one.label)) for one in WindowKind],
        "departments": [(one.credit_code, one.short_name) for one in bureau.departments()],
        "lines": [(one.letter, f"{one.letter} {one.name}") for one in halls.kept_lines(code)],
        "crumbs": [(LIST, _("大厅")), (f"{LIST}{code}/", site.name), ("", number or _("新窗口"))],
    }  # fmt: skip
    return render(request, "web/floor/window.html", facts, status=errors.status)


def _keep(request: StaffRequest, code: str, said: dict[str, str]) -> None:
    actions.keep_window(
        request.actor, code, said["number"], said["name"], said["kind"], department=said["department"],
        season=(said["begins"], said["ends"]), weekend=said["weekend"] == "true",
        active=said["active"] != "false", line=said["line"], phone=said["phone"],
        items=typed.codes(said["items"]), **typed.common(request),
    )  # fmt: skip
