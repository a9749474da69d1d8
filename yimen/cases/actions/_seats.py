"""The seats of a case under review: the first round opened, later ones written, each with its deadline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yimen.rules import clock, review
from yimen.rules.calendar import china_date
from yimen.rules.desk import seat_desk
from yimen.trail import rows

from ..models import Seat
from ._clock import facts_of
from ._work import Done, Work, record


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
    opened = seats or review.opened(review.plan(work.spec), work.spec.mode, work.now)
    names = [s.name for s in opened]
    with rows.together():
        write_seats(work, opened)
        return record(work, {"round": 1, "seats": names, **(data or {})}, paper=paper)


def write_seats(work: Work, seats: tuple[review.Seat, ...]) -> None:
    """Insert the seats of a new round (case.round) as given."""
    case = work.case
    reading = clock.read(work.calendar, facts_of(case, work.spec, work.pauses), work.now)
    promise = reading.promise_due.at if reading.promise_due else None
    work.seats = rows.insert(*(seat_row(work, s, promise) for s in seats))
    case.promise_due = promise


def seat_row(work: Work, seat: review.Seat, promise: datetime | None) -> Seat:
    """One seat as a row of the case's current round."""
    due = seat_due(work, seat, promise)
    return Seat(
        case=work.case, round=work.case.round, order=seat.order, name=seat.name, duty=seat.duty,
        role=seat.role, department=seat.department, desk=seat_desk(seat.department, seat.role),
        days=seat.days, staff=seat.staff, opened_at=seat.opened_at, due_at=due, is_open=seat.is_open,
        verdict=seat.verdict or "", answered_at=seat.answered_at,
    )  # fmt: skip


def seat_due(work: Work, seat: review.Seat, promise: datetime | None) -> datetime | None:
    """When this seat should answer: its own days if it has any, never later than the case's promise."""
    if seat.opened_at is None:
        return None
    if not seat.days:
        return promise
    own = clock.step_due(work.calendar, china_date(seat.opened_at), seat.days, now=work.now).at
    return min(own, promise) if promise else own
