"""Displays and kiosks: who one is by its token, how those of a site do, where help is waited for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.hall import devices as rules
from yimen.rules.hall.devices import DeviceKind, Health
from yimen.trail import rows as ready
from yimen.trail.chain import sm3

from ..models import Device


@dataclass(frozen=True)
class OwnDevice:
    """A device that showed its token. `site`: code of its hall; `window`: number of its window, "" for none;
    `always`: it stands in a hall around the clock."""

    id: int
    kind: DeviceKind
    name: str
    site: str
    site_id: int
    site_name: str
    always: bool
    window: str

    @property
    def actor(self) -> Actor:
        """Who acts at it: nobody in particular, at this machine."""
        return Actor(account=None, name=self.name, machine=str(self.id))


@dataclass(frozen=True)
class DeviceRow:
    """A device in the keepers' list. `code`: one was given that still counts."""

    id: int
    kind: DeviceKind
    name: str
    window: str
    health: Health
    seen: datetime | None
    code: bool
    help_at: datetime | None


@dataclass(frozen=True)
class HelpCall:
    """Somebody waits for help before a kiosk, since `at`."""

    device: int
    name: str
    site_name: str
    at: datetime


_BY_TOKEN: ready.Ready[Device] = ready.Ready(
    lambda digest: Device.objects.select_related("site", "window")
    .filter(token_digest=digest, ended_at__isnull=True, site__active=True),
    str,
)  # fmt: skip


def device_of(token: str) -> OwnDevice | None:
    """The device whose token this is; None for none, or one that was taken out of use (one statement)."""
    found = _BY_TOKEN.first(sm3(token.encode())) if token else None
    if found is None:
        return None
    site, window = found.site, found.window
    return OwnDevice(
        found.pk, DeviceKind(found.kind), found.name, site.code, site.pk, site.name, site.always,
        window.number if window is not None else "",
    )  # fmt: skip


def in_use(device: int) -> bool:
    """Whether this device is connected and was not taken out of use."""
    found = Device.objects.filter(pk=device, token_digest__isnull=False, ended_at__isnull=True)
    return found.filter(site__active=True).exists()


def devices_at(site: str, now: datetime) -> list[DeviceRow]:
    """The devices of a site, those out of use last (one statement)."""
    rows = Device.objects.filter(site__code=site).select_related("window").order_by("kind", "name", "pk")
    made = [_row(one, now) for one in rows]
    return sorted(made, key=lambda one: one.health is Health.ENDED)


def silent_devices(site: str, now: datetime) -> list[DeviceRow]:
    """Devices of a site that were connected and say nothing any more: for the morning check."""
    return [one for one in devices_at(site, now) if one.health is Health.SILENT]


def help_calls(regions: Collection[str]) -> list[HelpCall]:
    """Where somebody waits for help at the sites of these regions (12 digits), who waits longest first."""
    rows = Device.objects.filter(help_at__isnull=False, ended_at__isnull=True, site__region__code__in=regions)
    found = rows.select_related("site").order_by("help_at")
    return [HelpCall(one.pk, one.name, one.site.name, one.help_at) for one in found if one.help_at]


def _row(one: Device, now: datetime) -> DeviceRow:
    how = rules.health(one.joined_at is not None, one.ended_at is not None, one.seen_at, now)
    code = bool(one.code_digest) and one.code_until is not None and one.code_until > now
    window = one.window.number if one.window is not None else ""
    return DeviceRow(one.pk, DeviceKind(one.kind), one.name, window, how, one.seen_at, code, one.help_at)
