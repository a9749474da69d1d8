"""Joint tasks and what belongs to them. Columns and constraints only; the law is in `rules.tasks`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import SealedJSONField, SealedTextField
from yimen.rules.tasks.terms import (
    FindingState,
    PersonRole,
    Saying,
    Signed,
    TaskKind,
    TaskPaper,
    TaskState,
)


class Task(models.Model):
    """One joint task. `rev` (= seq of its last event) tells a stale act; its stream is `task:<id>`.

    `case`: the case or the whole of a bundle, None for supervision without one; `party`: who is concerned.
    `next_at`: the next moment at which the watcher looks; `overdue`: somebody let a deadline pass.
    `facts`: what `rules.tasks` keeps: offered times, what to have ready, days of a hearing, minutes.
    """

    kind = models.CharField(max_length=12, choices=TaskKind.choices())
    state = models.CharField(max_length=12, choices=TaskState.choices())
    title = models.CharField(max_length=300)
    lead = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = SealedTextField(blank=True)
    facts = SealedJSONField(default=dict)
    conclusion = SealedTextField(blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    rev = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    head_at = models.DateTimeField(null=True)
    #: The rule under which silence agrees, as it was when the task began; "" where none did.
    silence = models.CharField(max_length=300, blank=True)

    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    appointed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    overdue = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(case__isnull=False) & ~Q(state__in=["closed", "cancelled"]),
                name="tasks_one_open_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "-id"], name="tasks_of_lead"),
            models.Index(fields=["party", "-id"], name="tasks_of_party"),
            models.Index(fields=["next_at", "id"], name="tasks_alarm", condition=Q(next_at__isnull=False)),
            models.Index(fields=["-id"], name="tasks_overdue", condition=Q(overdue=True)),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Part(models.Model):
    """One department in one task: what it is asked, until when, what it said in the current round."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts", db_index=False)
    department = models.ForeignKey(
        "bureau.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ask = models.CharField(max_length=300, blank=True)
    days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True)
    saying = models.CharField(max_length=12, choices=Saying.choices(), blank=True)
    text = SealedTextField(blank=True)
    said_at = models.DateTimeField(null=True)
    said_by = models.CharField(max_length=60, blank=True)
    silent = models.BooleanField(default=False)
    overdue = models.BooleanField(default=False)
    #: How the lead met a disagreement, in the conclusion.
    met = SealedTextField(blank=True)
    #: Whether what it said was carried into its seats in the case.
    signed_in = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "department"], name="tasks_part_once")]
        indexes = [models.Index(fields=["department", "-task"], name="tasks_of_department")]


class Said(models.Model):
    """What was said in an earlier round: a new drawing asks everybody anew, and nothing is lost."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="earlier")
    round = models.PositiveSmallIntegerField()
    saying = models.CharField(max_length=12, choices=Saying.choices(), blank=True)
    text = SealedTextField(blank=True)
    said_at = models.DateTimeField(null=True)
    said_by = models.CharField(max_length=60, blank=True)


class Finding(models.Model):
    """One thing found; what is to be mended has a deadline, an answer and a check."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="findings", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="findings")
    text = SealedTextField()
    days = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=FindingState.choices())
    overdue = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=60)
    answer = SealedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    words = SealedTextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["task", "id"], name="tasks_findings")]


class Person(models.Model):
    """Somebody who was there, or is to be: an official by staff number, the applicant's side, an expert …"""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=10, choices=PersonRole.choices())
    name = SealedTextField()
    organ = models.CharField(max_length=100, blank=True)
    staff = models.CharField(max_length=20, blank=True)
    expert = models.ForeignKey("tasks.Expert", null=True, on_delete=models.PROTECT, related_name="+")
    signed = models.CharField(max_length=8, choices=Signed.choices(), blank=True)
    words = SealedTextField(blank=True)
    #: The picture drawn on the screen, where it was not signed on paper.
    drawn = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")


class TaskFile(models.Model):
    """A photo, a drawing or signed minutes. `round`: the version of drawings that it belongs to."""

    SCENE, MENDED, DRAWING, MINUTES = "scene", "mended", "drawing", "minutes"
    KINDS = [(SCENE, "现场照片"), (MENDED, "整改照片"), (DRAWING, "图纸"), (MINUTES, "签字的笔录")]

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="files")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=KINDS)
    round = models.PositiveSmallIntegerField(default=1)
    stored = models.ForeignKey("vault.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)


class Paper(models.Model):
    """文书 of a task, frozen as it was handed out, with number and check code; its file is made after."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20, choices=TaskPaper.choices())
    number = models.CharField(max_length=60, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    event = models.BigIntegerField(default=0)
    data = SealedJSONField(default=dict)
    code = models.CharField(max_length=8)
    pdf = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")


class SilenceRule(models.Model):
    """Whether silence agrees in tasks of one kind, and by which rule. No row: it does not."""

    kind = models.CharField(max_length=12, choices=TaskKind.choices(), unique=True)
    counts = models.BooleanField(default=False)
    basis = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class Expert(models.Model):
    """专家名录: who may be asked to review. `interests`: names with which they have to do, one a line."""

    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=100)
    organ = models.CharField(max_length=100)
    rank = models.CharField(max_length=60, blank=True)
    phone = SealedTextField(blank=True)
    interests = SealedTextField(blank=True)
    active = models.BooleanField(default=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["active", "id"], name="tasks_experts")]
