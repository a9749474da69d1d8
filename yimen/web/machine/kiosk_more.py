"""At a kiosk: what one may do by oneself, carried over to one's own telephone; and somebody to help."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.devices import DeviceKind
from yimen.vault import qr
from yimen.web.guard import once_key

from .kiosk import shown, turned_down
from .own import DeviceRequest, at


@require_safe
@at(DeviceKind.KIOSK)
def listing(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/self/: the items that a machine takes in, at any hour."""
    return shown(request, "kiosk_self.html", {"items": catalogue.for_machines()})


@require_safe
@at(DeviceKind.KIOSK)
def more(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/more/: what needs no number."""
    return shown(request, "kiosk_more.html", {})


@require_safe
@at(DeviceKind.KIOSK)
def phone(request: DeviceRequest, what: str) -> HttpResponseBase:
    """/device/kiosk/phone/<what>/: a picture to scan, by which it goes on at one's own telephone; there one
    signs in, uploads, pays. `what`: book, papers, results, or the code of an item. An unknown item is 404."""
    return shown(request, "kiosk_phone.html", _way(request, what))


def _way(request: DeviceRequest, what: str) -> dict[str, Any]:
    ways = {
        "book": (_("预约"), f"/halls/{request.device.site}/", _("扫码选事项、日子和时间。")),
        "papers": (_("补交材料"), "/my/", _("扫码登录，选要补的那一件，拍照上传。")),
        "results": (_("领结果"), "/my/", _("扫码登录，看结果在哪里领、能不能寄到家。")),
    }
    if what in ways:
        title, path, words = ways[what]
    else:
        item = catalogue.by_codes([what.upper()])
        if not item:
            raise Http404
        title, path = item[0].name, f"/items/{item[0].code}/"
        words = _("扫码看要准备什么，在手机上填表、拍照上传。")
    address = qr.public_address(path)
    return {"title": title, "words": words, "address": address, "qr": qr.data_uri(address)}


@require_POST
@at(DeviceKind.KIOSK)
def help_me(request: DeviceRequest) -> HttpResponseBase:
    """/device/kiosk/help/: 请人来帮我."""
    try:
        actions.ask_help(request.device.actor, now=request.now, once=once_key(request))
    except RuleBroken as error:
        return turned_down(request, error)
    return shown(request, "kiosk_helped.html", {})
