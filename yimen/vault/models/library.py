"""材料库: what a party gave once, and every use of it since."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yimen.rules.terms import GetType, Held, UseBasis


class HeldMaterial(models.Model):
    """One material of one party, with its files. `code` names the shared definition.

    `department` (credit code) collected it, "" where the party itself put it here; `case` is the number of
    the case it came from. A newer version leaves the older one on record: `superseded_by`.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    origin = models.CharField(max_length=10, choices=Held.choices())
    get_type = models.CharField(max_length=1, choices=GetType.choices())
    department = models.CharField(max_length=18, blank=True)
    case = models.CharField(max_length=22, blank=True)
    since = models.DateField()
    valid_to = models.DateField(null=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=60)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "code", "case"], condition=~Q(case=""), name="vault_held_once_a_case"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("since")),
                name="vault_held_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="vault_held_not_its_own_next",
            ),
        ]
        indexes = [
            models.Index(
                fields=["party", "code"], name="vault_held_current",
                condition=Q(superseded_by__isnull=True, hidden_at__isnull=True),
            ),
            models.Index(fields=["party", "-id"], name="vault_held_of_party"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class HeldFile(models.Model):
    """One file of a material on file."""

    held = models.ForeignKey(HeldMaterial, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey("vault.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["held", "stored"], name="vault_held_file_once")]


class HeldUse(models.Model):
    """材料使用记录: who used what of whom, when, for which case, on which ground.

    `origin` and `ref` name the holding (a held material, a licence, a register's answer); `oral`: the party
    agreed at the counter and the clerk wrote it down. `ended_at`: it was taken back before it was decided on.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Held.choices())
    ref = models.PositiveBigIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    case = models.CharField(max_length=22)
    title = models.CharField(max_length=300)
    department = models.CharField(max_length=18)
    basis = models.CharField(max_length=12, choices=UseBasis.choices())
    oral = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(ended_at__isnull=True), name="vault_use_once_a_line"
            )
        ]
        indexes = [models.Index(fields=["party", "-id"], name="vault_use_of_party")]
