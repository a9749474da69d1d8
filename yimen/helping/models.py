"""Ratings of helpers, visits at home, numbers of receipts printed beforehand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedTextField
from yimen.rules.helping.receipts import SlipState
from yimen.rules.helping.terms import (
    GuidedHow,
    GuidedTo,
    Hardship,
    NoHelpWhy,
    VisitOutcome,
    VisitState,
    Wish,
)


class HelpRating(models.Model):
    """评价: what the person says of who helped with one case. One a case."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    words = SealedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__range=(1, 5)), name="helping_five_levels")]
        indexes = [models.Index(fields=["staff", "at"], name="helping_ratings_of_staff")]


class HomeVisit(models.Model):
    """上门帮办: where (sealed), why and when somebody asks; who took it for which day; what came of it.
    `reminded_at`: when the person was told that it is tomorrow."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    place = SealedTextField()
    hardship = models.CharField(max_length=10, choices=Hardship.choices())
    wish = models.CharField(max_length=8, choices=Wish.choices())
    asked_words = SealedTextField(blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=VisitState.choices(), default=VisitState.ASKED)
    staff = models.CharField(max_length=20, blank=True)
    day = models.DateField(null=True)
    start = models.PositiveSmallIntegerField(null=True)
    reminded_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=VisitOutcome.choices(), blank=True)
    told = SealedTextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(state__in=["asked", "taken"]), name="helping_one_open_visit"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "done"])
                | (~Q(staff="") & Q(day__isnull=False, start__isnull=False)),
                name="helping_taken_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "id"], name="helping_visits_waiting", condition=Q(state="asked")),
            models.Index(fields=["staff", "-id"], name="helping_visits_of_staff", condition=~Q(staff="")),
            models.Index(fields=["party", "-id"], name="helping_visits_of_party"),
            models.Index(fields=["day"], name="helping_visits_of_day", condition=Q(state="taken")),
        ]


class ReceiptSheet(models.Model):
    """A sheet of numbers, printed for one helper (staff number)."""

    staff = models.CharField(max_length=20)
    printed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff", "-id"], name="helping_sheets_of_staff")]


class ReceiptSlip(models.Model):
    """离线收件编号: its row is its serial. `case`: the application it stands for; `why`: of a void one."""

    sheet = models.ForeignKey(ReceiptSheet, on_delete=models.PROTECT, related_name="slips", db_index=False)
    staff = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=SlipState.choices(), default=SlipState.FREE)
    case = models.OneToOneField("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    why = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="matched", case__isnull=False)
                | (~Q(state="matched") & Q(case__isnull=True)),
                name="helping_slip_has_its_case",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "state", "-id"], name="helping_slips_of_staff"),
            models.Index(fields=["sheet", "id"], name="helping_slips_of_sheet"),
        ]


class Guidance(models.Model):
    """导办: one guidance, by whom (staff number), about which item (code; "" where there is none), where.
    Nothing of the person."""

    staff = models.CharField(max_length=20)
    item = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=12)
    how = models.CharField(max_length=8, choices=GuidedHow.choices())
    outcome = models.CharField(max_length=8, choices=GuidedTo.choices())
    why = models.CharField(max_length=10, choices=NoHelpWhy.choices(), blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="nowhere") & ~Q(why="")) | (~Q(outcome="nowhere") & Q(why="")),
                name="helping_guided_why",
            ),
            models.CheckConstraint(condition=~Q(item="") | Q(why="no_item"), name="helping_guided_item"),
        ]
        indexes = [
            models.Index(fields=["staff", "-id"], name="helping_guided_by_staff"),
            models.Index(fields=["staff", "at"], name="helping_guided_since"),
        ]
