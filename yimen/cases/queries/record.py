"""Everything a case consists of, for its archive package, and which cases wait to be filed away or erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Prefetch, Q

from yimen.catalogue import queries as catalogue
from yimen.parties.models import Party
from yimen.rules.calendar import china_date
from yimen.rules.retention import Keep
from yimen.rules.terms import State
from yimen.trail import rows as ready
from yimen.vault import queries as vault
from yimen.vault.queries import Face, FileFacts

from ..models import Case, CaseDocument, CaseFile, CaseMaterial, Pause, Seat, Sitting

_TIMES = (
    "created_at", "first_contact_at", "submitted_at", "received_at", "materials_in_at", "asked_at",
    "accepted_at", "decided_at", "issued_at", "delivered_at", "closed_at", "legal_due", "promise_due",
)  # fmt: skip


@dataclass(frozen=True)
class RecordFile:
    """One file of a case: a `material`, `document`, `signature` or `licence`, of which code or number."""

    role: str
    ref: str
    name: str
    file: FileFacts
    removed: bool = False


@dataclass(frozen=True)
class Record:
    """One case whole, in JSON types, with its files; `waiting`: documents and licences without a file yet."""

    data: dict[str, Any]
    files: tuple[RecordFile, ...]
    waiting: tuple[str, ...]
    item: dict[str, Any]


def whole_record(number: str, now: datetime) -> Record:
    """Everything on file of one case, unmasked: no reader, no rights. Raises Case.DoesNotExist."""
    case = (
        Case.objects.select_related("party", "agent", "department", "item")
        .prefetch_related(
            Prefetch("materials", CaseMaterial.objects.order_by("order")),
            Prefetch("materials__files", CaseFile.objects.order_by("id")),
            Prefetch("seats", Seat.objects.order_by("round", "order")),
            Prefetch("pauses", Pause.objects.order_by("start", "id")),
            Prefetch("documents", CaseDocument.objects.order_by("issued_at", "id")),
        )
        .get(number=number)
    )
    version, licences = catalogue.version(case.version_id), vault.of_case(number, now)
    files, waiting = _files(case, licences)
    item = {
        "code": case.item.code, "version": version.number, "digest": version.digest,
        "effective_from": version.effective_from.isoformat() if version.effective_from else "",
        "document": version.document, "spec": catalogue.spec(case.version_id).to_dict(),
    }  # fmt: skip
    return Record(_data(case, licences), tuple(files), tuple(waiting), item)


def _files(case: Case, licences: Sequence[Face]) -> tuple[list[RecordFile], list[str]]:
    given = [(m, f) for m in case.materials.all() for f in m.files.all()]
    papers, waiting = list(case.documents.all()), []
    ids = {f.stored_id for _m, f in given} | {pk for p in papers for pk in (p.pdf_id, p.signature_id) if pk}
    facts = vault.by_ids(ids | {one.file for one in licences if one.file})
    found = [
        RecordFile("material", m.code, m.name, facts[f.stored_id], f.removed_at is not None) for m, f in given
    ]
    for paper in papers:
        if paper.pdf_id:
            found.append(RecordFile("document", paper.number, paper.get_kind_display(), facts[paper.pdf_id]))
        else:
            waiting.append(paper.number)
        if paper.signature_id:
            found.append(RecordFile("signature", paper.number, "签名", facts[paper.signature_id]))
    for one in licences:
        if one.file:
            found.append(RecordFile("licence", one.number, one.name, facts[one.file]))
        else:
            waiting.append(one.number)
    return found, waiting


def _data(case: Case, licences: Sequence[Face]) -> dict[str, Any]:
    return {
        "number": case.number, "title": case.title, "region": case.region, "channel": case.channel,
        "department": {"code": case.department.credit_code, "name": case.department.name},
        "party": _party(case.party), "agent": _party(case.agent) if case.agent else None,
        "contact": {"name": case.contact_name, "phone": case.contact_phone},
        "state": case.state, "accepted_by": case.accepted_by, "extension_days": case.extension_days,
        "times": {name: _moment(getattr(case, name)) for name in _TIMES},
        "answers": case.answers,
        "materials": [
            {"code": m.code, "name": m.name, "status": m.status, "how": m.get_type, "note": m.note}
            for m in case.materials.all()
        ],
        "seats": [_seat(one) for one in case.seats.all()],
        "copies": [
            {"staff": one.staff, "by": one.by, "at": _moment(one.at), "why": one.why}
            for one in case.copies.all()
        ],
        "sittings": [_sitting(one) for one in case.sittings.all()],
        "pauses": [_pause(one) for one in case.pauses.all()],
        "documents": [
            {"kind": d.kind, "number": d.number, "at": _moment(d.issued_at), "by": d.issued_by,
             "content": d.data}
            for d in case.documents.all()
        ],
        "licences": [
            {"number": one.number, "edition": one.edition, "identifier": one.identifier, "name": one.name,
             "holder": one.holder, "rows": [list(row) for row in one.rows],
             "from": one.valid_from.isoformat(), "to": one.valid_to.isoformat() if one.valid_to else ""}
            for one in licences
        ],
        "result": {
            "number": case.result_number, "name": case.result_name, "received_by": case.received_result_by,
            "from": case.result_from.isoformat() if case.result_from else "",
            "to": case.result_to.isoformat() if case.result_to else "",
        },
        "delivery": case.delivery,
    }  # fmt: skip


def _party(one: Party) -> dict[str, str]:
    return {
        "kind": one.kind, "name": one.name, "number": one.id_number, "phone": one.phone,
        "address": one.address, "legal_person": one.legal_person,
    }  # fmt: skip


def _seat(one: Seat) -> dict[str, Any]:
    return {
        "round": one.round, "order": one.order, "name": one.name, "duty": one.duty, "role": one.role,
        "department": one.department, "staff": one.staff, "verdict": one.verdict, "text": one.text,
        "by": one.answered_by, "at": _moment(one.answered_at), "carried": one.carried,
        "added": {"host": one.host, "place": one.place, "by": one.added_by, "why": one.why}
        if one.host is not None else None,
        "draft": {"by": one.draft_by, "verdict": one.draft_verdict, "text": one.draft_text}
        if one.draft_by else None,
    }  # fmt: skip


def _sitting(one: Sitting) -> dict[str, Any]:
    return {
        "round": one.round, "at": _moment(one.called_at), "by": one.called_by, "why": one.why,
        "minutes": one.minutes, "minutes_by": one.minutes_by, "minutes_at": _moment(one.minutes_at),
    }  # fmt: skip


def _pause(one: Pause) -> dict[str, Any]:
    return {
        "kind": one.kind, "basis": one.basis, "reason": one.reason, "start": _moment(one.start),
        "end": _moment(one.end), "by": one.by, "result": one.result, "excluded_by_law": one.excluded_by_law,
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@dataclass(frozen=True)
class Closed:
    """What decides how long a case is kept. `closed_on` None: still open."""

    state: State
    closed_on: date | None
    keep: Keep
    erased_at: datetime | None


_CASE = ready.Ready(lambda number: Case.objects.filter(number=number), str)


def closing_facts(number: str) -> Closed:
    """Raises Case.DoesNotExist."""
    case = _CASE.first(number)
    if case is None:
        raise Case.DoesNotExist
    closed_on = china_date(case.closed_at) if case.closed_at else None
    return Closed(State(case.state), closed_on, catalogue.spec(case.version_id).keep, case.erased_at)


def handed_in(number: str) -> int | None:
    """The id of a case that was handed in; None where there is none."""
    found = Case.objects.filter(number=number, submitted_at__isnull=False)
    return found.values_list("pk", flat=True).first()


# --- what waits ---------------------------------------------------------------------------------------------
_WAITS = Q(closed_at__isnull=False, filed_at__isnull=True, erased_at__isnull=True)


def to_file(before: datetime, limit: int) -> list[str]:
    """Cases handed in and closed before a moment that are not filed away yet, oldest first."""
    found = Case.objects.filter(_WAITS, closed_at__lt=before, submitted_at__isnull=False)
    return list(found.order_by("closed_at", "id").values_list("number", flat=True)[:limit])


def dropped_drafts(before: datetime, limit: int) -> list[str]:
    """Drafts that were dropped at or before a moment and are not emptied yet."""
    found = Case.objects.filter(_WAITS, closed_at__lte=before, submitted_at__isnull=True)
    return list(found.order_by("closed_at", "id").values_list("number", flat=True)[:limit])


@dataclass(frozen=True)
class DraftRow:
    """A draft and when it was last touched: saved, or given a file."""

    id: int
    number: str
    party: int
    touched: datetime


def old_drafts(before: datetime, *, after: int = 0, limit: int = 200) -> list[DraftRow]:
    """Drafts last touched at or before a moment, keyset by id."""
    found = Case.objects.filter(state=State.DRAFT, head_at__lte=before, pk__gt=after).order_by("pk")
    rows = found.annotate(given=Max("materials__files__added_at"))[:limit]
    return [DraftRow(r.pk, r.number, r.party_id, _touched(r.created_at, r.head_at, r.given)) for r in rows]


def _touched(*moments: datetime | None) -> datetime:
    return max(one for one in moments if one is not None)
