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
from yimen.rules.lifecycle import NotYours
from yimen.rules.terms import Act, Capacity, Duty, ResultType, State, Verdict
from yimen.trail import rows
from yimen.trail.actions import require_transaction
from yimen.trail.usecase import use_case

from ..models import Seat
from ._licence import draws_licence
from ._seats import store, write_seats
from ._work import Done, Work, decide, load, pledges, record
from .apply import close_seats

_DECIDED = ["verdict", "answered_at", "answered_by", "text", "staff", "is_open"]


def my_seat(work: Work, *, signing: bool = False) -> review.Seat:
    """The actor's open seat; of those that sign an opinion where `signing`. Raises NoSeat."""
    last = review.deciding(work.facts).order if signing else None
    seat = next((s for s in authority.my_seats(work.actor, work.facts) if s.order != last), None)
    if seat is None:
        raise review.NoSeat()
    return seat


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
    work = decide(load(actor, number, now=now, rev=rev), Act.OPINION)
    return _sign(work, my_seat(work, signing=True), verdict, text)


def _sign(work: Work, seat: review.Seat, verdict: str, text: str) -> Done:
    said = Verdict(verdict)
    if said is Verdict.DISAGREE and not text.strip():
        raise OpinionMissing()
    mode, sits = work.spec.mode, work.sits
    after = review.answer(work.facts, seat.order, said, mode, work.now, staff=work.actor.staff, sitting=sits)
    facts = {"seat": seat.name, "verdict": verdict, "text": text.strip(), "round": work.case.round}
    with rows.together():
        store(work, after, said=seat.order, text=text.strip())
        return record(work, facts)


def sign_within(
    actor: Actor, number: str, *, duties: Collection[Duty], verdict: str, text: str, now: datetime
) -> Done | None:
    """`opinion` as a part of the caller's transaction, on a seat of one of these duties.

    None where the case has no such seat open for the actor: nobody's turn is taken. Raises OpinionMissing.
    """
    require_transaction()
    work = load(actor, number, now=now)
    if work.case.state != State.REVIEWING:
        return None
    last = review.deciding(work.facts).order
    mine = (s for s in authority.my_seats(actor, work.facts) if s.duty in duties and s.order != last)
    seat = next(mine, None)
    return _sign(decide(work, Act.OPINION), seat, verdict, text) if seat is not None else None


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
    seat = my_seat(work)
    fresh = review.sent_back(work.facts, work.spec.mode, now, to=to, at=seat.order)
    close_seats(work)
    work.case.round += 1
    write_seats(work, fresh)
    return record(work, {"from_seat": seat.name, "round": work.case.round, "to_seat": _open_name(fresh)})


def _open_name(seats: Iterable[review.Seat]) -> str:
    return "、".join(s.name for s in seats if s.is_open)


@use_case(Done)
def assign(
    actor: Actor, number: str, *, staff: str, now: datetime, reason: str = "", rev: int | None = None,
    once: str = "",
) -> Done:  # fmt: skip
    """转办: give the open seat to a colleague of the same role and department, with words why.

    Raises AssigneeUnfit, also for who accepted the case: 受审分离.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.ASSIGN, reason)
    seat = my_seat(work)
    colleagues = {s.number for s in bureau.colleagues(seat.department, str(seat.role))}
    if staff not in colleagues - {work.case.accepted_by}:
        raise AssigneeUnfit()
    work.case.seats.filter(round=work.case.round, order=seat.order).update(staff=staff)
    return record(work, {"seat": seat.name, "staff": staff})


def _decide_now(work: Work, reason: str) -> tuple[Seat, tuple[review.Seat, ...]]:
    """The deciding seat, if it is open and the actor's, and whom it does not wait for (in a sitting)."""
    left, last = review.ready_to_decide(work.facts, reason), review.deciding(work.facts).order
    mine = {s.order for s in authority.my_seats(work.actor, work.facts)}
    if Capacity.SYSTEM not in work.capacities and last not in mine:
        raise NotYours(act=work.outcome.act.label if work.outcome else "", who=Capacity.APPROVER.label)
    return next(row for row in work.seats if row.order == last), left


def close_decision(work: Work, verdict: Verdict, text: str) -> dict[str, list[str]]:
    """The deciding seat answers, and the case is decided; the facts of who was not waited for, if any.

    Raises SeatsWaiting, NotYours.
    """
    seat, left = _decide_now(work, text)
    seat.verdict, seat.text, seat.answered_at = verdict, text, work.now
    seat.answered_by, seat.staff, seat.is_open = work.actor.name, work.actor.staff, False
    rows.update(seat, _DECIDED)
    work.case.decided_at = work.now
    if left:
        close_seats(work)
    return {"without": [one.name for one in left]} if left else {}


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
        left = close_decision(work, Verdict.AGREE, text.strip())
        return record(work, {**facts, **left, **pledges(work)}, paper={**facts, **days})


@use_case(Done)
def refuse(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """不予许可: with reasons; the document names the remedies (行政许可法第三十八条)."""
    work = decide(load(actor, number, now=now, rev=rev), Act.REFUSE, reason)
    return record(work, close_decision(work, Verdict.DISAGREE, reason.strip()))


@use_case(Done)
def forward(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """转报: the case with all opinions goes to the higher organ, which decides (行政许可法第三十五条)."""
    work = decide(load(actor, number, now=now, rev=rev), Act.FORWARD, reason)
    left = close_decision(work, Verdict.AGREE, reason.strip())
    work.case.closed_at = now
    return record(work, {"organ": work.spec.forward_to, **left}, paper={"to_organ": work.spec.forward_to})


__all__ = [
    "AssigneeUnfit", "NoResultNumber", "OpinionMissing", "ResultDatesWrong", "ResultType",
    "assign", "forward", "grant", "opinion", "refuse", "send_back",
]  # fmt: skip
