"""All that projects hold of one party, for the copy of its data (个人信息保护法 第四十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yimen.rules.paying import PayState
from yimen.rules.projects import Funding, Lane, ProjectKind, Stage
from yimen.vault.queries import FileFacts, by_ids

from ..models import FeeLine, FeeOrder, FeeSheet, Note, Project, StageCase


def everything_of(party: int) -> tuple[list[dict[str, Any]], list[tuple[str, FileFacts]]]:
    """Every project of a party whole: what its form said, its applications, what was noted about it, its fees
    and orders; and the papers, each under its path in the copy. JSON types only."""
    found = list(Project.objects.filter(owner=party).select_related("zone", "manager").order_by("pk"))
    sheets = {one.project_id: one for one in FeeSheet.objects.filter(project__in=found)}
    facts = by_ids([one.pdf_id for one in sheets.values() if one.pdf_id is not None])
    kept = {one.pk: facts[one.pdf_id] for one in sheets.values() if one.pdf_id in facts}
    papers = {one.pk: f"fees/{one.number}.pdf" for one in sheets.values() if one.pk in kept}
    told = [_told(one, sheets.get(one.pk), papers) for one in found]
    return told, [(papers[pk], one) for pk, one in kept.items()]


def _told(one: Project, sheet: FeeSheet | None, papers: dict[int, str]) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name, "kind": ProjectKind.label_of(one.kind),
        "funding": Funding.label_of(one.funding), "lane": Lane.label_of(one.lane), "place": one.place,
        "zone": one.zone.name if one.zone else "", "land_area": str(one.land_area),
        "build_area": str(one.build_area), "investment": str(one.investment), "answers": one.answers,
        "manager": one.manager.name if one.manager else "",
        "first_contact_at": one.first_contact_at.isoformat(), "created_at": one.created_at.isoformat(),
        "closed_at": one.closed_at.isoformat() if one.closed_at else "",
        "stages": list(_stages(one)), "notes": list(_notes(one)),
        "fees": _fees(sheet, papers) if sheet is not None else {},
    }  # fmt: skip


def _stages(one: Project) -> Iterable[dict[str, str]]:
    for row in StageCase.objects.filter(project=one).select_related("case").order_by("pk"):
        label = Stage.label_of(row.stage)
        yield {"stage": label, "case": row.case.number, "begun_at": row.begun_at.isoformat()}


def _notes(one: Project) -> Iterable[dict[str, str]]:
    for row in Note.objects.filter(project=one).order_by("pk"):
        yield {"text": row.text, "at": row.at.isoformat(), "by": row.by}


def _fees(sheet: FeeSheet, papers: dict[int, str]) -> dict[str, Any]:
    lines = FeeLine.objects.filter(sheet=sheet).order_by("place")
    orders = FeeOrder.objects.filter(sheet=sheet).order_by("pk")
    return {
        "number": sheet.number, "at": sheet.at.isoformat(), "file": papers.get(sheet.pk, ""),
        "lines": [
            {"name": row.name, "organ": row.organ, "basis": row.basis, "amount": str(row.amount),
             "relief": str(row.relief), "relief_basis": row.relief_basis}
            for row in lines
        ],
        "orders": [
            {"number": row.number, "amount": str(row.amount), "state": PayState.label_of(row.state),
             "asked_at": row.asked_at.isoformat(), "reference": row.reference}
            for row in orders
        ],
    }  # fmt: skip
