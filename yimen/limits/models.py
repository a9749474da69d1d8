"""One row per asker and limit: a keyed digest of who, and the moment at which all is paid off."""

from __future__ import annotations

from django.db import models


class Spent(models.Model):
    """What one asker owes to one limit. No address, number or token stands here, only a digest of it."""

    who = models.CharField(max_length=40, unique=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="limits_paid_off")]

    def __str__(self) -> str:
        return self.who
