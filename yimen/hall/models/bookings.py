"""Queues of a hall and who has an appointment in one. Columns only; see `rules.booking`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.booking import BookingState

from .places import Site


class Line(models.Model):
    """业务队列 of a site: the windows that serve one group of items, and what their numbers begin with.

    `minutes`: mean time of one service, from which places for bookings follow.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lines", db_index=False)
    letter = models.CharField(max_length=2)
    name = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "letter"], name="hall_line_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="hall_line_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class Booking(models.Model):
    """预约 of one person. `place`: which of the slot's places; no place of a slot is held twice, and nobody
    holds two bookings of one day. `first`: came within the tolerance, goes before those who walked in;
    `reminded_at`: when whoever booked was told that it is tomorrow."""

    number = models.CharField(max_length=20, unique=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BookingState.choices(), default=BookingState.BOOKED)
    first = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "day", "start", "place"],
                condition=Q(state__in=["booked", "came"]),
                name="hall_a_place_is_held_once",
            ),
            models.UniqueConstraint(
                fields=["party", "day"], condition=Q(state__in=["booked", "came"]), name="hall_one_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-id"], name="hall_of_party"),
            models.Index(fields=["day", "line", "start"], name="hall_of_day"),
        ]

    def __str__(self) -> str:
        return self.number
