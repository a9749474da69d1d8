"""Keys, each wrapped by the master key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Key(models.Model):
    """One key. Active: seals and opens; retiring: its rows are being sealed anew; retired: opens old backups.

    `data` keys seal values (SM4-GCM), `index` keys make what exact search compares (HMAC-SM3).
    """

    DATA, INDEX = "data", "index"
    ACTIVE, RETIRING, RETIRED = "active", "retiring", "retired"

    purpose = models.CharField(max_length=8, choices=[(DATA, DATA), (INDEX, INDEX)])
    state = models.CharField(max_length=8, choices=[(s, s) for s in (ACTIVE, RETIRING, RETIRED)])
    wrapped = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose"], condition=Q(state="active"), name="keys_one_active"),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False)
                | (~Q(state="retired") & Q(retired_at__isnull=True)),
                name="keys_retired_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk} {self.state}"
