"""Numbers, who sits where, and what happened to each visitor. Columns only; see `rules.queueing`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.queueing.order import SHARE
from yimen.rules.queueing.terms import GreenReason, Lane, PostState, TicketSource, TicketState

from .bookings import Line
from .places import Window


class DayQueue(models.Model):
    """Where a class of numbers stands on a day: numbers given, calls made, ordinary calls since the green
    lane overtook. Locked while a number is given or called, so that numbers are unique and without gaps."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    numbers = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    since_green = models.PositiveSmallIntegerField(default=SHARE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "day"], name="hall_queue_once")]


class WindowPost(models.Model):
    """A window on a day: open, paused or closed, since when, and who sits there (staff number).
    `also`: another class of numbers that it helps out with."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=PostState.choices())
    since = models.DateTimeField()
    staff = models.CharField(max_length=20)
    also = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "day"], name="hall_post_once"),
            models.UniqueConstraint(
                fields=["staff", "day"], condition=~Q(state="closed"), name="hall_one_post_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="hall_posts_of_day")]


class Ticket(models.Model):
    """号票. `line` gave the number, `waits_in` is the class whose windows call it; `window`: where the
    visitor is, or the only one that may call; `after`: see `rules.queueing.order`; `key`: of their page.
    `called_at`, `called_to`: the last call and the window it was to, for the displays.
    `waited`, `served`: sums of intervals in seconds, once it is over.

    `rev`, `head_hash`, `at`: the head of its chain, and since when it stands as it does.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    waits_in = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=8)
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=TicketState.choices())
    lane = models.CharField(max_length=8, choices=Lane.choices())
    green = models.CharField(max_length=8, choices=GreenReason.choices(), blank=True)
    source = models.CharField(max_length=9, choices=TicketSource.choices())
    arrived = models.DateTimeField()
    slot = models.DateTimeField(null=True)
    after = models.PositiveIntegerField(default=0)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    called_to = models.CharField(max_length=10, blank=True)
    party = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    waited = models.PositiveIntegerField(null=True)
    served = models.PositiveIntegerField(null=True)
    rev = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "seq"], name="hall_number_once"),
            models.UniqueConstraint(
                fields=["window", "day"],
                condition=Q(state__in=["called", "serving"]),
                name="hall_one_at_a_window",
            ),
        ]
        indexes = [
            models.Index(
                fields=["waits_in", "day", "lane", "arrived", "number"],
                condition=Q(state="waiting"),
                name="hall_waiting_lanes",
            ),
            models.Index(
                fields=["waits_in", "day", "after", "number"],
                condition=Q(state="waiting", after__gt=0),
                name="hall_waiting_again",
            ),
            models.Index(
                fields=["waits_in", "day", "slot", "arrived", "number"],
                condition=Q(state="waiting", lane="booked"),
                name="hall_waiting_booked",
            ),
            models.Index(
                fields=["day"],
                condition=Q(state__in=["waiting", "called", "serving", "held", "missed"]),
                name="hall_open_tickets",
            ),
            models.Index(
                fields=["waits_in", "day", "-called_at"],
                condition=Q(called_at__isnull=False),
                name="hall_last_calls",
            ),
            models.Index(fields=["window", "day"], condition=Q(window__isnull=False), name="hall_at_window"),
            models.Index(fields=["party", "day"], condition=Q(party__isnull=False), name="hall_my_tickets"),
        ]


class TicketItem(models.Model):
    """One matter that a visitor came for; `case`: the number of the case that was begun for it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="matters", db_index=False)
    place = models.PositiveSmallIntegerField()
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "place"], name="hall_matter_once")]
        indexes = [models.Index(fields=["case"], condition=~Q(case=""), name="hall_visits_of_case")]
