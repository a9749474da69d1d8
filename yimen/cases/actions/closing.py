"""After the end: a closed case is filed away, and when its time is over all that is personal is emptied.

Parts of the actions of `yimen.archives`; they refuse to run outside of a transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.numbers import QUERY_BYTES, query_code
from yimen.rules.retention import Keep
from yimen.rules.terms import Act, State
from yimen.trail import actions as trail

from ..models import Case, CaseDocument, CaseFile
from ._work import Work, decide, load, record


@dataclass(frozen=True)
class Closing:
    """What of a case decides when and for how long it is filed away."""

    id: int
    number: str
    state: State
    submitted: bool
    closed_on: date | None
    keep: Keep
    filed: bool


def closing(number: str, *, now: datetime) -> Closing:
    """The case, locked for the caller's transaction. Raises NotVisible."""
    trail.require_transaction()
    return _closing(load(SYSTEM, number, now=now))


def _closing(work: Work) -> Closing:
    case = work.case
    return Closing(
        case.pk, case.number, State(case.state), case.submitted_at is not None,
        china_date(case.closed_at) if case.closed_at else None, work.spec.keep, case.filed_at is not None,
    )  # fmt: skip


def file_away(number: str, data: Mapping[str, Any], *, now: datetime) -> None:
    """归档: the last act of a case, with the number its record has. A voided one stays voided."""
    trail.require_transaction()
    work = load(SYSTEM, number, now=now)
    work.case.filed_at = now
    if work.case.state in {State.VOIDED, State.ARCHIVED}:
        work.case.save(update_fields=["filed_at"])
        return
    record(decide(work, Act.ARCHIVE), dict(data))


def erase(number: str, *, now: datetime) -> list[int]:
    """Empty everything personal of a case; the ids of its stored files that no other case uses.

    What stays: number, item, department, dates, states and the trail, whose rows hold no whole number of a
    person. In the caller's transaction; done again, it changes nothing.
    """
    trail.require_transaction()
    case = Case.objects.select_for_update(of=("self",)).get(number=number)
    files = _files_of(case)
    case.contact_name = case.contact_phone = case.received_result_by = ""
    case.answers, case.delivery = {}, {}
    case.query_code = query_code(secrets.token_bytes(QUERY_BYTES))
    case.erased_at = case.erased_at or now
    case.save()
    case.seats.update(text="", why="", draft_text="")
    case.copies.update(why="")
    case.sittings.update(why="", minutes="")
    case.pauses.update(reason="", result="")
    case.materials.update(note="")
    case.messages.all().delete()
    for paper in case.documents.all():
        paper.data = {}
        paper.save(update_fields=["data"])
    return files


def _files_of(case: Case) -> list[int]:
    given = CaseFile.objects.filter(material__case=case).values_list("stored_id", flat=True)
    papers = CaseDocument.objects.filter(case=case).values_list("pdf_id", "signature_id")
    mine = {pk for pk in (*given, *(pk for pair in papers for pk in pair)) if pk is not None}
    others = CaseFile.objects.filter(stored_id__in=mine, material__case__erased_at__isnull=True)
    used = set(others.exclude(material__case=case).values_list("stored_id", flat=True))
    return sorted(mine - used)


def drop_draft(number: str, *, now: datetime) -> bool:
    """Void a draft that nobody touched for its whole time; False where it is a draft no more."""
    trail.require_transaction()
    work = load(SYSTEM, number, now=now)
    if work.case.state != State.DRAFT:
        return False
    work.case.closed_at = now
    record(decide(work, Act.VOID), {"lapsed": True})
    return True
