"""Who is away when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yimen.rules.hall.roster import Away, LeaveKind

from ..models import Leave


@dataclass(frozen=True)
class LeaveRow:
    """Somebody's leave, both days included."""

    id: int
    staff: str
    name: str
    kind: LeaveKind
    first: date
    last: date


def away(staff: Iterable[int], first: date, last: date) -> dict[int, tuple[tuple[date, date], ...]]:
    """Row of a person → the spans of days on which they are away, of those that touch these
    (one statement)."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = Leave.objects.filter(staff__in=sorted(set(staff)), last__gte=first, first__lte=last)
    for who, begins, ends in rows.values_list("staff_id", "first", "last"):
        found[who].append((begins, ends))
    return defaultdict(tuple, {who: tuple(sorted(spans)) for who, spans in found.items()})


def aways_of(staff: int, first: date, last: date) -> list[Away]:
    """The leaves of one person that touch these days."""
    return [Away(*span) for span in away([staff], first, last)[staff]]


def leaves(staff: Iterable[str], first: date, last: date) -> list[LeaveRow]:
    """The leaves of these people (staff numbers) that touch these days, by the first day."""
    rows = Leave.objects.filter(staff__number__in=sorted(set(staff)), last__gte=first, first__lte=last)
    return [
        LeaveRow(one.pk, one.staff.number, one.staff.name, LeaveKind(one.kind), one.first, one.last)
        for one in rows.select_related("staff").order_by("first", "staff__number")
    ]
