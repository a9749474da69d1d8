"""After the decision, and the ways in which a case ends without one."""

from __future__ import annotations

from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.lifecycle import FINAL
from yimen.rules.terms import Act, State
from yimen.trail.usecase import use_case

from ._licence import require_voidable
from ._work import Done, Work, decide, load, record
from .apply import close_seats, members_in
from .collecting import give_up


@use_case(Done)
def return_unfinished(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """退件: corrections never came. Of a bundle under review the members that asked for them are returned."""
    work = decide(load(actor, number, now=now, rev=rev), Act.RETURN_UNFINISHED, reason)
    if work.spec.members and work.case.state == State.SUPPLEMENT:
        return give_up(work, work.reason)
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
    return record(work)


@use_case(Done)
def void(
    actor: Actor, number: str, *, reason: str = "", now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """作废: an administrator voids what should never have been, with a reason; an applicant drops a draft.

    Of a bundle every member goes with it, the decided ones too: nobody would hand out what they made. What
    was filed away stays as it is. Raises LicenceInForce where one of all of them made a licence that did not
    end.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.VOID, reason)
    require_voidable([number, *members_in(work, leave=())])
    members = members_in(work, leave=FINAL)
    done = _void(work)
    for child in members:
        _void(decide(load(actor, child, now=now), Act.VOID, reason))
    return done


def _void(work: Work) -> Done:
    work.case.closed_at = work.case.closed_at or work.now
    close_seats(work)
    return record(work)


@use_case(Done)
def archive(actor: Actor, number: str, *, now: datetime, rev: int | None = None, once: str = "") -> Done:
    """归档: nothing leaves this state."""
    return record(decide(load(actor, number, now=now, rev=rev), Act.ARCHIVE))
