"""What moves the clock of a case under review: 特别程序 and the one extension."""

from __future__ import annotations

from datetime import date, datetime

from yimen.rules import authority, clock, pauses
from yimen.rules.authority import Actor
from yimen.rules.deciding import NotInList
from yimen.rules.item import ItemSpec, SpecialStep
from yimen.rules.terms import EXCLUDED_BY_LAW, Act, Procedure, Role
from yimen.trail.actions import require_transaction
from yimen.trail.usecase import use_case

from ..models import Pause, Seat
from ._clock import facts_of
from ._work import Done, Work, decide, load, record


def _provided(spec: ItemSpec, kind: Procedure) -> SpecialStep | None:
    found = next((s for s in spec.special if s.procedure is kind), None)
    if found is None and kind not in EXCLUDED_BY_LAW:
        raise NotInList(kind=kind.label)
    return found


@use_case(Done)
def pause(
    actor: Actor,
    number: str,
    *,
    kind: str,
    reason: str,
    planned_end: date,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """启动特别程序: told in writing (the notice is issued by this act); planned end mandatory.

    Raises NotInList, PauseEndsBeforeStart.
    """
    return pause_within(actor, number, kind=kind, reason=reason, planned_end=planned_end, now=now, rev=rev)


def pause_within(
    actor: Actor, number: str, *, kind: str, reason: str, planned_end: date, now: datetime,
    rev: int | None = None,
) -> Done:  # fmt: skip
    """`pause` as a part of the caller's transaction: a hearing or an expert review begins with it."""
    require_transaction()
    work = decide(load(actor, number, now=now, rev=rev), Act.PAUSE, reason)
    procedure = Procedure(kind)
    step = _provided(work.spec, procedure)
    law = step.basis if step and step.excluded_by_law else ""
    fact = pauses.begin(procedure, now, planned_end=planned_end, told_in_writing=True, law=law)
    basis = step.basis if step else "行政许可法第四十五条"
    row = Pause.objects.create(
        case=work.case, kind=procedure, basis=basis[:300], reason=reason[:1000], start=now,
        excluded_by_law=fact.counted_out_of_legal, planned_end=planned_end, by=actor.label,
    )  # fmt: skip
    work.pauses.append(row)
    work.case.pause_count += 1
    facts = {
        "procedure": kind, "planned_end": planned_end.isoformat(), "basis": basis,
        "excluded_by_law": fact.counted_out_of_legal,
    }  # fmt: skip
    return record(work, facts, paper={**facts, "procedure_name": procedure.label})


@use_case(Done)
def resume(
    actor: Actor, number: str, *, now: datetime, result: str = "", rev: int | None = None, once: str = ""
) -> Done:
    """结束特别程序: the clock goes on; open seats get their new deadlines."""
    return resume_within(actor, number, now=now, result=result, rev=rev)


def resume_within(
    actor: Actor, number: str, *, now: datetime, result: str = "", rev: int | None = None
) -> Done:
    """`resume` as a part of the caller's transaction: its result comes from the minutes."""
    require_transaction()
    work = decide(load(actor, number, now=now, rev=rev), Act.RESUME)
    for row in work.pauses:
        if row.end is None:
            row.end, row.result = max(now, row.start), result.strip()[:1000]
            row.save(update_fields=["end", "result"])
    done = record(work, {"result": result.strip()})
    reset_seats(work)
    return done


def reset_seats(work: Work) -> None:
    """After the promise moved, open seats are due with it (their own days are not shortened)."""
    Seat.objects.filter(case=work.case, is_open=True).update(due_at=work.case.promise_due)


@use_case(Done)
def extend(
    actor: Actor,
    number: str,
    *,
    days: int,
    reason: str,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """延长期限: once, at most 10 working days, before the limit has run out (行政许可法第四十二条).

    Raises SecondExtension, ExtensionTooLong, ExtensionTooLate.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.EXTEND, reason)
    authority.require_role(actor, Role.DIRECTOR)  # 经本行政机关负责人批准
    facts = clock.extend(work.calendar, facts_of(work.case, work.spec, work.pauses), days, now)
    work.case.extension_days = facts.extension_days
    done = record(work, {"days": days}, paper={"days": days})
    reset_seats(work)
    return done
