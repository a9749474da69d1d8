"""After the decision, and the ways in which a case ends without one."""

from __future__ import annotations

from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.deciding import NotSigned
from yimen.rules.terms import Act
from yimen.trail.usecase import use_case

from ._licence import act_on_licence
from ._work import Done, decide, load, record
from .apply import close_seats


@use_case(Done)
def issue(actor: Actor, number: str, *, now: datetime, rev: int | None = None, once: str = "") -> Done:
    """出证: the result is made and waits to be fetched; a licence is issued, changed, renewed or ended.

    Raises what `vault.actions.carry_out` does where the item acts on a licence.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.ISSUE)
    work.case.issued_at = now
    act_on_licence(work)
    return record(work, {"result_number": work.case.result_number}, paper={"result": work.case.result_name})


@use_case(Done)
def deliver(
    actor: Actor,
    number: str,
    *,
    receiver: str,
    now: datetime,
    how: str = "窗口领取",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """送达: handed out and signed for by name. Raises NotSigned."""
    work = decide(load(actor, number, now=now, rev=rev), Act.DELIVER)
    if not receiver.strip():
        raise NotSigned()
    case = work.case
    case.delivered_at = case.closed_at = now
    case.received_result_by = receiver.strip()[:80]
    return record(work, {"how": how}, paper={"receiver": case.received_result_by, "how": how})


@use_case(Done)
def return_unfinished(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """退件: corrections never came."""
    work = decide(load(actor, number, now=now, rev=rev), Act.RETURN_UNFINISHED, reason)
    work.case.closed_at = now
    close_seats(work)
    return record(work)


@use_case(Done)
def terminate(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """终止办理: with its reason."""
    work = decide(load(actor, number, now=now, rev=rev), Act.TERMINATE, reason)
    work.case.closed_at = now
    close_seats(work)
    for pause in work.pauses:
        if pause.end is None:
            pause.end = max(now, pause.start)
            pause.save(update_fields=["end"])
    return record(work)


@use_case(Done)
def void(
    actor: Actor, number: str, *, reason: str = "", now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """作废: an administrator voids what should never have been, with a reason; an applicant drops a draft."""
    work = decide(load(actor, number, now=now, rev=rev), Act.VOID, reason)
    work.case.closed_at = work.case.closed_at or now
    close_seats(work)
    return record(work)


@use_case(Done)
def archive(actor: Actor, number: str, *, now: datetime, rev: int | None = None, once: str = "") -> Done:
    """归档: nothing leaves this state."""
    return record(decide(load(actor, number, now=now, rev=rev), Act.ARCHIVE))
