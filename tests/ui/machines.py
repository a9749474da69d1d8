"""Displays and kiosks that the gate walks, in the town that is open whenever the tests run."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests import county as counties
from tests import hall_world
from yimen.hall import actions
from yimen.hall.models import Device
from yimen.rules.authority import SYSTEM

#: Role → site, kind and window of its device.
KINDS = {
    "hall display": (hall_world.TOWN_SITE, "hall", ""),
    "window display": (hall_world.TOWN_SITE, "window", "1"),
    "kiosk": (hall_world.TOWN_SITE, "kiosk", ""),
    "kiosk around the clock": (hall_world.MACHINES, "kiosk", ""),
}
PAGES: dict[str, tuple[str, ...]] = {
    "hall display": ("/device/hall/",),
    "window display": ("/device/window/",),
    "kiosk": (
        "/device/kiosk/", "/device/kiosk/green/", "/device/kiosk/green/?why=aged", "/device/kiosk/lines/",
        "/device/kiosk/matters/", "/device/kiosk/card/", "/device/kiosk/progress/", "/device/kiosk/more/",
        "/device/kiosk/self/", "/device/kiosk/phone/book/", "/device/kiosk/phone/papers/",
        "/device/kiosk/tickets/{kiosk_ticket}/",
    ),
    "kiosk around the clock": ("/device/kiosk/", "/device/kiosk/self/", "/device/kiosk/phone/results/"),
}  # fmt: skip


def play(county: counties.County) -> dict[str, str]:
    """Devices of every kind; somebody took a number at the kiosk a moment ago."""
    for role, (site, kind, window) in KINDS.items():
        actions.add_device(county["keeper"], site, kind, role, window=window, now=timezone.now())
    taken = actions.take(SYSTEM, hall_world.TOWN_SITE, source="kiosk", now=timezone.now())
    return {"kiosk_ticket": taken.key}


def token(county: counties.County, role: str) -> str:
    """The token of a device, connected anew."""
    site, kind, _window = KINDS[role]
    row = Device.objects.get(site__code=site, kind=kind).pk
    now = timezone.now() - timedelta(seconds=1)
    return actions.join(actions.give_code(county["keeper"], site, row, now=now).code, now=now)
