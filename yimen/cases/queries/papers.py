"""Documents of a case: what a number with its check code proves, and which could not be printed."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yimen.rules import authority, deferral
from yimen.rules import sight as seeing
from yimen.rules.authority import Actor, NotVisible, Sight
from yimen.rules.condition_words import LIST_JOIN
from yimen.rules.papers import read_code
from yimen.rules.terms import Document, State

from ..actions._work import seat_fact, stand_for
from ..models import Case, CaseDocument
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


def document(
    actor: Actor, number: str, paper: str, *, within: Iterable[Sight] = tuple(Sight)
) -> dict[str, Any]:
    """One document's frozen contents with kind, number and date.

    Raises NotVisible, NotPermitted; DecisionWaits for the applicant while the result waits for a promised
    material (容缺).
    """
    case = Case.objects.select_related("department", "item").filter(number=number).first()
    found = case.documents.filter(number=paper).first() if case else None
    if case is None or found is None or case.erased_at:
        raise NotVisible()
    seats = [seat_fact(s) for s in case.seats.filter(round=case.round)]
    sights = authority.require_visible(actor, stand_for(actor, case, seats), within)
    seeing.require_readable(sights, Document(found.kind))
    require_due(case, Document(found.kind), sights)
    return {
        **found.data, "kind": found.kind, "number": found.number, "issued_at": found.issued_at,
        "issued_by": found.issued_by,
    }  # fmt: skip


def require_due(case: Case, kind: Document, sights: Collection[Sight]) -> None:
    """Raise DecisionWaits where this document is kept back from whoever sees the case so."""
    one = deferral.from_json(case.deferral)
    if deferral.withheld(kind, one, sights):
        rows = case.materials.filter(code__in=one.open).order_by("order")
        names = list(rows.values_list("name", flat=True))
        raise deferral.DecisionWaits(count=len(names), names=LIST_JOIN.join(names))


def unprintable(limit: int = 50) -> list[Unprintable]:
    """Documents that no font could draw, newest first."""
    rows = CaseDocument.objects.exclude(unprintable="").select_related("case").order_by("-id")[:limit]
    return [Unprintable(r.number, Document(r.kind), r.case.number, r.unprintable, r.issued_at) for r in rows]


__all__ = [
    "CheckedPaper", "Unprintable", "document", "document_by_check", "document_by_digest", "unprintable",
]  # fmt: skip
