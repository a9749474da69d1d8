"""In a visit at a kiosk: what one may do, what to book, what is ready; and the end of it."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.cases import queries as cases
from yimen.catalogue import queries as catalogue
from yimen.hall import queries as halls
from yimen.rules.delivery import Way
from yimen.rules.hall.devices import DeviceKind

from . import visit
from .kiosk import START, shown
from .own import DeviceRequest, View, at

#: So many items are offered to book.
OFFERED = 24


def visiting(view: View) -> View:
    """A page of a visit; without one, back to the start of the kiosk."""

    @functools.wraps(view)
    def guarded(request: Any, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.visit is None:
            return redirect(START)
        return view(request, *args, **kwargs)

    return at(DeviceKind.KIOSK)(guarded)


@require_safe
@visiting
def me(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/me/?no=: what one may do here. `no`: what was asked for does not open at a kiosk."""
    return shown(request, "kiosk_me.html", {"no": "no" in request.GET})


@require_safe
@visiting
def book(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/me/book/: the items for people, those most often filed first."""
    rows = catalogue.popular(audience="person", limit=OFFERED)
    return shown(request, "kiosk_book.html", {"items": rows, "site": request.device.site})


@require_safe
@visiting
def results(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/me/results/: what is ready for whoever stands here, and where."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = [_ready(one, request.device.site_name) for one in cases.ready_for(actor)]
    return shown(request, "kiosk_results.html", {"rows": rows})


def _ready(one: cases.Ready, site: str) -> dict[str, Any]:
    """A result for the page: how it comes, and whether it is handed out in this very hall."""
    fetched = one.choice.way is Way.PICKUP
    hall = halls.name_of(one.region) if fetched else ""
    how = _("到{hall}领，带上身份证").format(hall=hall) if fetched else _(one.choice.way.label)
    return {
        "number": one.number, "title": one.title, "item": one.item, "how": how,
        "here": fetched and hall == site,
    }  # fmt: skip


@require_POST
@at(DeviceKind.KIOSK)
def end(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/end/: 结束，清除. Pressed twice, it is over all the same."""
    visit.end(request)
    return visit.cleared(redirect(f"{START}?fresh=1"))
