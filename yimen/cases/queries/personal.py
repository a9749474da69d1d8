"""Everything on file about one party, for themselves: a copy (个人信息保护法第四十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from yimen.parties import queries as parties
from yimen.rules import deferral
from yimen.rules.authority import Sight
from yimen.rules.errors import say
from yimen.rules.terms import Document, State
from yimen.rules.vocabulary import label_of
from yimen.trail import queries as trail
from yimen.vault import queries as vault
from yimen.vault.queries import FileFacts

from ..models import Case, CaseFile, Message


@dataclass(frozen=True)
class Personal:
    """`data` in JSON types, and the files it names: (path inside the archive, the file)."""

    data: dict[str, Any]
    files: tuple[tuple[str, FileFacts], ...]


def everything_of(party_id: int, today: date) -> Personal:
    """The party's own data, unmasked: registration, mandates, materials, uses, cases, messages, files.

    The other side of a mandate stays masked: it is somebody else's.
    """
    files: dict[int, str] = {}
    party = parties.party(party_id)
    data = {
        "party": {} if party is None else {
            "name": party.name, "number": party.id_number, "phone": party.phone, "address": party.address,
            "legal_person": party.legal_person, "since": party.created_at.isoformat(),
        },
        "history": [_event(row) for row in trail.history(f"party:{party_id}")],
        "mandates_given": [_mandate(one) for one in parties.mandates_given(party_id)],
        "mandates_held": [_mandate(one) for one in parties.mandates_held(party_id)],
        "materials_on_file": _library(party_id, today, files),
        "used_by_others": _uses(party_id),
        "cases": [_case(one, files) for one in _cases(party_id)],
        "messages": _messages(party_id),
    }  # fmt: skip
    facts = vault.by_ids(files)
    return Personal(data, tuple((files[pk], facts[pk]) for pk in files if pk in facts))


def _event(row: trail.Row) -> dict[str, Any]:
    label = label_of(row.kind)
    return {"at": row.at.isoformat(), "what": label, "by": row.actor, "data": row.data}


def _mandate(one: parties.MandateView) -> dict[str, Any]:
    return {
        "other": one.other.name, "items": list(one.items), "from": one.from_day.isoformat(),
        "to": one.to_day.isoformat(), "revoked": one.revoked_at.isoformat() if one.revoked_at else "",
    }  # fmt: skip


def _library(party_id: int, today: date, files: dict[int, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    before: int | None = None
    while True:
        rows = vault.held_rows(party_id, today, before=before, limit=200)
        for row in rows[:200]:
            found.append({
                "name": row.name, "code": row.code, "since": row.since.isoformat(), "case": row.case,
                "valid_to": row.valid_to.isoformat() if row.valid_to else "",
                "files": [_put(files, one.id, "materials", one.name) for one in row.files],
            })  # fmt: skip
        if len(rows) <= 200:
            return found
        before = rows[199].id


def _uses(party_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    before: int | None = None
    while True:
        rows = vault.use_rows(party_id, before=before, limit=200)
        found += [
            {"at": row.at.isoformat(), "what": row.name, "case": row.case, "for": row.title,
             "department": row.department, "basis": row.basis.label}
            for row in rows[:200]
        ]  # fmt: skip
        if len(rows) <= 200:
            return found
        before = rows[199].id


def _cases(party_id: int) -> list[Case]:
    given = CaseFile.objects.filter(removed_at__isnull=True).select_related("stored").order_by("pk")
    found = Case.objects.filter(party_id=party_id).select_related("department")
    return list(
        found.prefetch_related(
            Prefetch("materials__files", queryset=given), "materials", "documents"
        ).order_by("pk")
    )


def _case(case: Case, files: dict[int, str]) -> dict[str, Any]:
    folder = f"cases/{case.number}"
    return {
        "number": case.number, "title": case.title, "department": case.department.name,
        "state": State(case.state).label, "created": case.created_at.isoformat(),
        "closed": case.closed_at.isoformat() if case.closed_at else "",
        "contact": {"name": case.contact_name, "phone": case.contact_phone},
        "answers": case.answers,
        "materials": [
            {"name": line.name, "status": line.get_status_display(), "note": line.note,
             "files": [_put(files, one.stored_id, folder, one.stored.name) for one in line.files.all()]}
            for line in case.materials.all()
        ],
        "documents": [
            {"number": one.number, "kind": one.kind, "at": one.issued_at.isoformat(), "content": one.data,
             "file": _put(files, one.pdf_id, folder, f"{one.number}.pdf") if one.pdf_id else ""}
            for one in case.documents.all()
            if not deferral.withheld(Document(one.kind), deferral.from_json(case.deferral), [Sight.OWN])
        ],
        "history": _history(case),
    }  # fmt: skip


#: What of the result stands in an event: kept back while the result waits for what comes later.
_OF_RESULT = frozenset({"result", "result_number", "result_from", "result_to"})


def _history(case: Case) -> list[dict[str, Any]]:
    told = [_event(row) for row in trail.history(case.number)]
    if not deferral.result_withheld(deferral.from_json(case.deferral), [Sight.OWN]):
        return told
    return [{**one, "data": {k: v for k, v in one["data"].items() if k not in _OF_RESULT}} for one in told]


def _put(files: dict[int, str], stored: int, folder: str, name: str) -> str:
    """Where a file lies in the archive; the same file is put there once. Names come from people."""
    safe = "".join("_" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in name).strip(". ")
    return files.setdefault(stored, f"{folder}/{stored}-{safe[-80:]}")


def _messages(party_id: int) -> list[dict[str, Any]]:
    found = Message.objects.filter(party_id=party_id).select_related("case").order_by("pk")
    return [
        {
            "at": one.at.isoformat(),
            "case": one.case.number if one.case else "",
            "text": say(one.text, one.facts, str),
        }
        for one in found
    ]
