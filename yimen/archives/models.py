"""The record of a closed case, holds on cases, lists of destruction. The law is in `rules.retention`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedTextField
from yimen.rules.destruction import ListState
from yimen.rules.retention import Keep, Stage


class Serial(models.Model):
    """The last serial drawn of a term in a year; its row is the lock of the drawing."""

    year = models.PositiveSmallIntegerField()
    keep = models.CharField(max_length=3, choices=Keep.choices())
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "keep"], name="archives_serial_once")]


class Destruction(models.Model):
    """销毁清册, signed by three people (staff numbers). `opinion`: the appraisal; `paper`: as printed."""

    state = models.CharField(max_length=10, choices=ListState.choices(), default=ListState.PROPOSED)
    records = models.PositiveIntegerField()
    opinion = SealedTextField()
    proposed_by = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=20, blank=True)
    approved_at = models.DateTimeField(null=True)
    witnessed_by = models.CharField(max_length=20, blank=True)
    witnessed_at = models.DateTimeField(null=True)
    rejected_by = models.CharField(max_length=20, blank=True)
    rejection = SealedTextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    paper = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=models.F("proposed_by")),
                name="archives_approver_is_another",
            ),
            models.CheckConstraint(
                condition=Q(witnessed_by="")
                | (~Q(witnessed_by=models.F("proposed_by")) & ~Q(witnessed_by=models.F("approved_by"))),
                name="archives_witness_is_a_third",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="archives_lists_by_state")]


class Archive(models.Model):
    """The record of one closed case. `number` is its 档号, `until` its last day (none: kept for ever).

    `package` lies by its content like every file; its digests stay when it is gone. `waits` says why it
    cannot be made yet, `faulty` what its last check found wrong.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, unique=True)
    year = models.PositiveSmallIntegerField()
    keep = models.CharField(max_length=3, choices=Keep.choices())
    serial = models.PositiveIntegerField()
    closed_on = models.DateField()
    until = models.DateField(null=True)
    stage = models.CharField(max_length=10, choices=Stage.choices(), default=Stage.FILED)
    filed_at = models.DateTimeField()
    next_at = models.DateTimeField()
    package = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    sm3 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    packed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    waits = models.CharField(max_length=200, blank=True)
    faulty = models.CharField(max_length=200, blank=True)
    listing = models.ForeignKey(Destruction, null=True, on_delete=models.PROTECT, related_name="archives")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "keep", "serial"], name="archives_number_once"),
            models.CheckConstraint(
                condition=Q(stage="filed") | Q(package__isnull=False), name="archives_kept_has_a_package"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["listed", "destroyed"]) | Q(listing__isnull=False),
                name="archives_destroyed_by_a_list",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "-id"], name="archives_by_stage"),
            models.Index(fields=["next_at", "id"], name="archives_to_pack", condition=Q(stage="filed")),
            models.Index(
                fields=["until", "id"], name="archives_to_end", condition=Q(stage="kept", until__isnull=False)
            ),
            models.Index(
                fields=["checked_at", "id"], name="archives_to_check",
                condition=Q(stage__in=["kept", "due", "listed"]),
            ),
            models.Index(fields=["-id"], name="archives_faulty", condition=~Q(faulty="") | ~Q(waits="")),
            models.Index(fields=["listing", "id"], name="archives_of_list"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Hold(models.Model):
    """冻结: while one stands on a case, nothing of it is destroyed. `document`: what ordered it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    document = models.CharField(max_length=120)
    reason = SealedTextField()
    set_by = models.CharField(max_length=60)
    set_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = SealedTextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-id"], name="archives_holds_of_case"),
            models.Index(fields=["-id"], name="archives_holds_standing", condition=Q(lifted_at__isnull=True)),
        ]


class DraftNotice(models.Model):
    """That the owner of a draft was told it will go; `touched`: as it stood then (a change annuls it)."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    touched = models.DateTimeField()
    told_at = models.DateTimeField()
