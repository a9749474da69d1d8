"""One row per event; each row carries the hash of the one before it in its stream."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """What happened. The left part never changes; the right part is how far its delivery got."""

    stream = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="trail_one_row_per_seq")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="trail_waiting", condition=Q(due_at__isnull=False)),
            models.Index(fields=["dead_at"], name="trail_dead", condition=Q(dead_at__isnull=False)),
            models.Index(fields=["kind", "at"], name="trail_kind_at"),
            models.Index(fields=["actor", "at"], name="trail_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.kind}"


class Seal(models.Model):
    """日封: one closed day. Covers the rows with ids in (after_id, last_id]; signed and chained."""

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    made_at = models.DateTimeField()
    after_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    rows = models.PositiveBigIntegerField()
    streams = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    key = models.CharField(max_length=40)
    public = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"{self.number} {self.day}"


class Done(models.Model):
    """One reaction that has run for one event: what makes a second delivery harmless."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="done")
    reaction = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="trail_reaction_once")]


class Once(models.Model):
    """One request that was carried out, by its idempotency key: the same request again gets its answer."""

    actor = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="trail_request_once")]
        indexes = [models.Index(fields=["at"], name="trail_once_at")]
