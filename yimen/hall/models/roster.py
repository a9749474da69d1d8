"""Who is away. Columns only; see `rules.hall.roster`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yimen.rules.hall.away import Part
from yimen.rules.hall.roster import LeaveKind


class Leave(models.Model):
    """请假 of somebody, days both included, and which part of each. `covers`: rows of the shifts of those
    who stand in, which end with it. Why somebody is away is not kept."""

    staff = models.ForeignKey("bureau.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=LeaveKind.choices())
    first = models.DateField()
    last = models.DateField()
    part = models.CharField(max_length=9, choices=Part.choices(), default=Part.WHOLE)
    covers = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="hall_leave_in_order"),
        ]
        indexes = [models.Index(fields=["staff", "last"], name="hall_leave_of_staff")]
