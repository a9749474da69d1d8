"""The seats of a case under review: the first round opened, later ones written, each with its deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yimen.hall import queries as hall
from yimen.rules import clock, review, routing
from yimen.rules.calendar import china_date
from yimen.rules.desk import seat_desk
from yimen.trail import rows

from ..models import Seat
from ._clock import facts_of
from ._work import Done, Work, record

#: What was said at a seat: it goes along where an answer is carried over into a new round.
_WORDS = ("text", "answered_by", "why", "draft_by", "draft_verdict", "draft_text")
_COLUMNS = ["opened_at", "due_at", "is_open", "verdict", "answered_at", "staff", "text", "answered_by"]


def enter_review(
    work: Work, *, paper: dict[str, Any], data: dict[str, Any] | None = None,
    seats: tuple[review.Seat, ...] = (),
) -> Done:  # fmt: skip
    """Settle the clocks, open the first round and record the act in hand.

    `seats`: the round as it is opened, where it is not the item's own.
    """
    case = work.case
    case.round = 1
    if work.outcome is None:
        raise RuntimeError("enter_review() before decide()")
    case.state = work.outcome.after
    opened = seats or review.opened(fresh_round(work), work.spec.mode, work.now)
    names = [s.name for s in opened]
    with rows.together():
        write_seats(work, opened)
        return record(work, {"round": 1, "seats": names, **(data or {})}, paper=paper)


def fresh_round(work: Work) -> tuple[review.Seat, ...]:
    """The seats that the item names, at the office that decides: its own, or that of the town which received
    it, where the decision was moved there."""
    spec, today = work.spec, china_date(work.now)
    office = hall.deciding_office(spec.code, work.case.region, today)
    return routing.seated(review.plan(spec), spec.department, office)


def write_seats(work: Work, seats: tuple[review.Seat, ...]) -> None:
    """Insert the seats of a new round (case.round) as given; what was carried over keeps its words."""
    case, before = work.case, {row.order: row for row in work.seats}
    reading = clock.read(work.calendar, facts_of(case, work.spec, work.pauses), work.now)
    promise = reading.promise_due.at if reading.promise_due else None
    made = [seat_row(work, s, promise) for s in seats]
    for row in made:
        if row.carried:
            for name in _WORDS:
                setattr(row, name, getattr(before[row.order], name))
    work.seats = rows.insert(*made)
    case.promise_due = promise


def seat_row(work: Work, seat: review.Seat, promise: datetime | None) -> Seat:
    """One seat as a row of the case's current round."""
    due = seat_due(work, seat, promise)
    return Seat(
        case=work.case, round=work.case.round, order=seat.order, name=seat.name, duty=seat.duty,
        role=seat.role, department=seat.department, desk=seat_desk(seat.department, seat.role),
        days=seat.days, staff=seat.staff, opened_at=seat.opened_at, due_at=due, is_open=seat.is_open,
        verdict=seat.verdict or "", answered_at=seat.answered_at, beside=seat.beside or "", host=seat.host,
        place=seat.place or "", added_by=seat.added_by, helper=seat.helper, carried=seat.carried,
    )  # fmt: skip


def store(work: Work, after: Iterable[review.Seat], *, said: int | None = None, text: str = "") -> None:
    """Write the round as the rule left it; `said` is the seat that has just answered, with its words, or
    whose answer was taken back, without."""
    facts, changed = {s.order: s for s in after}, []
    for row in work.seats:
        fact = facts[row.order]
        before = (row.is_open, row.answered_at)
        row.opened_at, row.answered_at = fact.opened_at, fact.answered_at
        row.verdict, row.is_open, row.staff = fact.verdict or "", fact.is_open, fact.staff
        if row.order == said:
            row.text, row.answered_by = text, work.actor.name if fact.answered_at else ""
        if (row.is_open, row.answered_at) != before:
            row.due_at = seat_due(work, fact, work.case.promise_due)
            changed.append(row)
    for row in changed:
        rows.update(row, _COLUMNS)


def seat_due(work: Work, seat: review.Seat, promise: datetime | None) -> datetime | None:
    """When this seat should answer: its own days if it has any, never later than the case's promise."""
    if seat.opened_at is None:
        return None
    if not seat.days:
        return promise
    own = clock.step_due(work.calendar, china_date(seat.opened_at), seat.days, now=work.now).at
    return min(own, promise) if promise else own
