"""告知承诺核查: one row for each promise on which a decision stands. Columns only; see `rules.pledge`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedTextField
from yimen.rules.pledge_terms import CheckState

#: Still to be checked, or waiting for what the applicant says.
RUNNING = Q(state__in=["open", "hearing"])


class Check(models.Model):
    """One promise of one case, to be checked by the department that decided on it until `due` (a day in
    China); `reminded_at`: both were told that the day is near. `evidence`: how it was found out and what;
    `statement`: what the applicant says to it, until `answer_by`; `revocation`: number of the case that
    revokes what stood on it."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+", db_index=False)
    department = models.ForeignKey(
        "bureau.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    promised = models.TextField()
    basis = models.CharField(max_length=300)
    granted_on = models.DateField()
    due = models.DateField()
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=CheckState.choices(), default=CheckState.OPEN)

    reminded_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension = SealedTextField(blank=True)
    evidence = SealedTextField(blank=True)
    found_at = models.DateTimeField(null=True)
    found_by = models.CharField(max_length=60, blank=True)
    answer_by = models.DateField(null=True)
    statement = SealedTextField(blank=True)
    stated_at = models.DateTimeField(null=True)
    stated_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)
    revocation = models.CharField(max_length=22, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="pledges_check_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(state__in=["true", "false"]),
                name="pledges_closed_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(revocation="") | Q(state="false"), name="pledges_revoked_is_false"
            ),
        ]
        indexes = [
            models.Index(fields=["department", "due", "id"], name="pledges_to_check", condition=RUNNING),
            models.Index(fields=["due", "id"], name="pledges_running", condition=RUNNING),
            models.Index(fields=["party", "-id"], name="pledges_of_party"),
            models.Index(fields=["-id"], name="pledges_false", condition=Q(state="false")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"
