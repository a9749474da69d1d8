"""Requests of people about their data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedTextField
from yimen.rules.corrections import Fact, Stand


class Correction(models.Model):
    """更正申请. `value`: what the fact should be; `proof`: the paper; `answer`: why, in the clerk's words."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    fact = models.CharField(max_length=14, choices=Fact.choices())
    value = SealedTextField()
    reason = SealedTextField()
    proof = models.ForeignKey("vault.StoredFile", on_delete=models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Stand.choices(), default=Stand.ASKED)
    answer = SealedTextField(blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "fact"], condition=Q(state="asked"), name="personal_one_open_request"
            )
        ]
        indexes = [
            models.Index(fields=["party", "-id"], name="personal_of_party"),
            models.Index(fields=["id"], name="personal_waiting", condition=Q(state="asked")),
        ]
