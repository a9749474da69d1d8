"""The seal register: the one seal, who keeps it, its certificates, every use, and the seals it replaced."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.seals import SealStatus

from .files import StoredFile


class Seal(models.Model):
    """行政审批专用章. `kinds` are the document kinds it may stand on; one row is not replaced, at most."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    holder = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=SealStatus.choices(), default=SealStatus.ACTIVE)
    document = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            # All rows that are not replaced share one value, which may stand once.
            models.UniqueConstraint(
                models.Case(models.When(~Q(status="replaced"), then=1)), name="vault_one_seal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SealCertificate(models.Model):
    """A certificate that a seal had: by these fingerprints a file's signature is known as the bureau's."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="certificates")
    fingerprint = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=300)
    pem = models.TextField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    added_at = models.DateTimeField()


class SealCustodian(models.Model):
    """保管人: a member of staff who answers for the seal between two days inclusive."""

    seal = models.ForeignKey(Seal, on_delete=models.CASCADE, related_name="custodians")
    staff = models.ForeignKey("bureau.Staff", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")),
                name="vault_custody_in_order",
            )
        ]


class SealUse(models.Model):
    """用印记录: one sealed file, its content (SM3 `digest`), and the event that caused it.

    `department` is the credit code of the department whose item it was: its own seal would have stood here.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=120)
    case_number = models.CharField(max_length=22, blank=True)
    department = models.CharField(max_length=18, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=40)
    event = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # One act leaves one sealed file of a kind and number, however often it is handed on.
            models.UniqueConstraint(fields=["kind", "number", "event"], name="vault_sealed_once")
        ]
        indexes = [
            models.Index(fields=["seal", "-id"], name="vault_uses_of_seal"),
            models.Index(fields=["number", "-id"], name="vault_uses_of_number"),
            models.Index(fields=["case_number", "-id"], name="vault_uses_of_case"),
            models.Index(fields=["seal", "department", "at"], name="vault_uses_of_department"),
        ]


class SealReplaced(models.Model):
    """A recorded fact of 42 → 1: this department's seal gave way to ours on a day, by a document (文号)."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="replaced")
    department = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+")
    former = models.CharField(max_length=80)
    from_day = models.DateField()
    document = models.CharField(max_length=200)
    items = models.PositiveIntegerField()
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "former"], condition=Q(withdrawn_at__isnull=True),
                name="vault_replaced_once",
            )
        ]  # fmt: skip
