"""Documents of a case, as they were handed out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from ninja import Router

from yimen.accounts.scopes import Scope
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules.authority import NotPermitted, NotVisible
from yimen.rules.masking import mask_name, mask_text
from yimen.vault import queries as vault

from . import masks, shown
from .auth import actor_of, needs, now_of
from .problems import MEDIA_TYPE
from .schemas.documents import PaperFullOut, PapersOut
from .typed import CaseNumber
from .words import fill

router = Router(tags=["文书"])
READ = needs(Scope.CASES_READ)
_APART = frozenset({"kind", "title", "number", "issued_at", "issued_by", "opening", "remedy"})
#: What the PDF's address answers with, beside the problems of every address.
PDF = {
    200: {"description": "OK", "content": {
        "application/pdf": {"schema": {"type": "string", "format": "binary"}}
    }},
    409: {"description": "有字库没有的字", "content": {
        MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
    }},
}  # fmt: skip
_NAMES = frozenset({"by", "receiver"})


@router.get(
    "/cases/{number}/documents", response=PapersOut, auth=READ, operation_id="documents_list",
    summary="办件的文书", description="已经出具的文书。令牌权限 cases:read。",
)  # fmt: skip
def listed(request: HttpRequest, number: CaseNumber) -> PapersOut:
    """The documents of one case. Raises NotVisible."""
    page = cases.case_page(actor_of(request), number, now=now_of(request))
    return PapersOut(documents=shown.papers(page))


@router.get(
    "/cases/{number}/documents/{doc}", response=PaperFullOut, auth=READ, operation_id="documents_read",
    summary="看一份文书", description="出具时的内容；不是申请人本人看，姓名隐去。令牌权限 cases:read。",
)  # fmt: skip
def one(request: HttpRequest, number: CaseNumber, doc: str) -> PaperFullOut:
    """One document. Raises NotVisible, also where the case has no such document."""
    actor = actor_of(request)
    page = cases.case_page(actor, number, now=now_of(request))
    if doc not in {paper.number for paper in page.papers}:
        raise NotVisible()
    return _paper(cases.document(actor, number, doc), page, masks.shown_whole(actor, page))


@router.get(
    "/cases/{number}/documents/{doc}/file", auth=READ, operation_id="documents_file",
    summary="文书的 PDF", openapi_extra={"responses": PDF},
    description="PDF/A，带编号、日期、章和验真二维码。只给申请人本人，因为姓名是全的。令牌权限 cases:read。",
)  # fmt: skip
def file(request: HttpRequest, number: CaseNumber, doc: str) -> FileResponse:
    """The PDF of one document. Raises NotVisible, NotPermitted for whoever reads masked, CannotPrint,
    DecisionWaits."""
    actor, now = actor_of(request), now_of(request)
    page = cases.case_page(actor, number, now=now)
    if doc not in {paper.number for paper in page.papers}:
        raise NotVisible()
    if not masks.shown_whole(actor, page):
        raise NotPermitted()
    cases.document(actor, number, doc)
    kept = actions.hand_out(doc, now=now)
    return FileResponse(
        vault.open_content(kept), as_attachment=True, filename=kept.name, content_type="application/pdf"
    )


def _paper(found: Mapping[str, Any], page: CasePage, whole: bool) -> PaperFullOut:
    facts = {
        key: value if whole else _masked(key, value, page)
        for key, value in found.items()
        if key not in _APART
    }
    opening = fill(str(found.get("opening", "")), {**facts, "day": _day(facts.get("day"))})
    by = str(found.get("issued_by", ""))
    return PaperFullOut(
        kind=found["kind"], title=fill(str(found.get("title", "")), {}), number=found["number"],
        issued_at=found["issued_at"], issued_by=by if whole else mask_name(by), opening=opening,
        remedy=fill(str(found.get("remedy", "")), {}) if found.get("remedy") else "", facts=facts,
    )  # fmt: skip


def _masked(key: str, value: Any, page: CasePage) -> Any:
    if isinstance(value, list):
        return [_masked("", one, page) for one in value]
    if isinstance(value, dict):
        return {name: _masked("", one, page) for name, one in value.items()}
    if not isinstance(value, str):
        return value
    if key == "party":
        return masks.party_name(page.case.party.kind, value, False)
    return mask_name(value) if key in _NAMES else mask_text(value)


def _day(value: Any) -> str:
    """The day of an ISO moment in China."""
    moment = parse_datetime(str(value or ""))
    return timezone.localtime(moment).date().isoformat() if moment else ""
