"""Items and their immutable versions; shared materials and data elements; what search reads.

The stored form of a version is `spec` (see `rules.item.ItemSpec`); every other column of a version is
derived from it when it is saved, so that lists and counters need not open it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.terms import (
    ItemState,
    ItemType,
    MaterialForm,
    MaterialKind,
    Need,
    Promise,
    Source,
    Unit,
    VersionState,
)


class Material(models.Model):
    """材料定义: one definition for all items (居民身份证 is one row).

    `plain`: the core of its name (`rules.likeness`), by which likely twins are found; `merged_into`: the
    definition that stands for it since a keeper merged them; `usable_days`: how many days a given file
    counts, None for what its kind says.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(max_length=1, choices=MaterialKind.choices(), default=MaterialKind.OTHER)
    form = models.CharField(max_length=1, choices=MaterialForm.choices(), default=MaterialForm.EITHER)
    source = models.CharField(max_length=2, choices=Source.choices(), default=Source.APPLICANT)
    issuer = models.CharField(max_length=200, blank=True)
    exempt_by = models.CharField(max_length=80, blank=True)
    hint = models.CharField(max_length=500, blank=True)
    plain = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    usable_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="catalogue_not_merged_into_itself",
            )
        ]
        indexes = [
            models.Index(
                fields=["plain", "code"], name="catalogue_by_core",
                condition=Q(merged_into__isnull=True) & ~Q(plain=""),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class MaterialMerge(models.Model):
    """One merge by a keeper. `members`: [{code, was}], `was` the code it stood under before, or ""."""

    into = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    members = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)


class DataElement(models.Model):
    """数据元: one question, asked the same way in every form."""

    key = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    type = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.label


class Item(models.Model):
    """实施清单: one service of one department. `current` is the version in force, if any."""

    code = models.CharField(max_length=50, unique=True)
    department = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=2, choices=ItemType.choices())
    state = models.CharField(max_length=1, choices=ItemState.choices(), default=ItemState.ACTIVE)
    current = models.ForeignKey("ItemVersion", null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=40, blank=True)
    #: 一件事: its versions are compiled from those of its members (docs/why/0017).
    is_bundle = models.BooleanField(default=False)
    #: Suspended because a member changed, not by a keeper: it opens again when it compiles.
    shut_by_member = models.BooleanField(default=False)
    filed = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["department", "state"], name="catalogue_by_department")]

    @property
    def is_open(self) -> bool:
        """In use and with a version in force: one may apply for it."""
        return self.state == ItemState.ACTIVE and self.current_id is not None

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """One version. A published one never changes; a change is a new version with date and document.

    `bundle`, of a 一件事: {"spec": what its keeper wrote, "parts": [{item, version, issues, face}]}.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices(), default=VersionState.DRAFT)
    spec = models.JSONField()
    bundle = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    effective_from = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=60, blank=True)

    name = models.CharField(max_length=1000)
    promise_type = models.CharField(max_length=1, choices=Promise.choices())
    promise_days = models.PositiveIntegerField(null=True)
    promise_unit = models.CharField(max_length=1, choices=Unit.choices(), default=Unit.WORKING)
    legal_days = models.PositiveIntegerField(null=True)
    legal_unit = models.CharField(max_length=1, choices=Unit.choices(), default=Unit.WORKING)
    minutes = models.PositiveIntegerField(default=0)
    online = models.BooleanField(default=False)
    visits = models.PositiveSmallIntegerField(default=0)
    for_person = models.BooleanField(default=False)
    for_enterprise = models.BooleanField(default=False)
    topics = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="catalogue_version_number"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(effective_from__isnull=False),
                name="catalogue_published_has_date",
            ),
        ]
        indexes = [models.Index(fields=["item", "state", "effective_from"], name="catalogue_in_force")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class MaterialUse(models.Model):
    """Which version asks for which material: derived from `spec`, for "who else uses it"."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="material_uses")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="uses")
    need = models.CharField(max_length=1, choices=Need.choices())


class BundleMember(models.Model):
    """Which version of a bundle has which item as a member: derived from `bundle`."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="member_rows")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="member_of")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="catalogue_member_once")]


class VersionFinding(models.Model):
    """One quality finding of one version, for the report's counts: derived from `findings`."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="finding_rows")
    code = models.CharField(max_length=8)
    severity = models.CharField(max_length=8)

    class Meta:
        indexes = [models.Index(fields=["code", "version"], name="catalogue_by_finding")]


class Topic(models.Model):
    """Which current item stands under which theme for whom: derived, for browsing by theme."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="topics")
    audience = models.CharField(max_length=10)
    name = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["audience", "name", "item"], name="catalogue_by_topic")]


class SearchTerm(models.Model):
    """One term of one current item with its weight: words, two-letter pieces, pinyin. Derived."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="terms", db_index=False)
    term = models.CharField(max_length=40)
    weight = models.FloatField()

    class Meta:
        # The items in which a term weighs most; and what a term weighs in one item (see queries/find.py).
        indexes = [
            models.Index("term", models.F("weight").desc(), "item", name="catalogue_champions"),
            models.Index(fields=["item", "term", "weight"], name="catalogue_term_of_item"),
        ]


class ImportRun(models.Model):
    """One import: what came in, by which mapping, and its report."""

    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    mapping = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    report = models.JSONField()
