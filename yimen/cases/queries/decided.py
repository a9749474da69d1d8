"""Cases that people decided, for a dry run of rules over them: what was written, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from yimen.catalogue import queries as catalogue
from yimen.rules.authority import SYSTEM
from yimen.rules.intake import Given
from yimen.rules.terms import Document

from ..actions.instant import checked_lines
from ..actions.library import given
from ..models import Case, CaseDocument, CaseMaterial

#: The documents that say how a case was decided.
DECISIONS = (Document.APPROVAL, Document.REFUSAL, Document.FORWARDING)


@dataclass(frozen=True)
class Decided:
    """One decided case: its stored answers and materials, when, and by which document. `by_machine`: no
    person decided it."""

    number: str
    party: int
    channel: str
    answers: dict[str, Any]
    given: tuple[Given, ...]
    checked: frozenset[str]
    submitted_at: datetime
    at: datetime
    how: Document
    by_machine: bool


def decided(item: int, since: datetime, limit: int) -> Iterator[Decided]:
    """The newest decided cases of an item (id) from a moment on; those emptied after their time left out."""
    papers = CaseDocument.objects.filter(
        kind__in=DECISIONS, issued_at__gte=since, case__item=item, case__erased_at__isnull=True,
        case__submitted_at__isnull=False,
    ).select_related("case").prefetch_related(
        Prefetch("case__materials", CaseMaterial.objects.order_by("order"))
    )  # fmt: skip
    for paper in papers.defer("data").order_by("-issued_at", "-id")[:limit]:
        yield _decided(paper)


def _decided(paper: CaseDocument) -> Decided:
    case: Case = paper.case
    lines, spec = list(case.materials.all()), catalogue.spec(case.version_id)
    return Decided(
        case.number, case.party_id, case.channel, case.answers, tuple(given(lines)),
        checked_lines(spec, lines), case.submitted_at or paper.issued_at, paper.issued_at,
        Document(paper.kind), paper.issued_by == SYSTEM.name,
    )  # fmt: skip
