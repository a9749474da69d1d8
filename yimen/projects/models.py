"""Projects, their routes and their applications. Columns only; the law is in `rules.projects`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedJSONField, SealedTextField
from yimen.rules.fees import Due
from yimen.rules.paying import PayState
from yimen.rules.projects.terms import Assessed, Funding, Lane, ProjectKind, Stage


class Zone(models.Model):
    """区域: an area that was assessed as a whole (开发区, 工业园)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class ZoneAssessment(models.Model):
    """One 区域评估. `material`: code of the shared material that it spares every project in the zone."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="assessments")
    kind = models.CharField(max_length=20, choices=Assessed.choices())
    material = models.CharField(max_length=40)
    document = models.CharField(max_length=200)
    basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="projects_assessment_days_in_order"
            ),
            models.UniqueConstraint(fields=["zone", "document", "material"], name="projects_assessed_once"),
        ]


class Project(models.Model):
    """工程建设项目. Its row is the lock of all that is begun or billed for it (docs/why/0023).

    Areas are m², `investment` is 元. `answers`: what its form said, by the keys of data elements, and is
    carried into the form of every stage. `closed_at`: when the last stage had its result.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=ProjectKind.choices())
    funding = models.CharField(max_length=12, choices=Funding.choices())
    lane = models.CharField(max_length=10, choices=Lane.choices())
    zone = models.ForeignKey(Zone, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    land_area = models.DecimalField(max_digits=14, decimal_places=2)
    build_area = models.DecimalField(max_digits=14, decimal_places=2)
    investment = models.DecimalField(max_digits=18, decimal_places=2)
    answers = SealedJSONField(default=dict)
    manager = models.ForeignKey(
        "bureau.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    first_contact_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="projects_of_owner"),
            models.Index(fields=["manager", "-id"], name="projects_of_manager"),
            models.Index(fields=["kind", "-id"], name="projects_by_kind"),
            models.Index(fields=["name"], name="projects_by_name"),
            models.Index(fields=["-id"], name="projects_open", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.code


class StageRoute(models.Model):
    """Which bundle a class has for a stage, or which item runs beside the stages (`LINE`)."""

    kind = models.CharField(max_length=20, choices=ProjectKind.choices())
    stage = models.CharField(max_length=12, choices=Stage.choices())
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    hint = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "stage"], condition=~Q(stage="line"), name="projects_one_bundle_a_stage"
            ),
            models.UniqueConstraint(fields=["kind", "stage", "item"], name="projects_route_once"),
        ]


class StageCase(models.Model):
    """One application of a project: of a stage, or beside them. The latest of a stage counts."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="applications", db_index=False
    )
    stage = models.CharField(max_length=12, choices=Stage.choices())
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "id"], name="projects_applications")]


class Note(models.Model):
    """跟进记录: what the manager of a project wrote. Shown to staff only."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes", db_index=False)
    text = SealedTextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="projects_notes")]


class FeeRate(models.Model):
    """One rate of the published list, as `rules.fees.Rate` reads it."""

    code = models.CharField(max_length=40, unique=True)
    spec = models.JSONField()
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)


class FeeSheet(models.Model):
    """一表制: the sheet of one project as it was issued; its lines keep the amounts of that day."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    pdf = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.number


class FeeOrder(models.Model):
    """缴款单: one request to pay. `number` is ours and the cashier's; `reference` is the cashier's own."""

    sheet = models.ForeignKey(FeeSheet, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=40, unique=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    state = models.CharField(max_length=10, choices=PayState.choices(), default=PayState.ASKED)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    pay_url = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="projects_order_is_over_something"),
        ]

    def __str__(self) -> str:
        return self.number


class FeeLine(models.Model):
    """One charge on a sheet, 元. `order`: the last one that asks for it; paid when that one is."""

    sheet = models.ForeignKey(FeeSheet, on_delete=models.CASCADE, related_name="lines", db_index=False)
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    organ = models.CharField(max_length=120)
    basis = models.CharField(max_length=300)
    due = models.CharField(max_length=12, choices=Due.choices())
    reckoning = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    relief = models.DecimalField(max_digits=16, decimal_places=2)
    relief_name = models.CharField(max_length=120, blank=True)
    relief_basis = models.CharField(max_length=300, blank=True)
    order = models.ForeignKey(FeeOrder, null=True, on_delete=models.PROTECT, related_name="lines")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "place"], name="projects_line_once"),
            models.CheckConstraint(
                condition=Q(relief__gte=0) & Q(relief__lte=models.F("amount")),
                name="projects_relief_within_amount",
            ),
        ]
