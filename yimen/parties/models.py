"""People and enterprises, and mandates between them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yimen.keys.fields import DigestOf, SealedJSONField, SealedTextField
from yimen.rules.helping.terms import Confirmed
from yimen.rules.pledge_terms import BreachKind
from yimen.rules.registers import Register, Status
from yimen.rules.terms import HelpKind


class Party(models.Model):
    """主体: a person or an enterprise. `warning` keeps what a check found wrong (imports warn).

    Numbers, telephone and address lie sealed; a party is found by digest (`yimen.keys`).
    """

    PERSON, ENTERPRISE = "person", "enterprise"

    kind = models.CharField(max_length=10, choices=[(PERSON, "个人"), (ENTERPRISE, "企业")])
    name = models.CharField(max_length=200)
    id_number = SealedTextField(indexed=True)
    phone = SealedTextField(indexed=True, blank=True)
    address = SealedTextField(blank=True)
    legal_person = models.CharField(max_length=80, blank=True)
    warning = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["person", "enterprise"]), name="parties_kind_known"),
            models.UniqueConstraint(DigestOf("id_number"), name="parties_number_once"),
        ]
        indexes = [
            models.Index(DigestOf("phone"), name="parties_by_phone", condition=~Q(phone="")),
            models.Index(fields=["name"], name="parties_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """授权代办: `agent` may act for `principal`, for all items or those listed, between two days."""

    principal = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="given")
    agent = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="held")
    items = models.JSONField(default=list, blank=True)
    from_day = models.DateField()
    to_day = models.DateField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")), name="parties_mandate_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="parties_mandate_two_people"),
        ]
        indexes = [models.Index(fields=["agent", "to_day"], name="parties_mandate_of_agent")]


class HelpMandate(models.Model):
    """帮代办委托: a helper of the office (staff number) may help `principal`, once that one has confirmed it.

    Of a code that was sent only its seed is kept: the digits are made of it anew, under the site's key.
    """

    principal = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=HelpKind.choices())
    items = models.JSONField(default=list, blank=True)
    from_day = models.DateField()
    to_day = models.DateField()
    asked_at = models.DateTimeField()
    seed = models.CharField(max_length=32, blank=True)
    code_at = models.DateTimeField(null=True)
    sent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_how = models.CharField(max_length=8, choices=Confirmed.choices(), blank=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="parties_help_days_in_order"),
            models.CheckConstraint(condition=Q(kind__in=["assist", "act"]), name="parties_help_kind_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_how="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_how=""),
                name="parties_help_confirmed_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-id"], name="parties_help_of_staff"),
            models.Index(fields=["principal", "-id"], name="parties_help_of_principal"),
        ]


class Breach(models.Model):
    """失信记录: a promise not kept (容缺) or not true (告知承诺), until it is repaired by a supervisor
    with a reason."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    case = models.CharField(max_length=22)
    kind = models.CharField(max_length=8, choices=BreachKind.choices(), default=BreachKind.DEFERRAL)
    materials = models.CharField(max_length=300)
    basis = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)
    repaired_by = models.CharField(max_length=60, blank=True)
    repair_reason = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "case", "kind", "materials"], name="parties_breach_once")
        ]


class RegisterRecord(models.Model):
    """A dated answer of a register about a party, or that none came. Never changed: asked anew, a new row."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    register = models.CharField(max_length=12, choices=Register.choices())
    status = models.CharField(max_length=12, choices=Status.choices())
    fields = SealedJSONField(default=dict)
    error = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["party", "-id"], name="parties_record_of_party"),
            models.Index(fields=["register", "-id"], name="parties_record_of_register"),
        ]
