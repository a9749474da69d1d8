"""Regions, departments, staff, posts and calendar years."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedTextField
from yimen.rules.terms import Level, Role


class Region(models.Model):
    """行政区划: 12-digit code (GB/T 2260 and the statistical extension), province to village."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=1, choices=Level.choices())
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """部门: by its unified social credit code. `warning` keeps what an import found wrong with it."""

    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="departments")
    address = models.CharField(max_length=300, blank=True)
    consult_phone = models.CharField(max_length=80, blank=True)
    complain_phone = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)
    #: 合作单位 (a bank, a post office): its people help, and decide nothing.
    partner = models.BooleanField(default=False)
    warning = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.short_name


class Staff(models.Model):
    """工作人员: by staff number."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="staff")
    phone = SealedTextField(blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Post(models.Model):
    """岗位: a role in a department, for a region, from a day until a day."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices())
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role", "department"], name="bureau_post_once"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True)
                | Q(from_day__isnull=True)
                | Q(to_day__gte=models.F("from_day")),
                name="bureau_post_days_in_order",
            ),
        ]


class CalendarYear(models.Model):
    """工作日历的一年: provisional (weekday rule) until published; `version` counts its changes."""

    year = models.PositiveSmallIntegerField(unique=True)
    published = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    document = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """One day that differs from the weekday rule: a holiday on a weekday, or a worked weekend (调休)."""

    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(unique=True)
    working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
