"""Sites, windows, shifts, hours, the list of weekend service, powers. Columns only; the law is in `rules`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.hall.terms import Power, SiteLevel, Turn, WindowKind


class Site(models.Model):
    """大厅. `week`: Monday to Sunday, each a list of (opens, closes) in minutes since midnight; `always`:
    around the clock; `terms`: what was set of `booking_terms.Terms`. `east`, `north`: degrees (CGCS2000). Its
    region is that of the posts of its clerks."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=SiteLevel.choices())
    region = models.ForeignKey("bureau.Region", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=80, blank=True)
    traffic = models.CharField(max_length=300, blank=True)
    east = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    north = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    week = models.JSONField(default=list)
    always = models.BooleanField(default=False)
    terms = models.JSONField(default=dict)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(east__isnull=True, north__isnull=True)
                | Q(east__isnull=False, north__isnull=False),
                name="hall_spot_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SiteDay(models.Model):
    """One date with hours of its own; no sessions: closed. `words`: why, shown to the public."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    sessions = models.JSONField(default=list)
    words = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="hall_day_once")]


class Window(models.Model):
    """窗口. `season`: MM-DD and MM-DD of a seasonal window; `weekend`: open in 延时服务 too."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="windows", db_index=False)
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=WindowKind.choices())
    department = models.ForeignKey(
        "bureau.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line = models.ForeignKey("hall.Line", null=True, on_delete=models.PROTECT, related_name="windows")
    phone = models.CharField(max_length=80, blank=True)
    season_from = models.CharField(max_length=5, blank=True)
    season_to = models.CharField(max_length=5, blank=True)
    weekend = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="hall_window_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class WindowItem(models.Model):
    """One item listed for one window, besides what its kind serves."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="listed", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "item"], name="hall_listed_once")]


class Shift(models.Model):
    """排班: who sits at a window on which kind of days, minutes since midnight."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="shifts")
    staff = models.ForeignKey("bureau.Staff", on_delete=models.PROTECT, related_name="+")
    turn = models.CharField(max_length=10, choices=Turn.choices())
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts"), ends__lte=1440), name="hall_shift_in_order"
            ),
        ]


class WeekendItem(models.Model):
    """延时服务清单: an item that is served on Saturdays and Sundays, and the document that says so."""

    item = models.OneToOneField("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)


class MovedPower(models.Model):
    """放权: one power over one item, moved to all sites of a level within a region, by a document.

    A row is never changed but to end it: `to_day`, who ended it and why.
    """

    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=10, choices=Power.choices())
    level = models.CharField(max_length=10, choices=SiteLevel.choices())
    region = models.ForeignKey("bureau.Region", on_delete=models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=200)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    ended_by = models.CharField(max_length=60, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")) | ~Q(ended_by=""),
                name="hall_power_days_in_order",
            ),
        ]
