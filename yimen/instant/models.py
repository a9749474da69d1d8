"""Decisions by machine and the switch of each item. Columns only; the law is in `rules.instant`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedJSONField, SealedTextField
from yimen.rules.instant.judge import Outcome


class Switch(models.Model):
    """The switch of one item: off stops every decision by machine at once. No row: on. What was is on the
    trail of the item."""

    item = models.OneToOneField("catalogue.Item", on_delete=models.CASCADE, related_name="+")
    off = models.BooleanField(default=False)
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class Decision(models.Model):
    """One decision, never changed: once per event that asked for it. `rules`: digest of the rules as they
    were; `checks`: what was looked at, in order, with whether it held; `inputs`: the answers that the rules
    read, personal ones masked; `sources`: who said what, and when.

    `chosen`: drawn to be checked again by a person, who says `right` or not with `words`.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    event = models.BigIntegerField(unique=True)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+")
    rules = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices())
    checks = SealedJSONField(default=list)
    inputs = SealedJSONField(default=list)
    sources = models.JSONField(default=list)
    at = models.DateTimeField()

    chosen = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=60, blank=True)
    right = models.BooleanField(null=True)
    words = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(right__isnull=True) | Q(chosen=True, checked_at__isnull=False),
                name="instant_only_drawn_are_checked",
            ),
            models.CheckConstraint(
                condition=Q(chosen=False) | Q(outcome="approve"), name="instant_only_approved_are_drawn"
            ),
        ]
        indexes = [
            models.Index(fields=["item", "-id"], name="instant_of_item"),
            models.Index(fields=["outcome", "-id"], name="instant_by_outcome"),
            models.Index(
                fields=["id"], name="instant_to_check", condition=Q(chosen=True, checked_at__isnull=True)
            ),
            models.Index(fields=["-id"], name="instant_wrong", condition=Q(right=False)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
