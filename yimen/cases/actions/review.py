"""Deciding: opinions in rounds, returns, assignment, and the decision itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from yimen.bureau import queries as bureau
from yimen.rules import authority, review
from yimen.rules.authority import Actor
from yimen.rules.deciding import (
    AssigneeUnfit,
    NoResultNumber,
    OpinionMissing,
    ResultDatesWrong,
    require_result,
)
from yimen.rules.desk import seat_desk
from yimen.rules.lifecycle import NotYours
from yimen.rules.terms import Act, Capacity, Duty, ResultType, State, Verdict
from yimen.trail import rows
from yimen.trail.actions import require_transaction
from yimen.trail.usecase import use_case

from ..models import Seat
from ._licence import draws_licence
from ._seats import seat_due, write_seats
from ._work import Done, Work, decide, load, record
from .apply import close_seats

_COLUMNS = ["opened_at", "due_at", "is_open", "verdict", "answered_at", "staff", "text", "answered_by"]


def _my_seat(work: Work) -> review.Seat:
    seat = authority.my_seat(work.actor, work.facts)
    if seat is None:
        raise review.NoSeat()
    return seat


def _store(work: Work, after: Iterable[review.Seat], text: str, order: int) -> None:
    """Write the round as the rule left it; `order` is the seat that has just answered, with its words."""
    changed: list[Seat] = []
    for row, fact in zip(work.seats, after, strict=True):
        before = (row.is_open, row.answered_at)
        row.opened_at, row.answered_at = fact.opened_at, fact.answered_at
        row.verdict, row.is_open, row.staff = fact.verdict or "", fact.is_open, fact.staff
        if row.order == order:
            row.text, row.answered_by = text, work.actor.name
        if (row.is_open, row.answered_at) != before:
            row.due_at = seat_due(work, fact, work.case.promise_due)
            changed.append(row)
    for row in changed:
        rows.update(row, _COLUMNS)


@use_case(Done)
def opinion(
    actor: Actor,
    number: str,
    *,
    verdict: str,
    text: str,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """Sign the open seat that is the actor's: 同意 or 不同意, with words (mandatory for 不同意)."""
    return _sign(decide(load(actor, number, now=now, rev=rev), Act.OPINION), verdict, text)


def _sign(work: Work, verdict: str, text: str) -> Done:
    seat, said = _my_seat(work), Verdict(verdict)
    if said is Verdict.DISAGREE and not text.strip():
        raise OpinionMissing()
    after = review.answer(work.facts, seat.order, said, work.spec.mode, work.now, staff=work.actor.staff)
    facts = {"seat": seat.name, "verdict": verdict, "text": text.strip(), "round": work.case.round}
    with rows.together():
        _store(work, after, text.strip(), seat.order)
        return record(work, facts)


def sign_within(
    actor: Actor, number: str, *, duties: Collection[Duty], verdict: str, text: str, now: datetime
) -> Done | None:
    """`opinion` as a part of the caller's transaction, on a seat of one of these duties.

    None where the case has no such seat open for the actor: nobody's turn is taken. Raises OpinionMissing.
    """
    require_transaction()
    work = load(actor, number, now=now)
    seat = authority.my_seat(actor, work.facts) if work.case.state == State.REVIEWING else None
    if seat is None or seat.duty not in duties or seat.order == work.seats[-1].order:
        return None
    return _sign(decide(work, Act.OPINION), verdict, text)


@use_case(Done)
def send_back(
    actor: Actor,
    number: str,
    *,
    reason: str,
    now: datetime,
    to: int | None = None,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """退回: to the step before (or step `to`); a new round opens, the old one stays as it was."""
    work = decide(load(actor, number, now=now, rev=rev), Act.SEND_BACK, reason)
    seat = _my_seat(work)
    fresh = review.sent_back(work.facts, work.spec.mode, now, to=to)
    close_seats(work)
    work.case.round += 1
    write_seats(work, fresh)
    return record(work, {"from_seat": seat.name, "round": work.case.round, "to_seat": _open_name(fresh)})


def _open_name(seats: Iterable[review.Seat]) -> str:
    return next((s.name for s in seats if s.is_open), "")


@use_case(Done)
def assign(
    actor: Actor, number: str, *, staff: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """转办: give the open seat to a colleague of the same role and department. Raises AssigneeUnfit."""
    work = decide(load(actor, number, now=now, rev=rev), Act.ASSIGN)
    seat = _my_seat(work)
    if staff not in {s.number for s in bureau.colleagues(seat.department, str(seat.role))}:
        raise AssigneeUnfit()
    work.case.seats.filter(round=work.case.round, order=seat.order).update(
        staff=staff, desk=seat_desk(seat.department, str(seat.role))
    )
    return record(work, {"seat": seat.name, "staff": staff})


def _decide_now(work: Work) -> Seat:
    """The deciding seat, if it is open and the actor's. Raises SeatsWaiting, NotYours."""
    review.ready_to_decide(work.facts)
    if Capacity.SYSTEM not in work.capacities and _my_seat(work).order != work.seats[-1].order:
        raise NotYours(act=work.outcome.act.label if work.outcome else "", who=Capacity.APPROVER.label)
    return work.seats[-1]


def close_decision(work: Work, verdict: Verdict, text: str) -> None:
    """The deciding seat answers, and the case is decided. Raises SeatsWaiting, NotYours."""
    seat = _decide_now(work)
    seat.verdict, seat.text, seat.answered_at = verdict, text, work.now
    seat.answered_by, seat.staff, seat.is_open = work.actor.name, work.actor.staff, False
    rows.update(seat, _COLUMNS)
    work.case.decided_at = work.now


@use_case(Done)
def grant(
    actor: Actor,
    number: str,
    *,
    now: datetime,
    text: str = "",
    result_number: str = "",
    result_from: date | None = None,
    result_to: date | None = None,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """准予: a licence needs its number and first day of validity. Raises NoResultNumber, ResultDatesWrong."""
    work = decide(load(actor, number, now=now, rev=rev), Act.GRANT)
    typed = bool(result_number.strip() and result_from)
    drawn = not typed and draws_licence(work.spec)
    require_result(work.spec, result_number, result_from, result_to, drawn=drawn)
    case = work.case
    case.result_name, case.result_number = work.spec.result_name[:300], result_number.strip()[:100]
    case.result_from, case.result_to = result_from, result_to
    facts = {"result": case.result_name, "result_number": case.result_number, "text": text.strip()}
    days = {"result_from": str(result_from or ""), "result_to": str(result_to or "")}
    with rows.together():
        close_decision(work, Verdict.AGREE, text.strip())
        return record(work, facts, paper={**facts, **days})


@use_case(Done)
def refuse(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """不予许可: with reasons; the document names the remedies (行政许可法第三十八条)."""
    work = decide(load(actor, number, now=now, rev=rev), Act.REFUSE, reason)
    close_decision(work, Verdict.DISAGREE, reason.strip())
    return record(work)


@use_case(Done)
def forward(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """转报: the case with all opinions goes to the higher organ, which decides (行政许可法第三十五条)."""
    work = decide(load(actor, number, now=now, rev=rev), Act.FORWARD, reason)
    close_decision(work, Verdict.AGREE, reason.strip())
    work.case.closed_at = now
    return record(work, {"organ": work.spec.forward_to}, paper={"to_organ": work.spec.forward_to})


__all__ = [
    "AssigneeUnfit", "NoResultNumber", "OpinionMissing", "ResultDatesWrong", "ResultType",
    "assign", "forward", "grant", "opinion", "refuse", "send_back",
]  # fmt: skip
