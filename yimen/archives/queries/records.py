"""Reading records: lists by stage, one by its case, holds, what is in trouble, how long a case is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from yimen.cases import queries as cases
from yimen.rules import retention
from yimen.rules.calendar import china_date
from yimen.rules.retention import Keep, Stage
from yimen.trail import rows as ready

from ..models import Archive, Hold


@dataclass(frozen=True)
class ArchiveRow:
    """One record as lists show it: nothing of the applicant. `held`: a hold stands on the case."""

    id: int
    case: str
    number: str
    title: str
    department: str
    year: int
    keep: Keep
    closed_on: date
    until: date | None
    stage: Stage
    sm3: str
    sha256: str
    size: int
    filed_at: datetime
    packed_at: datetime | None
    checked_at: datetime | None
    waits: str
    faulty: str
    listing: int | None
    destroyed_at: datetime | None
    held: bool


@dataclass(frozen=True)
class HoldRow:
    """One hold: by whom and why it was set, and lifted."""

    id: int
    case: str
    title: str
    name: str
    document: str
    reason: str
    set_by: str
    set_at: datetime
    lifted_by: str
    lifted_at: datetime | None
    lift_reason: str


def rows(found: QuerySet[Archive]) -> list[ArchiveRow]:
    """Records with their case, and whether a hold stands, in one statement."""
    standing = Hold.objects.filter(case=OuterRef("case"), lifted_at__isnull=True)
    full = found.select_related("case__department").annotate(held=Exists(standing))
    return [_row(one) for one in full]


def _row(one: Archive) -> ArchiveRow:
    return ArchiveRow(
        one.pk, one.case.number, one.number, one.case.title, one.case.department.short_name, one.year,
        Keep(one.keep), one.closed_on, one.until, Stage(one.stage), one.sm3, one.sha256, one.size,
        one.filed_at, one.packed_at, one.checked_at, one.waits, one.faulty, one.listing_id, one.destroyed_at,
        bool(getattr(one, "held", False)),
    )  # fmt: skip


def records(*, stage: str = "", before: int | None = None, limit: int = 40) -> list[ArchiveRow]:
    """Records, newest first, of one stage if given; keyset by id."""
    found = Archive.objects.all()
    if stage:
        found = found.filter(stage=stage)
    if before is not None:
        found = found.filter(pk__lt=before)
    return rows(found.order_by("-pk")[:limit])


def find(text: str) -> list[ArchiveRow]:
    """The record with exactly this 档号 or case number."""
    wanted = text.strip()
    return rows(Archive.objects.filter(number=wanted)) or rows(Archive.objects.filter(case__number=wanted))


def record(case: str) -> ArchiveRow | None:
    """The record of one case; None where it is not filed."""
    return next(iter(rows(Archive.objects.filter(case__number=case))), None)


def holds(case: str = "", *, before: int | None = None, limit: int = 40) -> list[HoldRow]:
    """The holds of one case, ended ones too; or without one all that stand. Newest first, keyset by id."""
    found = Hold.objects.select_related("case")
    found = found.filter(case__number=case) if case else found.filter(lifted_at__isnull=True)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [
        HoldRow(
            h.pk, h.case.number, h.case.title, h.name, h.document, h.reason, h.set_by, h.set_at, h.lifted_by,
            h.lifted_at, h.lift_reason,
        )
        for h in found.order_by("-pk")[:limit]
    ]  # fmt: skip


def troubled(limit: int = 50) -> list[ArchiveRow]:
    """Records whose package cannot be made or failed its check, newest first."""
    return rows(Archive.objects.exclude(faulty="", waits="").order_by("-pk")[:limit])


@dataclass(frozen=True)
class Kept:
    """How long a case is kept, for its page. `until` None: for ever, or not yet known (`closed` False)."""

    keep: Keep
    until: date | None
    closed: bool
    stage: Stage
    erased_on: date | None


_RECORD = ready.Ready(lambda case: Archive.objects.filter(case__number=case), str)


def kept(case: str) -> Kept:
    """How long a case is kept: as filed, else as its item says. Raises Case.DoesNotExist."""
    row, plain = _RECORD.first(case), cases.closing_facts(case)
    closed_on, keep = plain.closed_on, Keep(row.keep) if row else plain.keep
    until = row.until if row else retention.kept_until(keep, closed_on) if closed_on else None
    stage = retention.stage_of(plain.state, Stage(row.stage) if row else None)
    erased = china_date(plain.erased_at) if plain.erased_at else None
    return Kept(keep, until, closed_on is not None, stage, erased)


def packages(numbers: list[str]) -> list[tuple[str, str]]:
    """(file name, SM3) of the packages of these cases, or of all; to be handed to an archive."""
    found = Archive.objects.exclude(sm3="").exclude(stage=Stage.DESTROYED).order_by("pk")
    if numbers:
        found = found.filter(case__number__in=numbers)
    return [(f"{number}.zip", sm3) for number, sm3 in found.values_list("number", "sm3").iterator()]
