"""Who else comes into a round: opinions taken back, prepared by a colleague, seats added and dropped."""

from __future__ import annotations

from datetime import datetime

from yimen.bureau import queries as bureau
from yimen.rules import authority, review
from yimen.rules.authority import Actor
from yimen.rules.deciding import OpinionMissing
from yimen.rules.review import Place
from yimen.rules.terms import Act, Role, Verdict
from yimen.trail import rows
from yimen.trail.usecase import use_case

from ..models import Seat
from ._seats import seat_row, store
from ._work import Done, Work, decide, load, record
from .review import my_seat

_DRAFT = ["helper", "draft_by", "draft_verdict", "draft_text"]


@use_case(Done)
def take_back(
    actor: Actor, number: str, *, now: datetime, reason: str = "", rev: int | None = None, once: str = ""
) -> Done:
    """撤回: the actor's last opinion of this round, while nobody after has signed; the seat is open anew.

    What was said stays in the trail. Raises NothingToTakeBack, ActedAfter.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.TAKE_BACK, reason)
    mode, sits = work.spec.mode, work.sits
    after, seat = review.taken_back(work.facts, actor.staff, mode, now, sitting=sits)
    store(work, after, said=seat.order)
    return record(work, {"seat": seat.name, "round": work.case.round})


def _row(work: Work, order: int) -> Seat:
    return next(row for row in work.seats if row.order == order)


@use_case(Done)
def delegate(
    actor: Actor, number: str, *, staff: str, now: datetime, reason: str = "", rev: int | None = None,
    once: str = "",
) -> Done:  # fmt: skip
    """委派: a colleague of the same department prepares the opinion; the seat stays the actor's to sign.

    Raises HelperUnfit.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.DELEGATE, reason)
    seat = my_seat(work)
    after = review.delegated(
        work.facts, seat.order, staff, colleagues=bureau.signing_in(seat.department), by=actor.staff,
        acceptor=work.case.accepted_by,
    )  # fmt: skip
    row = _row(work, seat.order)
    row.helper = next(s.helper for s in after if s.order == seat.order)
    # It comes back to who gave it, not to any colleague of the same post.
    row.staff = actor.staff
    rows.update(row, ["helper", "staff"])
    return record(work, {"seat": seat.name, "staff": staff})


@use_case(Done)
def prepare(
    actor: Actor, number: str, *, verdict: str, text: str, now: datetime, rev: int | None = None,
    once: str = "",
) -> Done:  # fmt: skip
    """拟意见: what the actor was asked to prepare; its holder signs or changes it. Raises OpinionMissing."""
    work = decide(load(actor, number, now=now, rev=rev), Act.PREPARE)
    said = Verdict(verdict)
    if said is Verdict.DISAGREE and not text.strip():
        raise OpinionMissing()
    row = next(row for row in work.seats if row.is_open and row.helper == actor.staff)
    row.helper, row.draft_by = "", actor.name
    row.draft_verdict, row.draft_text = said, text.strip()
    rows.update(row, _DRAFT)
    return record(work, {"seat": row.name, "verdict": verdict, "text": text.strip()})


@use_case(Done)
def add_seat(
    actor: Actor, number: str, *, department: str, role: str, place: str, reason: str, now: datetime,
    rev: int | None = None, once: str = "",
) -> Done:  # fmt: skip
    """加签: a signature of another department (credit code) or role before, beside or after the actor's own.

    Raises SeatUnfit, AfterDecision, AskedAlready, TooManyAdded.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.ADD_SEAT, reason)
    host, office = my_seat(work), bureau.department(department)
    if office is None:
        raise review.SeatUnfit()
    after = review.added(
        work.facts, host, Place(place), department, Role(role), work.spec.mode, now, by=actor.staff,
        sitting=work.sits,
    )  # fmt: skip
    fresh = seat_row(work, after[-1], work.case.promise_due)
    fresh.why = work.reason
    store(work, after)
    rows.insert(fresh)
    facts = {"seat": host.name, "place": place, "office": office.name, "role": role}
    return record(work, {**facts, "round": work.case.round})


@use_case(Done)
def drop_seat(
    actor: Actor, number: str, *, order: int, reason: str, now: datetime, rev: int | None = None,
    once: str = "",
) -> Done:  # fmt: skip
    """减签: an added seat that has not answered is given up, by whoever added it or by who decides.

    Raises NotAdded, DropNotYours, SeatAnswered.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.DROP_SEAT, reason)
    after = review.dropped(
        work.facts, order, work.spec.mode, now, by=actor.staff, sitting=work.sits,
        decides=authority.holds_decision(actor, work.facts),
    )  # fmt: skip
    gone = _row(work, order)
    left = {s.order for s in after}
    work.case.seats.filter(round=work.case.round).exclude(order__in=left).delete()
    work.seats = [row for row in work.seats if row.order in left]
    store(work, after)
    office = bureau.department_names({gone.department}).get(gone.department, gone.department)
    return record(work, {"seat": gone.name, "office": office, "role": gone.role, "round": work.case.round})
