"""What helping keeps of one person, whole, for the copy of their data (个人信息保护法第四十五条)."""

from __future__ import annotations

from typing import Any

from yimen.rules.helping.terms import Hardship, Level, VisitOutcome, VisitState, Wish

from ..models import HelpRating, HomeVisit, ReceiptSlip
from .receipts import shown


def everything_of(party: int) -> dict[str, list[dict[str, Any]]]:
    """`home_visits`, `ratings` they gave and `receipt_numbers` of their applications, oldest first."""
    return {
        "home_visits": [_visit(one) for one in HomeVisit.objects.filter(party_id=party).order_by("pk")],
        "ratings": [
            {"case": one.case.number, "helper": one.staff, "level": Level(str(one.level)).label,
             "words": one.words, "at": one.at.isoformat()}
            for one in HelpRating.objects.filter(party_id=party).select_related("case").order_by("pk")
        ],
        "receipt_numbers": [
            {"number": shown(one.pk), "case": one.case.number if one.case else "", "helper": one.staff,
             "at": one.at.isoformat() if one.at else ""}
            for one in ReceiptSlip.objects.filter(case__party_id=party).select_related("case").order_by("pk")
        ],
    }  # fmt: skip


def _visit(one: HomeVisit) -> dict[str, Any]:
    return {
        "asked": one.asked_at.isoformat(), "place": one.place, "why": Hardship(one.hardship).label,
        "wish": Wish(one.wish).label, "words": one.asked_words, "state": VisitState(one.state).label,
        "helper": one.staff, "day": one.day.isoformat() if one.day else "",
        "at": "" if one.start is None else f"{one.start // 60:02}:{one.start % 60:02}",
        "outcome": VisitOutcome(one.outcome).label if one.outcome else "", "told": one.told,
        "ended": one.ended_at.isoformat() if one.ended_at else "",
    }  # fmt: skip
