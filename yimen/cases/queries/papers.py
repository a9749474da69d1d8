"""Documents of a case: what a number with its check code proves, and which could not be printed."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from yimen.rules.papers import read_code
from yimen.rules.terms import Document, State

from ..models import CaseDocument
from .inbox import masked_party


@dataclass(frozen=True)
class CheckedPaper:
    """What anybody who holds a document may learn of it: nothing personal beyond the masked name.

    `void`: the case it belongs to was voided; `digest`: SM3 of the file made of it, "" before it is made.
    """

    number: str
    kind: Document
    title: str
    party: str
    department: str
    issued_at: datetime
    void: bool
    digest: str


@dataclass(frozen=True)
class Unprintable:
    """A document that waits for a font."""

    number: str
    kind: Document
    case: str
    characters: str
    issued_at: datetime


def document_by_check(number: str, code: str) -> CheckedPaper | None:
    """The document with this number and check code; None for a wrong pair, as for no document at all."""
    typed = read_code(code)
    row = CaseDocument.objects.select_related("case__party", "pdf").filter(number=number.strip()).first()
    if row is None or not typed or not hmac.compare_digest(row.code, typed):
        return None
    return _checked(row)


def document_by_digest(digest: str) -> CheckedPaper | None:
    """The document whose file has this content (SM3), None where there is none."""
    row = CaseDocument.objects.select_related("case__party", "pdf").filter(pdf__digest=digest).first()
    return _checked(row) if row else None


def _checked(row: CaseDocument) -> CheckedPaper:
    return CheckedPaper(
        number=row.number, kind=Document(row.kind), title=str(row.data.get("item") or row.case.title),
        party=masked_party(row.case.party.kind, str(row.data.get("party", ""))),
        department=str(row.data.get("department", "")), issued_at=row.issued_at,
        void=row.case.state == State.VOIDED, digest=row.pdf.digest if row.pdf else "",
    )  # fmt: skip


def unprintable(limit: int = 50) -> list[Unprintable]:
    """Documents that no font could draw, newest first."""
    rows = CaseDocument.objects.exclude(unprintable="").select_related("case").order_by("-id")[:limit]
    return [Unprintable(r.number, Document(r.kind), r.case.number, r.unprintable, r.issued_at) for r in rows]


__all__ = ["CheckedPaper", "Unprintable", "document_by_check", "document_by_digest", "unprintable"]
