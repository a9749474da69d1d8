"""Filing a closed case away, making its package, checking it again, and the end of its term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.keys.crypto import NotOurs
from yimen.rules import retention
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date, day_begins
from yimen.rules.records import RecordsEvent
from yimen.rules.retention import Keep, Move, NotClosedYet, Stage
from yimen.trail.usecase import use_case
from yimen.vault import actions as vault
from yimen.vault.queries import open_digest

from ..models import Archive, Hold, Serial
from ..packing import Built, Filed, NotWhole, built
from ..proof import digests, verify
from ._row import each, locked, move, note

ZIP = "application/zip"
#: A package that could not be made is tried again after so long.
AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class Moved:
    """A record: its case, its 档号, and where it stands now."""

    case: str
    number: str
    stage: str


# --- filing -----------------------------------------------------------------------------------------------
@use_case(Moved)
def file_away(actor: Actor, case: str, *, now: datetime, once: str = "") -> Moved:
    """归档: a closed case gets its 档号 and its term; by the system. Raises NotClosedYet, NotVisible."""
    found = cases.closing(case, now=now)
    retention.step(retention.stage_of(found.state, _stage(found)), Move.FILE, (), system=actor.is_system)
    closed = found.closed_on
    if closed is None or not retention.archivable(found.state, closed, found.submitted, china_date(now)):
        raise NotClosedYet()
    serial, until = _draw(closed.year, found.keep), retention.kept_until(found.keep, closed)
    row = Archive.objects.create(
        case_id=found.id, number=retention.archive_number(case, closed.year, found.keep, serial),
        year=closed.year, keep=found.keep, serial=serial, closed_on=closed, until=until,
        filed_at=now, next_at=now,
    )  # fmt: skip
    told = {"archive": row.number, "keep": str(found.keep), "until": until.isoformat() if until else ""}
    cases.file_away(case, told, now=now)
    note(case, RecordsEvent.FILED, actor, now, told)
    return Moved(case, row.number, str(row.stage))


def _stage(found: cases.Closing) -> Stage | None:
    return Stage.FILED if found.filed else None


def _draw(year: int, keep: Keep) -> int:
    """The next serial of a term in a year, under the lock of its row."""
    Serial.objects.get_or_create(year=year, keep=keep)
    row = Serial.objects.select_for_update().get(year=year, keep=keep)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def file_due(now: datetime, *, most: int = 50) -> int:
    """File away what was closed long enough ago; how many."""
    before = day_begins(china_date(now) - retention.ARCHIVE_AFTER + timedelta(days=1))
    numbers = case_queries.to_file(before, most)
    return each(numbers, lambda number: file_away(SYSTEM, number, now=now), "filing")


# --- packing ----------------------------------------------------------------------------------------------
def pack(case: str, *, now: datetime) -> bool:
    """Make the package of a filed case and record it; False where it must wait, and why is kept.

    The package is on the disk, whole and flushed, before its row says so; killed in between, the next call
    makes the same bytes.
    """
    row = Archive.objects.select_related("case").get(case__number=case)
    if row.stage != Stage.FILED:
        return False
    filed = Filed(row.number, row.year, Keep(row.keep), row.serial, row.closed_on, row.until, row.filed_at)
    try:
        with built(filed, case_queries.whole_record(case, row.filed_at)) as made:
            vault.seal_content(made.content, made.sm3)
    except NotWhole as lacking:
        _wait(case, lacking.lacks, now)
        return False
    _packed(case, made, now)
    return True


def _packed(case: str, made: Built, now: datetime) -> None:
    with transaction.atomic(durable=True):
        row = locked(case)
        if row.stage != Stage.FILED:
            return  # another worker was first
        told = {"sm3": made.sm3, "sha256": made.sha256, "size": made.size}
        kept = vault.record_made(made.sm3, made.size, ZIP, f"{row.number}.zip", now=now)
        move(
            row,
            Move.PACK,
            SYSTEM,
            now,
            told,
            package_id=kept,
            packed_at=now,
            checked_at=now,
            waits="",
            **told,
        )


def _wait(case: str, lacks: str, now: datetime) -> None:
    with transaction.atomic(durable=True):
        row = locked(case)
        if row.waits != lacks:
            note(case, RecordsEvent.WAITS, SYSTEM, now, {"archive": row.number, "lacks": lacks})
        row.waits, row.next_at = lacks[:200], now + AGAIN
        row.save(update_fields=["waits", "next_at"])


def pack_due(now: datetime, *, most: int = 20) -> int:
    """Make the packages that wait; how many were made."""
    found = Archive.objects.filter(stage=Stage.FILED, next_at__lte=now).order_by("next_at", "id")
    numbers = list(found.values_list("case__number", flat=True)[:most])
    return each(numbers, lambda number: pack(number, now=now), "packing")


# --- checking ---------------------------------------------------------------------------------------------
def recheck(case: str, *, now: datetime) -> bool:
    """Prove a package again; True where it is whole. What is wrong is kept and on record."""
    row = Archive.objects.get(case__number=case)
    faulty = _fault(row.sm3)
    with transaction.atomic(durable=True):
        row = locked(case)
        if faulty and not row.faulty:
            note(case, RecordsEvent.FAULTY, SYSTEM, now, {"archive": row.number, "fault": faulty})
        row.faulty, row.checked_at = faulty[:200], now
        row.save(update_fields=["faulty", "checked_at"])
    return not faulty


def _fault(sm3: str) -> str:
    try:
        with open_digest(sm3) as source:
            if digests(source)[1] != sm3:
                return "package.changed"
            source.seek(0)
            report = verify(source)
    except FileNotFoundError:
        return "package.missing"
    except NotOurs:
        return "package.changed"
    return f"{report.findings[0].code} {report.findings[0].where}" if report.wrong else ""


def check_due(now: datetime, *, most: int = 10) -> int:
    """Prove again what was not proved for long; how many were looked at."""
    kept = (Stage.KEPT, Stage.DUE, Stage.LISTED)
    found = Archive.objects.filter(stage__in=kept, checked_at__lte=now - retention.RECHECK_EVERY)
    numbers = list(found.order_by("checked_at", "id").values_list("case__number", flat=True)[:most])
    each(numbers, lambda number: recheck(number, now=now), "checking")
    return len(numbers)


# --- the end of a term ------------------------------------------------------------------------------------
def expire_due(now: datetime, *, most: int = 200) -> int:
    """Terms that are over: the records wait for appraisal. What is on hold stays as it is; how many."""
    over = Archive.objects.filter(stage=Stage.KEPT, until__lt=china_date(now))
    free = over.exclude(case__in=Hold.objects.filter(lifted_at__isnull=True).values("case"))
    numbers = list(free.order_by("until", "id").values_list("case__number", flat=True)[:most])
    return each(numbers, lambda number: _expire(number, now), "the end of the term")


def _expire(case: str, now: datetime) -> bool:
    with transaction.atomic(durable=True):
        row = locked(case)
        move(row, Move.EXPIRE, SYSTEM, now, {"until": row.until.isoformat() if row.until else ""})
    return True
