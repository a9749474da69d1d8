"""The rounds of a case as pages show them; copies given to somebody (抄送我的) and the sittings of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from yimen.bureau import queries as bureau
from yimen.rules import authority, review
from yimen.rules.authority import Actor
from yimen.rules.desk import seat_desks
from yimen.rules.review import Seat as SeatFact
from yimen.rules.terms import State

from ..actions._work import seat_fact
from ..models import Case, Copy, Seat, Sitting
from .inbox import PAGE


@dataclass(frozen=True)
class SeatRow:
    """One signature of one round, and what was added, delegated or carried over at it.

    `beside`: how it signs with the step before (all, any, "" after it); `place`, `added_by` (a name), `why`:
    of an added seat. `helper`: the name of who prepares the opinion now; `draft_*`: what was prepared last.
    `may_drop`: this reader may give it up (减签).
    """

    round: int
    order: int
    name: str
    department: str
    role: str
    is_open: bool
    due_at: datetime | None
    verdict: str
    text: str
    by: str
    at: datetime | None
    mine: bool
    beside: str = ""
    place: str = ""
    added_by: str = ""
    why: str = ""
    helper: str = ""
    draft_by: str = ""
    draft_verdict: str = ""
    draft_text: str = ""
    urged: int = 0
    carried: bool = False
    may_drop: bool = False
    decides: bool = False


@dataclass(frozen=True)
class SittingView:
    """三堂会诊 of the current round: who called it and why, and its minutes."""

    round: int
    called_at: datetime
    called_by: str
    why: str
    minutes: str
    minutes_by: str
    minutes_at: datetime | None


@dataclass(frozen=True)
class Reader:
    """Who reads the rounds: their own open seat and the added seats that they may give up."""

    mine: int | None
    droppable: frozenset[int]


def reader(actor: Actor, current: Sequence[SeatFact]) -> Reader:
    """What somebody may do at the seats of the current round."""
    mine = authority.my_seat(actor, current)
    decides = bool(current) and authority.holds_decision(actor, current)
    gone = review.droppable(current, by=actor.staff, decides=decides)
    return Reader(mine.order if mine else None, frozenset(s.order for s in gone))


def seat_rows(seats: Sequence[Seat], case: Case, who: Reader) -> tuple[SeatRow, ...]:
    """The seats of all rounds, oldest round first, each as people read it."""
    offices = bureau.department_names({s.department for s in seats})
    people = bureau.staff_names({n for s in seats for n in (s.added_by, s.helper) if n})
    found: list[SeatRow] = []
    for turn in sorted({s.round for s in seats}):
        rows = {s.order: s for s in seats if s.round == turn}
        facts = review.arranged([seat_fact(s) for s in rows.values()])
        last = review.deciding(facts).order
        current = turn == case.round
        found += [
            _row(rows[f.order], offices, people, who if current else Reader(None, frozenset()), last)
            for f in facts
        ]
    return tuple(found)


def _row(row: Seat, offices: dict[str, str], people: dict[str, str], who: Reader, last: int) -> SeatRow:
    return SeatRow(
        row.round, row.order, row.name, offices.get(row.department, row.department), row.role, row.is_open,
        row.due_at, row.verdict, row.text, row.answered_by, row.answered_at, row.order == who.mine,
        beside=row.beside, place=row.place, added_by=people.get(row.added_by, row.added_by), why=row.why,
        helper=people.get(row.helper, row.helper), draft_by=row.draft_by, draft_verdict=row.draft_verdict,
        draft_text=row.draft_text, urged=row.urged, carried=row.carried,
        may_drop=row.order in who.droppable, decides=row.order == last,
    )  # fmt: skip


def sitting_of(case: Case) -> SittingView | None:
    """The sitting of the current round, or None; no statement where there never was one."""
    if not case.sitting or case.sitting != case.round:
        return None
    one = Sitting.objects.filter(case=case, round=case.round).first()
    if one is None:
        return None
    return SittingView(
        one.round, one.called_at, one.called_by, one.why, one.minutes, one.minutes_by, one.minutes_at
    )


@dataclass(frozen=True)
class CopyRow:
    """One case of which somebody was given a copy."""

    id: int
    number: str
    title: str
    department: str
    state: State
    by: str
    at: datetime
    why: str


def copies(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[CopyRow]:
    """抄送我的, newest first, keyset by id; while they may be read. One row over `limit` tells of more."""
    if not authority.may_have_copy(actor):
        return []
    found = Copy.objects.filter(staff=actor.staff, case__filed_at__isnull=True)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = found.select_related("case__department").order_by("-pk")[: limit + 1]
    return [
        CopyRow(
            one.pk, one.case.number, one.case.title, one.case.department.short_name, State(one.case.state),
            one.by, one.at, one.why,
        )
        for one in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class SittingRow:
    """One sitting in a list. `left`: how many are still to sign."""

    id: int
    number: str
    title: str
    state: State
    by: str
    at: datetime
    why: str
    left: int


def sittings(actor: Actor, *, day: date, limit: int = PAGE) -> list[SittingRow]:
    """The sittings called on a day in which the actor's posts have a seat, newest first."""
    desks = seat_desks(actor.posts)
    if not desks:
        return []
    seats = Seat.objects.filter(case=OuterRef("case"), round=OuterRef("round"))
    found = Sitting.objects.filter(Exists(seats.filter(desk__in=desks)), day=day)
    listed = list(found.select_related("case").order_by("-pk")[:limit])
    waiting = Seat.objects.filter(case__in=[one.case_id for one in listed], is_open=True)
    left: dict[int, int] = {}
    for case_id in waiting.values_list("case_id", flat=True):
        left[case_id] = left.get(case_id, 0) + 1
    return [
        SittingRow(
            one.pk, one.case.number, one.case.title, State(one.case.state), one.called_by, one.called_at,
            one.why, left.get(one.case_id, 0) if one.round == one.case.round else 0,
        )
        for one in listed
    ]  # fmt: skip
