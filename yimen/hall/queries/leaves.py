"""Who is away when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yimen.rules.hall.away import Away, Part
from yimen.rules.hall.roster import LeaveKind

from ..models import Leave

_AWAY = ("staff_id", "first", "last", "part")


@dataclass(frozen=True)
class LeaveRow:
    """Somebody's leave, both days included, and which part of each."""

    id: int
    staff: str
    name: str
    kind: LeaveKind
    first: date
    last: date
    part: Part


def away(staff: Iterable[int], first: date, last: date) -> dict[int, tuple[Away, ...]]:
    """Row of a person → when they are away, of the leaves that touch these days (one statement)."""
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Leave.objects.filter(staff__in=sorted(set(staff)), last__gte=first, first__lte=last)
    for who, begins, ends, part in rows.order_by("first", "pk").values_list(*_AWAY):
        found[who].append(Away(begins, ends, Part(part)))
    return defaultdict(tuple, {who: tuple(spans) for who, spans in found.items()})


def aways_of(staff: int, first: date, last: date) -> list[Away]:
    """The leaves of one person that touch these days."""
    return list(away([staff], first, last)[staff])


def leaves(staff: Iterable[str], first: date, last: date) -> list[LeaveRow]:
    """The leaves of these people (staff numbers) that touch these days, by the first day."""
    rows = Leave.objects.filter(staff__number__in=sorted(set(staff)), last__gte=first, first__lte=last)
    return [
        LeaveRow(
            one.pk, one.staff.number, one.staff.name, LeaveKind(one.kind), one.first, one.last, Part(one.part)
        )
        for one in rows.select_related("staff").order_by("first", "staff__number")
    ]
