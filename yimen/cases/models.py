"""The case and what belongs to it. Columns and constraints only; the law is in `rules`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.keys.fields import DigestOf, SealedJSONField, SealedTextField
from yimen.rules.review.seats import Place
from yimen.rules.terms import (
    Channel,
    Document,
    Duty,
    GetType,
    Light,
    Mode,
    Procedure,
    Role,
    State,
    Verdict,
)


class Case(models.Model):
    """办件. `rev` (= seq of its last event) tells a stale act; `version` pins the item version.

    `desk` names whose turn it is at the window (`window:<region>`); approvers' turns are seats.
    `due_at` is the next deadline that matters to whoever has it now, and the order of every inbox.
    """

    number = models.CharField(max_length=22, unique=True)
    query_code = models.CharField(max_length=6)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=12)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    #: 一件事: of a member its one application, whose number the applicant has (docs/why/0017).
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children", db_index=False
    )
    agent = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = SealedTextField(indexed=True, blank=True)
    channel = models.CharField(max_length=1, choices=Channel.choices())
    title = models.CharField(max_length=300)
    answers = SealedJSONField(default=dict)

    state = models.CharField(max_length=16, choices=State.choices(), default=State.DRAFT)
    rev = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    head_at = models.DateTimeField(null=True)
    desk = models.CharField(max_length=80, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    #: The round that was brought together in a sitting (三堂会诊); 0: none.
    sitting = models.PositiveSmallIntegerField(default=0)
    #: When the applicant last urged (催办).
    urged_at = models.DateTimeField(null=True)
    corrections = models.PositiveSmallIntegerField(default=0)
    pause_count = models.PositiveSmallIntegerField(default=0)
    accepted_by = models.CharField(max_length=20, blank=True)
    #: Staff number of the 帮办员 with whom it was begun, by the applicant's mandate.
    helper = models.CharField(max_length=20, blank=True, default="")

    created_at = models.DateTimeField()
    first_contact_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    materials_in_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    #: When its record was filed away (`yimen.archives`), and when all that is personal in it was emptied.
    filed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    extension_days = models.PositiveSmallIntegerField(default=0)
    legal_due = models.DateTimeField(null=True)
    promise_due = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)
    light = models.CharField(max_length=6, choices=Light.choices(), default=Light.GREEN)
    provisional = models.BooleanField(default=False)

    result_number = models.CharField(max_length=100, blank=True)
    result_name = models.CharField(max_length=300, blank=True)
    result_from = models.DateField(null=True)
    result_to = models.DateField(null=True)
    #: Of a renewal applied for in time: the licence's last day, after which silence counts as renewal.
    renews_until = models.DateField(null=True)
    received_result_by = models.CharField(max_length=80, blank=True)
    #: 容缺: what was promised for later and what of it has come, as `rules.deferral` keeps it.
    deferral = models.JSONField(default=dict)
    #: 联办的一次告知: of an application the open list, of a member what it says (`rules.collecting`).
    notice = SealedJSONField(default=dict)
    #: The hall chosen to hand the result out (region code), and all else that `rules.delivery` keeps.
    hall = models.CharField(max_length=12, blank=True)
    delivery = SealedJSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False) | Q(state="voided"),
                name="cases_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused", "issued", "delivered"])
                | Q(decided_at__isnull=False),
                name="cases_decided_has_time",
            ),
        ]
        # Foreign keys that begin one of these have no index of their own: an act would pay for both.
        indexes = [
            models.Index(fields=["desk", "due_at", "id"], name="cases_desk", condition=~Q(desk="")),
            models.Index(
                fields=["next_alarm_at"], name="cases_alarm", condition=Q(next_alarm_at__isnull=False)
            ),
            models.Index(fields=["party", "-id"], name="cases_of_party"),
            models.Index(fields=["agent", "-id"], name="cases_of_agent"),
            models.Index(fields=["helper", "-id"], name="cases_of_helper", condition=~Q(helper="")),
            models.Index(fields=["department", "state", "-id"], name="cases_of_department"),
            models.Index(fields=["item", "-id"], name="cases_of_item"),
            models.Index(fields=["state", "-id"], name="cases_by_state"),
            models.Index(fields=["light", "-id"], name="cases_by_light"),
            # Without the empty ones: many rows with one value make a planner think little of an index.
            models.Index(DigestOf("contact_phone"), name="cases_by_phone", condition=~Q(contact_phone="")),
            # What waits to be filed away, or to be erased: closed cases, drafts that were dropped, drafts.
            models.Index(
                fields=["closed_at", "id"],
                name="cases_to_file",
                condition=Q(closed_at__isnull=False, filed_at__isnull=True, erased_at__isnull=True),
            ),
            models.Index(fields=["head_at", "id"], name="cases_drafts", condition=Q(state="draft")),
            models.Index(fields=["parent", "id"], name="cases_of_bundle", condition=Q(parent__isnull=False)),
            # Of an item what is under way on which of its versions.
            models.Index(
                fields=["item", "version", "id"],
                name="cases_in_flight",
                condition=Q(
                    state__in=[
                        "correction",
                        "received",
                        "reviewing",
                        "submitted",
                        "supplement",
                        "suspended",
                        "waiting",
                    ]
                ),
            ),
            # Whom the applicant had to come again for.
            models.Index(fields=["-id"], name="cases_asked_again", condition=Q(corrections__gt=1)),
            # The watch: what has a deadline by light, and the counts by department out of the index alone.
            models.Index(
                fields=["light", "due_at", "id", "department", "state"],
                name="cases_watched",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(
                fields=["department", "light", "state"],
                name="cases_counted",
                condition=Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Seat(models.Model):
    """One signature due in one round of one case; the open ones at `<credit code>:<role>` are an inbox.

    `order` names it within the round. What was added, delegated or carried over: `yimen.rules.review`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seats", db_index=False)
    round = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    duty = models.CharField(max_length=10, choices=Duty.choices())
    role = models.CharField(max_length=20, choices=Role.choices())
    department = models.CharField(max_length=18)
    desk = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField(default=0)
    staff = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices(), blank=True)
    text = SealedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    carried = models.BooleanField(default=False)
    beside = models.CharField(max_length=10, choices=Mode.choices(), blank=True)
    #: 加签: the seat (its order) at which this one was added, where, by whom and why.
    host = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=10, choices=Place.choices(), blank=True)
    added_by = models.CharField(max_length=20, blank=True)
    why = SealedTextField(blank=True)
    #: 委派: who prepares the opinion now, and what was prepared last.
    helper = models.CharField(max_length=20, blank=True)
    draft_by = models.CharField(max_length=80, blank=True)
    draft_verdict = models.CharField(max_length=10, choices=Verdict.choices(), blank=True)
    draft_text = SealedTextField(blank=True)
    #: 催办: how often its holder was urged.
    urged = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "order"], name="cases_seat_once")]
        indexes = [
            # `is_open` again at the end: SQLite reads the row for it where the index does not hold it.
            models.Index(
                fields=["desk", "due_at", "id", "staff", "is_open"],
                name="cases_open_seats",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["staff", "due_at", "id"],
                name="cases_seats_by_name",
                condition=Q(is_open=True) & ~Q(staff=""),
            ),
            models.Index(
                fields=["desk", "due_at", "id", "staff"],
                name="cases_urged_seats",
                condition=Q(is_open=True) & Q(urged__gt=0),
            ),
        ]


class Copy(models.Model):
    """抄送: an official who signs elsewhere may read this case until it is filed away."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="copies", db_index=False)
    staff = models.CharField(max_length=20)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    why = SealedTextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="cases_copy_once")]
        indexes = [models.Index(fields=["staff", "-id"], name="cases_copies_of_staff")]


class Sitting(models.Model):
    """三堂会诊: all who are still to sign in a round sit together; with minutes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sittings", db_index=False)
    round = models.PositiveSmallIntegerField()
    day = models.DateField()
    called_at = models.DateTimeField()
    called_by = models.CharField(max_length=80)
    why = SealedTextField(blank=True)
    minutes = SealedTextField(blank=True)
    minutes_by = models.CharField(max_length=80, blank=True)
    minutes_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="cases_sitting_once")]
        indexes = [models.Index(fields=["day", "-id"], name="cases_sittings_of_day")]


class Pause(models.Model):
    """特别程序, or waiting for a correction after acceptance: an interval in which a clock stands still."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=20, choices=[*Procedure.choices(), ("correction", "补正")])
    basis = models.CharField(max_length=300, blank=True)
    reason = SealedTextField(blank=True)
    excluded_by_law = models.BooleanField(default=False)
    start = models.DateTimeField()
    planned_end = models.DateField(null=True)
    end = models.DateTimeField(null=True)
    by = models.CharField(max_length=60)
    result = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")), name="cases_pause_in_order"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(end__isnull=True), name="cases_one_open_pause"
            ),
        ]


class CaseMaterial(models.Model):
    """One material line of one case: what was asked, how it came in, what the clerk found."""

    GIVEN, MISSING, ACCEPTED, REJECTED, EXEMPT = "given", "missing", "accepted", "rejected", "exempt"
    STATUS = [
        (GIVEN, "已交"),
        (MISSING, "未交"),
        (ACCEPTED, "符合"),
        (REJECTED, "不符合"),
        (EXEMPT, "免交"),
    ]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()
    get_type = models.CharField(max_length=1, choices=GetType.choices(), blank=True)
    status = models.CharField(max_length=10, choices=STATUS, default=MISSING)
    note = SealedTextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="cases_material_once")]


class CaseFile(models.Model):
    """One file given for one material line."""

    material = models.ForeignKey(CaseMaterial, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey("vault.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class CaseDocument(models.Model):
    """文书: what was handed out, frozen as it was (`data`), with its number and check code.

    `pdf`: the file made of it after commit; `unprintable`: the characters for which no font was found.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=24, choices=Document.choices())
    number = models.CharField(max_length=60, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    data = SealedJSONField(default=dict)
    code = models.CharField(max_length=8, blank=True)
    pdf = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    unprintable = models.CharField(max_length=80, blank=True)
    #: What the receiver drew at the counter, printed into the 送达回证; its digest stands in `data`.
    signature = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-id"], name="cases_unprintable", condition=~Q(unprintable=""))]

    def __str__(self) -> str:
        return self.number


class Message(models.Model):
    """A note to a party, once per event. `text` is a message id, `facts` fills it. `case`: what it is about;
    none for what stands by itself, like an appointment at a hall, of which `facts` says where it leads."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="messages")
    event = models.BigIntegerField()
    text = models.CharField(max_length=300)
    facts = SealedJSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "event"], name="cases_message_once")]
        indexes = [models.Index(fields=["party", "-id"], name="cases_messages_of_party")]
