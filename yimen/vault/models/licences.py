"""Licence types with their versions, and the licences issued under them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedJSONField
from yimen.rules.licence_states import LicenceStatus
from yimen.rules.licences import LicenceAct

from .files import StoredFile


class LicenceType(models.Model):
    """证照类型. `material` is the shared material that its licences satisfy; `version` counts versions."""

    code = models.CharField(max_length=21, unique=True)
    name = models.CharField(max_length=200)
    material = models.CharField(max_length=40, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class LicenceTypeVersion(models.Model):
    """One version of a type, never changed once written; a licence pins the one it was issued under."""

    type = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "number"], name="vault_type_version_once")]


class LicenceTypeItem(models.Model):
    """What a case of an item does to licences: one item does one thing to one type."""

    type = models.ForeignKey(LicenceType, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=40, unique=True)
    act = models.CharField(max_length=10, choices=LicenceAct.choices())


class LicenceSerial(models.Model):
    """The last serial drawn of a type in a year; its row is the lock of the drawing."""

    type = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "year"], name="vault_serial_once")]


class Licence(models.Model):
    """One edition of one licence. `face` and the holder's name are what stood on it on the day it was issued.

    `file` is empty until its sealed PDF is made; `check_code` is what the QR code carries besides the number.
    """

    type = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="licences")
    version = models.ForeignKey(LicenceTypeVersion, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    edition = models.PositiveSmallIntegerField(default=1)
    identifier = models.CharField(max_length=120, unique=True)
    check_code = models.CharField(max_length=8)
    holder = models.CharField(max_length=200)
    face = SealedJSONField(default=dict)
    status = models.CharField(max_length=10, choices=LicenceStatus.choices(), default=LicenceStatus.VALID)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    case_number = models.CharField(max_length=22)
    department = models.CharField(max_length=18)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=22, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    next_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "edition"], name="vault_licence_edition_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(status__in=["valid", "suspended", "expired"]),
                name="vault_one_standing_edition",
            ),
            models.UniqueConstraint(fields=["case_number", "number"], name="vault_licence_of_case_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="vault_licence_days_in_order",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["party", "status", "-id"], name="vault_licences_of_party"),
            models.Index(fields=["case_number"], name="vault_licences_of_case"),
            # What time does next: a reminder or the end. The watcher reads only this.
            models.Index(
                fields=["next_day", "id"], name="vault_licence_next", condition=Q(next_day__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number
