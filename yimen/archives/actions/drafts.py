"""Drafts that were never handed in: their owner is told, then they go; what was typed in dropped ones too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.cases.queries import DraftRow
from yimen.instant import actions as instant
from yimen.rules import retention
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.records import RecordsEvent
from yimen.rules.retention import Draft
from yimen.vault import actions as vault

from ..models import DraftNotice
from ._row import each, note

BATCH = 200


def drop_old(now: datetime) -> int:
    """Tell owners of old drafts, erase those whose notice has run, empty what was dropped; how many."""
    dropped = case_queries.dropped_drafts(now - retention.DROPPED_LASTS, BATCH)
    done = each(dropped, lambda number: _erase(number, now, lapsed=False), "erasing")
    after = 0
    while rows := case_queries.old_drafts(_oldest(now), after=after, limit=BATCH):
        known = {row.number: row for row in rows}
        done += each(known, lambda number, known=known: _attend(known[number], now), "attending to")  # type: ignore[misc]
        after = rows[-1].id
    return done


def _oldest(now: datetime) -> datetime:
    return now - retention.DRAFT_LASTS + retention.DRAFT_NOTICE


def _attend(row: DraftRow, now: datetime) -> bool:
    told = DraftNotice.objects.filter(case_id=row.id, touched=row.touched).first()
    warned = china_date(told.told_at) if told else None
    fate = retention.draft_fate(china_date(row.touched), warned, china_date(now))
    if fate is Draft.WARN:
        return _warn(row, now)
    return fate is Draft.ERASE and _erase(row.number, now, lapsed=True)


def _warn(row: DraftRow, now: datetime) -> bool:
    goes = china_date(now) + retention.DRAFT_NOTICE
    with transaction.atomic(durable=True):
        DraftNotice.objects.update_or_create(
            case_id=row.id, defaults={"touched": row.touched, "told_at": now}
        )
        data = {"case": row.number, "party": row.party, "goes": goes.isoformat()}
        note(row.number, RecordsEvent.DRAFT_WARNED, SYSTEM, now, data)
    return True


def _erase(number: str, now: datetime, *, lapsed: bool) -> bool:
    """Void the draft (or leave a dropped one as it is) and empty it, files and all."""
    with transaction.atomic(durable=True):
        if lapsed and not cases.drop_draft(number, now=now):
            return False
        instant.erase(number)
        gone = vault.destroy_files(cases.erase(number, now=now), now=now)
        note(
            number, RecordsEvent.DRAFT_ERASED, SYSTEM, now, {"case": number, "lapsed": lapsed, "files": gone}
        )
    return True
