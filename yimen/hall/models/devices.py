"""Displays and kiosks. Columns only; see `rules.hall.devices`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.hall.devices import DeviceKind

from .places import Site, Window


class Device(models.Model):
    """A display or a kiosk of a site. Of its token and of the code that connects it only digests are kept;
    `seen_at`: when it last said that it is there, to the minute; `help_at`: since when somebody before it
    waits for help."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=8, choices=DeviceKind.choices())
    name = models.CharField(max_length=40)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    token_digest = models.CharField(max_length=64, null=True, unique=True)
    made_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    help_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="window", window__isnull=False)
                | (~Q(kind="window") & Q(window__isnull=True)),
                name="hall_device_at_its_window",
            ),
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="hall_device_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KioskCode(models.Model):
    """A code by which somebody shows at a kiosk who they are. Of the digits only the seed is kept, and none
    once they were used; no account: nobody has this number, and it is asked for and tried like any other."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="codes")
    account = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    seed = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
