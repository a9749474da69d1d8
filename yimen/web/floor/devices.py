"""屏和自助机 of a site as their keeper sees them: how they do, a new one, its code, taking one out of use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules.hall.devices import DeviceKind, Health
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.second_step import in_groups
from yimen.vault import qr
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import read_id

from . import typed
from .sites import LIST, run_site

COLOURS = {Health.WELL: "green", Health.SILENT: "red", Health.NEW: "amber", Health.ENDED: "grey"}


@never_cache
@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponse:
    """/floor/sites/<code>/devices/: forms, told apart by `do`. A code is shown in the answer, once. An
    unknown site is 404."""
    site, errors = run_site(request, code), FormErrors()
    verb, _dash, rest = clean(request, "do").partition(":")
    device = read_id(rest) or 0
    if request.method == "POST" and verb == "code":
        return _coded(request, code, device)
    if request.method == "POST":
        _end(request, code, device) if verb == "end" else _add(request, code, errors)
        if not errors:
            return redirect(f"{LIST}{code}/devices/")
    said = {key: clean(request, key) for key in request.POST}
    rows = [(row, COLOURS[row.health]) for row in halls.devices_at(code, request.now)]
    facts = {
        **errors.shown(), "one": site, "rows": rows, "once": once_token(), "typed": said,
        "kinds": [(str(kind), _(kind.label)) for kind in DeviceKind],
        "windows": [("", _("不是窗口屏")), *_windows(code)],
        "crumbs": [(LIST, _("大厅")), (f"{LIST}{code}/", site.name), ("", _("屏和自助机"))],
    }  # fmt: skip
    return render(request, "web/floor/devices.html", facts, status=errors.status)


def _windows(code: str) -> list[tuple[str, str]]:
    return [(row.number, f"{row.number} {row.name}") for row in halls.kept_windows(code) if row.active]


def _add(request: StaffRequest, code: str, errors: FormErrors) -> None:
    kind = typed.chosen(errors, "kind", clean(request, "kind"), [str(one) for one in DeviceKind])
    if errors:
        return
    name, window = clean(request, "name"), clean(request, "window")[:10]
    done = typed.tried(
        errors,
        lambda: actions.add_device(request.actor, code, kind, name, window=window, **typed.common(request)),
        "name",
    )
    if done:
        messages.success(request, _("登记好了。发一个连接码，填到那台设备上就能用。"))


def _end(request: StaffRequest, code: str, device: int) -> None:
    actions.end_device(request.actor, code, device, **typed.common(request))
    messages.success(request, _("停用了，那台设备不再显示任何东西。"))


def _coded(request: StaffRequest, code: str, device: int) -> HttpResponse:
    made = actions.give_code(request.actor, code, device, **typed.common(request))
    row = next(one for one in halls.devices_at(code, request.now) if one.id == device)
    address = qr.public_address(f"/device/?code={made.code}") if made.code else ""
    facts: dict[str, Any] = {
        "row": row, "one": halls.kept_site(code), "groups": in_groups(made.code), "address": address,
        "back": f"{LIST}{code}/devices/",
    }  # fmt: skip
    return render(request, "web/floor/device_code.html", facts)
