"""What a day came to, added up once it is over, and what figures were before. Columns only; the formulas
are in `rules.measures`. All but baselines can be thrown away and added up again from the tickets."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from yimen.rules.measures.baseline import Figure

from .bookings import Line
from .places import Window


def _count() -> models.PositiveIntegerField[Any, Any]:
    return models.PositiveIntegerField(default=0)


class Measured(models.Model):
    """Visits added up (`measures.hall.Tally`). `waited`, `served`: sums in seconds, `…_most` the longest;
    `w0`-`w10`, `s0`-`s10`: how many waits and services fell in each class of `measures.spread`."""

    visits = _count()
    done = _count()
    left = _count()
    closed = _count()
    booked = _count()
    green = _count()
    cases = _count()
    waited = models.PositiveBigIntegerField(default=0)
    waited_most = _count()
    served = models.PositiveBigIntegerField(default=0)
    served_most = _count()
    w0 = _count()
    w1 = _count()
    w2 = _count()
    w3 = _count()
    w4 = _count()
    w5 = _count()
    w6 = _count()
    w7 = _count()
    w8 = _count()
    w9 = _count()
    w10 = _count()
    s0 = _count()
    s1 = _count()
    s2 = _count()
    s3 = _count()
    s4 = _count()
    s5 = _count()
    s6 = _count()
    s7 = _count()
    s8 = _count()
    s9 = _count()
    s10 = _count()

    class Meta:
        abstract = True


class MeasuredHour(Measured):
    """Visits of one queue whose number was given in one hour of a day, by the window where they ended (none:
    who left before)."""

    day = models.DateField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "line", "window", "hour"],
                condition=Q(window__isnull=False),
                name="hall_measured_hour_once",
            ),
            models.UniqueConstraint(
                fields=["day", "line", "hour"],
                condition=Q(window__isnull=True),
                name="hall_measured_left_once",
            ),
        ]
        indexes = [models.Index(fields=["day", "line"], name="hall_measured_days")]


class MeasuredItem(Measured):
    """Matters of one item in one queue on one day; `general`: of those done, how many at a general window."""

    day = models.DateField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    general = _count()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "line", "item"], name="hall_measured_item_once")
        ]


class MeasuredDay(models.Model):
    """A day that is over and added up, and when; without this row the worker adds it up."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    visits = _count()


class Baseline(models.Model):
    """基线: what a figure was on a day before, and where that stands. Never changed, only added to."""

    figure = models.CharField(max_length=12, choices=Figure.choices())
    value = models.DecimalField(max_digits=6, decimal_places=1)
    day = models.DateField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="hall_baseline_is_something"),
        ]
        indexes = [models.Index(fields=["figure", "-day", "-id"], name="hall_baselines")]


class MeasuredBooking(models.Model):
    """Appointments of one item in one queue for one hour of a day (`measures.appointments.Appointments`)."""

    day = models.DateField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    hour = models.PositiveSmallIntegerField()
    booked = _count()
    came = _count()
    late = _count()
    late_by = models.PositiveBigIntegerField(default=0)
    late_most = _count()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "line", "item", "hour"], name="hall_measured_booking_once")
        ]
