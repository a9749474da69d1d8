"""Inboxes: what waits at a window, what waits for a signature. Keyset by (due, id), a fixed number of
statements, one indexed predicate for the rights, no count over the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from yimen.rules.authority import Actor
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.desk import CORRECTION, HANDOUT, INTAKE, seat_desks, window_desk, window_regions
from yimen.rules.masking import mask_enterprise, mask_name
from yimen.rules.terms import Light, State
from yimen.trail import trip

from ..models import Case, Seat
from .nearest import CASES, SEATS, SEATS_BY_NAME, URGED, After, Shelf, nearest

PAGE = 50
#: Menus show how much waits, but never count further than this.
MOST_COUNTED = 99


@dataclass(frozen=True)
class InboxRow:
    """One line of an inbox. `left`: working days until `due_at`, negative when overdue."""

    id: int
    number: str
    title: str
    party: str
    state: State
    light: Light
    due_at: datetime | None
    left: int | None
    step: str = ""
    department: str = ""
    rev: int = 0
    assigned: str = ""
    urged: int = 0


def masked_party(kind: str, name: str) -> str:
    """How an applicant's name stands in lists."""
    return mask_name(name) if kind == "person" else mask_enterprise(name)


def days_left(calendar: WorkCalendar, due: datetime | None, now: datetime) -> int | None:
    """Working days from today until the day of `due`; -1 or less once the moment has passed."""
    if due is None:
        return None
    left = calendar.working_days_between(china_date(now), china_date(due))
    return min(left, -1) if now > due else max(left, 0)


#: What a line of a list reads of a case and of what stands beside it.
_LINE = (
    "pk", "number", "title", "party__kind", "party__name", "state", "light", "due_at",
    "department__short_name", "rev",
)  # fmt: skip


def case_rows(found: QuerySet[Case], calendar: WorkCalendar, now: datetime) -> list[InboxRow]:
    """These cases as lines of a list, in their order (one statement)."""
    return [_line(calendar, now, *cells) for cells in found.values_list(*_LINE)]


def _line(
    calendar: WorkCalendar, now: datetime, key: int, number: str, title: str, kind: str, name: str,
    state: str, light: str, due_at: datetime | None, department: str, rev: int, step: str = "",
    assigned: str = "", urged: int = 0,
) -> InboxRow:  # fmt: skip
    """One line. While the clock stands still no days are left: they would shrink by themselves."""
    left = None if state == State.SUSPENDED else days_left(calendar, due_at, now)
    return InboxRow(
        id=key, number=number, title=title, party=masked_party(kind, name), state=State(state),
        light=Light(light), due_at=due_at, left=left, step=step, department=department, rev=rev,
        assigned=assigned, urged=urged,
    )  # fmt: skip


#: The same of a seat: its own key and deadline, and whose it is.
_OF_SEAT = {"pk": "pk", "due_at": "due_at"}
_SEAT_LINE = (*(_OF_SEAT.get(one, f"case__{one}") for one in _LINE), "name", "staff", "urged")
#: A seat that is nobody's or the actor's.
_FREE = "(staff = '' OR staff = %s)"
_IN_ORDER = (F("due_at").asc(nulls_last=True), "id")


def _window_desks(actor: Actor, whats: Iterable[str]) -> list[str]:
    return [window_desk(region, what) for region in window_regions(actor.posts) for what in whats]


def window_inbox(
    actor: Actor,
    calendar: WorkCalendar,
    *,
    now: datetime,
    what: Iterable[str] = (INTAKE, CORRECTION, HANDOUT),
    after: After = None,
    limit: int = PAGE,
) -> list[InboxRow]:
    """What waits at the actor's windows, nearest deadline first; one line over `limit` tells of more."""
    desks = _window_desks(actor, what)
    if not desks:
        return []
    found = Case.objects.filter(pk__in=nearest(CASES, desks, after, limit + 1))
    return case_rows(found.order_by(*_IN_ORDER), calendar, now)


def review_inbox(
    actor: Actor,
    calendar: WorkCalendar,
    *,
    now: datetime,
    mine: bool = False,
    urged: bool = False,
    after: After = None,
    limit: int = PAGE,
) -> list[InboxRow]:
    """Seats that wait for the actor's signature, nearest deadline first (id is the seat's).

    `mine`: only those assigned to the actor by name; `urged`: only those that somebody urges (催办).
    """
    desks = seat_desks(actor.posts)
    if not desks:
        return []
    shelf = URGED if urged else SEATS
    ids = _by_name(actor, desks, after, limit + 1) if mine else _at(actor, desks, after, limit + 1, shelf)
    found = Seat.objects.filter(pk__in=ids).order_by(*_IN_ORDER)
    return [_line(calendar, now, *cells) for cells in found.values_list(*_SEAT_LINE)]


def _at(actor: Actor, desks: Sequence[str], after: After, limit: int, shelf: Shelf) -> RawSQL:
    """Open seats at these desks that are nobody's or the actor's."""
    return nearest(shelf, desks, after, limit, _FREE, [actor.staff])


def _by_name(actor: Actor, desks: Sequence[str], after: After, limit: int) -> RawSQL:
    """Open seats that were given to the actor, at the desks that are still theirs."""
    marks = ", ".join(["%s"] * len(desks))
    return nearest(SEATS_BY_NAME, [actor.staff], after, limit, f"desk IN ({marks})", desks)


def counters(actor: Actor) -> dict[str, int]:
    """How much waits for the actor, by menu entry; each count stops at 99 (one statement)."""
    asked: dict[str, tuple[str, list[str]]] = {}
    if window_regions(actor.posts):
        asked = {w: _counted(CASES, _window_desks(actor, [w])) for w in (INTAKE, CORRECTION, HANDOUT)}
    desks = list(seat_desks(actor.posts))
    if desks:
        asked["review"] = _counted(SEATS, desks, f" AND {_FREE}", [actor.staff])
    if not asked:
        return {}
    with trip.cursor(trip.link()) as cursor:
        parts = ", ".join(sql for sql, _ in asked.values())
        cursor.execute(f"SELECT {parts}", [one for _, values in asked.values() for one in values])
        return dict(zip(asked, cursor.fetchone(), strict=True))


def urged_waiting(actor: Actor) -> int:
    """How many of the seats that wait for the actor somebody urges, 99 at most (one statement)."""
    desks = list(seat_desks(actor.posts))
    if not desks:
        return 0
    sql, values = _counted(URGED, desks, f" AND {_FREE}", [actor.staff])
    with trip.cursor(trip.link()) as cursor:
        cursor.execute(f"SELECT {sql}", values)
        return int(cursor.fetchone()[0])


def _counted(
    shelf: Shelf, desks: list[str], only: str = "", values: Sequence[str] = ()
) -> tuple[str, list[str]]:
    """How many rows wait at these desks, 99 at most: SQL and its values."""
    marks = ", ".join(["%s"] * len(desks))
    found = f"SELECT 1 FROM {shelf.table} WHERE {shelf.column} IN ({marks}) AND {shelf.waits}{only}"  # noqa: S608
    return f"(SELECT COUNT(*) FROM ({found} LIMIT {MOST_COUNTED}) AS met)", [*desks, *values]  # noqa: S608
