"""Sites: listed, and a new one entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.hall.terms import SiteLevel
from yimen.rules.queueing.floor import require_floor, runs
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import asked

from . import typed

LIST = "/floor/sites/"
FACTS = ("name", "address", "phone", "traffic", "east", "north")


def run_site(request: StaffRequest, code: str) -> Any:
    """A site whose floor the reader runs; else 403. An unknown one is 404."""
    one = halls.kept_site(code)
    require_floor(request.actor, one.region.code)
    return one


def regions(request: StaffRequest) -> list[tuple[str, str]]:
    """The regions whose floors one runs, to choose from."""
    return [(one.code, one.name) for one in bureau.regions_under("0") if runs(request.actor, one.code)]


@needs(*KEEPERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The sites whose floors one runs, found by name or place."""
    filters = asked(request, "q")
    own = [one for one in halls.kept_sites() if runs(request.actor, one.region)]
    rows = [one for one in own if filters["q"] in one.name or filters["q"] in one.region_name]
    facts = {"rows": rows, "filters": filters, "filing": _filing()}
    return render(request, "web/floor/sites.html", facts)


def _filing() -> list[dict[str, Any]]:
    """What share of the items can be filed online and booked, and which cannot."""
    found = catalogue.filing()
    return [
        {"words": words, "n": n, "of": found.open, "share": n * 100 // found.open, "lacking": lacking}
        for words, n, lacking in (
            (_("网上能申请"), found.online, found.offline), (_("能预约"), found.bookable, found.unbookable),
        )
        if found.open
    ]  # fmt: skip


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Enter a site; its hours and windows come after."""
    errors = FormErrors()
    said = {key: clean(request, key).strip() for key in ("code", "level", "region", *FACTS)}
    if request.method == "POST":
        typed.chosen(errors, "level", said["level"], [str(one) for one in SiteLevel])
        if not errors and typed.tried(errors, lambda: _add(request, said), "region"):
            messages.success(request, _("大厅登记好了，接着写开放时间和窗口。"))
            return redirect(f"{LIST}{said['code'].upper()}/")
    facts = {
        **errors.shown(), "typed": said, "once": once_token(),
        "levels": [(str(one), _(one.label)) for one in SiteLevel],
        "regions": regions(request),
        "crumbs": [(LIST, _("大厅")), ("", _("登记大厅"))],
    }  # fmt: skip
    return render(request, "web/floor/site_new.html", facts, status=errors.status)


def _add(request: StaffRequest, said: dict[str, str]) -> None:
    told: dict[str, Any] = {key: said[key] for key in ("phone", "traffic", "east", "north")}
    actions.add_site(
        request.actor, said["code"], said["name"], said["level"], said["region"], said["address"],
        **told, **typed.common(request),
    )  # fmt: skip
