"""Displays and kiosks that the gate walks, in the town that is open whenever the tests run."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils import timezone

from tests import county as counties
from tests import hall_world
from yimen.hall import actions
from yimen.hall.models import Device
from yimen.rules.authority import SYSTEM, Actor
from yimen.web.machine import who

#: Somebody who showed at a kiosk who they are.
VISIT = "kiosk with a visitor"
#: Role → site, kind and window of its device.
KINDS = {
    "hall display": (hall_world.TOWN_SITE, "hall", ""),
    "window display": (hall_world.TOWN_SITE, "window", "1"),
    "kiosk": (hall_world.TOWN_SITE, "kiosk", ""),
    "kiosk around the clock": (hall_world.MACHINES, "kiosk", ""),
    VISIT: (hall_world.CENTRE_SITE, "kiosk", ""),
}
PAGES: dict[str, tuple[str, ...]] = {
    "hall display": ("/device/hall/",),
    "window display": ("/device/window/",),
    "kiosk": (
        "/device/kiosk/", "/device/kiosk/green/", "/device/kiosk/green/?why=aged", "/device/kiosk/lines/",
        "/device/kiosk/matters/", "/device/kiosk/card/", "/device/kiosk/progress/", "/device/kiosk/more/",
        "/device/kiosk/self/", "/device/kiosk/phone/book/", "/device/kiosk/phone/papers/",
        "/device/kiosk/tickets/{kiosk_ticket}/", "/device/kiosk/who/", "/device/kiosk/who/?to=book",
        "/device/kiosk/who/{kiosk_code}/", "/device/kiosk/who/password/?to=my",
    ),
    VISIT: (
        "/device/kiosk/me/", "/device/kiosk/me/?no=1", "/device/kiosk/me/book/", "/device/kiosk/me/results/",
        "/device/kiosk/self/", "/my/", "/my/bookings/", "/my/bookings/{booked}/", "/items/{plain}/book/",
        "/items/{plain}/book/?site={site}", "/apply/case/{draft}/form/", "/apply/case/{draft}/materials/",
        "/apply/case/{draft}/materials/1/phone/", "/apply/case/{filled}/check/",
        "/apply/case/{received}/done/", "/apply/case/{received}/receipt/", "/cases/{received}/",
        "/cases/{issued}/",
    ),
    "kiosk around the clock": ("/device/kiosk/", "/device/kiosk/self/", "/device/kiosk/phone/results/"),
}  # fmt: skip


def play(county: counties.County) -> dict[str, str]:
    """Devices of every kind; somebody took a number at the kiosk a moment ago."""
    for role, (site, kind, window) in KINDS.items():
        actions.add_device(county["keeper"], site, kind, role, window=window, now=timezone.now())
    taken = actions.take(SYSTEM, hall_world.TOWN_SITE, source="kiosk", now=timezone.now())
    device = row("kiosk")
    kiosk = Actor(account=None, name="kiosk", machine=str(device))
    code = actions.ask_show_code(kiosk, county.parties["li"].id_number, now=timezone.now()).id
    return {"kiosk_ticket": taken.key, "kiosk_code": signing.dumps([device, code, ""], salt=who.ASKED)}


def row(role: str) -> int:
    """The device of a role."""
    site, kind, _window = KINDS[role]
    return Device.objects.get(site__code=site, kind=kind).pk


def token(county: counties.County, role: str) -> str:
    """The token of a device, connected anew."""
    site, _kind, _window = KINDS[role]
    now = timezone.now() - timedelta(seconds=1)
    return actions.join(actions.give_code(county["keeper"], site, row(role), now=now).code, now=now)
