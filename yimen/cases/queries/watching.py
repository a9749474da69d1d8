"""What the watch reads: cases that are late or nearly, where each is stuck, and the counts by department.

Only cases that still have a clock are looked at (the index over state serves them); a fixed number of
statements for a page, whatever its length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from yimen.bureau import queries as bureau
from yimen.rules.authority import Actor
from yimen.rules.calendar import WorkCalendar
from yimen.rules.events import ASKED
from yimen.rules.lifecycle import OPEN
from yimen.rules.terms import Light, State
from yimen.trail import queries as trail
from yimen.trail import rows as ready

from ..models import Case, Seat
from .inbox import PAGE, InboxRow, case_rows
from .lists import reach
from .nearest import After

#: States in which somebody still has to act before a day; what is decided and only waits to be fetched
#: is late no more.
RUNNING = tuple(sorted(str(state) for state in OPEN | {State.GRANTED}))
ALARMING = (str(Light.RED), str(Light.YELLOW))


@dataclass(frozen=True)
class Wait:
    """One signature that a case waits for. `staff`: the number of whom it was assigned to, or ""."""

    name: str
    department: str
    role: str
    staff: str


@dataclass(frozen=True)
class LateRow:
    """A case with an alarm and the open seats it waits for; none while it stands at a window."""

    case: InboxRow
    waits: tuple[Wait, ...]


@dataclass(frozen=True)
class DepartmentCount:
    """One department: cases under way, and how many of them are late or nearly."""

    code: str
    name: str
    running: int
    red: int
    yellow: int


def late(
    actor: Actor,
    calendar: WorkCalendar,
    *,
    now: datetime,
    light: str = "",
    department: str = "",
    after: After = None,
    limit: int = PAGE,
) -> list[LateRow]:
    """Cases with a red or yellow light within the actor's reach, nearest deadline first (3 statements).

    `light`: only this one; `department`: credit code of the owner; keyset by (due, id). One line over
    `limit` tells of more.
    """
    found = _running(actor).filter(light__in=[light] if light in ALARMING else ALARMING)
    if department:
        found = found.filter(department__credit_code=department)
    if after is not None:
        found = found.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], id__gt=after[1]))
    ids = found.order_by("due_at", "id").values("pk")[: limit + 1]
    rows = case_rows(Case.objects.filter(pk__in=ids).order_by("due_at", "id"), calendar, now)
    waits = _waits(row.id for row in rows)
    return [LateRow(row, tuple(waits.get(row.id, ()))) for row in rows]


def _running(actor: Actor) -> QuerySet[Case]:
    return Case.objects.filter(reach(actor), state__in=RUNNING, due_at__isnull=False)


_OPEN_SEATS = ready.Ready(
    lambda cases: Seat.objects.filter(case__in=cases, is_open=True).order_by("case", "order"), ready.Many(int)
)


def _waits(cases: Iterable[int]) -> dict[int, list[Wait]]:
    """Open seats by case (two statements)."""
    seats = _OPEN_SEATS.rows(cases)
    names = bureau.department_names({seat.department for seat in seats})
    found: dict[int, list[Wait]] = {}
    for seat in seats:
        wait = Wait(seat.name, names.get(seat.department, seat.department), seat.role, seat.staff)
        found.setdefault(seat.case_id, []).append(wait)
    return found


@dataclass(frozen=True)
class AgainRow:
    """A case whose applicant was sent for corrections more than once. `why`: the reasons on record."""

    id: int
    case: InboxRow
    times: int
    why: tuple[str, ...]


def asked_again(
    actor: Actor, calendar: WorkCalendar, *, now: datetime, before: int | None = None, limit: int = PAGE
) -> list[AgainRow]:
    """Cases with a second notice within the actor's reach, the newest first; keyset by id (3 statements).

    Of a bundle the application, which its members were asked for. One line over `limit` tells of more.
    """
    found = Case.objects.filter(reach(actor), corrections__gt=1, parent__isnull=True)
    if before is not None:
        found = found.filter(id__lt=before)
    page = list(found.order_by("-id").values_list("id", "number", "corrections")[: limit + 1])
    times = {pk: n for pk, _number, n in page}
    why = _reasons([number for _pk, number, _n in page])
    rows = case_rows(Case.objects.filter(pk__in=times).order_by("-id"), calendar, now)
    return [AgainRow(row.id, row, times[row.id], tuple(why.get(row.number, ()))) for row in rows]


def _reasons(numbers: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in trail.of_kinds(numbers, ASKED):
        if again := str(row.data.get("again", "")):
            found.setdefault(row.stream, []).append(again)
    return found


def by_department(actor: Actor) -> list[DepartmentCount]:
    """Cases under way by the department that owns them, the most late first (two statements)."""
    # By state too, and no state left out: so it is read from one index in its order, never from the rows.
    dated = Case.objects.filter(reach(actor), due_at__isnull=False).order_by()
    found: dict[int, Counter[str]] = {}
    for department, light, state, n in dated.values_list("department_id", "light", "state").annotate(
        n=Count("pk")
    ):
        if state in RUNNING:
            found.setdefault(department, Counter())[light] += n
    rows = [
        DepartmentCount(
            one.credit_code, one.short_name, found[one.pk].total(),
            found[one.pk][str(Light.RED)], found[one.pk][str(Light.YELLOW)],
        )
        for one in bureau.departments_by_id(found)
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (-one.red, -one.yellow, -one.running, one.code))
