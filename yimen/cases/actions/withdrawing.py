"""撤回: the applicant takes an application back; of a bundle, what was decided before still reaches them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.delivery import is_own
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Act, State
from yimen.trail.usecase import use_case

from ..models import Case
from . import _handout, _later, handing
from ._licence import require_withdrawable
from ._work import Done, Work, decide, load, record
from .apply import close_seats, members_open

#: Nobody supplies any more what the result was to wait for.
GAP_LEFT = "整件事撤回了，后补的材料没有交齐"


@use_case(Done)
def withdraw(
    actor: Actor, number: str, *, reason: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """The applicant takes the application back before it is decided. Raises OrgansOwn.

    Of a bundle, what a member has decided stands: its result, or its refusal with the remedies, comes by
    itself from now on, for the common counter hands out nothing any more.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.WITHDRAW, reason)
    require_withdrawable(work)
    done = _withdraw(work)
    for child in members_open(work):
        _withdraw(decide(load(actor, child, now=now), Act.WITHDRAW, reason))
    for decided in work.case.children.filter(state__in=_DECIDED).order_by("pk"):
        _let_go(decided, work)
    return done


_DECIDED = [str(one) for one in (State.GRANTED, State.ISSUED, State.REFUSED)]


def _withdraw(work: Work) -> Done:
    work.case.closed_at = work.now
    close_seats(work)
    return record(work)


def _let_go(decided: Case, work: Work) -> None:
    """One member that was decided before the whole was withdrawn."""
    if is_own(decided.delivery):
        return
    child = load(SYSTEM, decided.number, now=work.now)
    if decided.state != State.GRANTED:
        _handout.give_own(child, work.case)
    elif _later.held(child.case).open:
        _end(child)
        return
    elif not _issued(child, work):
        return
    handing.deliver_online(decided.number, now=work.now)


def _end(child: Work) -> None:
    decide(child, Act.TERMINATE, GAP_LEFT).case.closed_at = child.now
    record(child)


def _issued(child: Work, work: Work) -> bool:
    """Whether the result was made; where its licence cannot be, the window's desk mends and issues it."""
    try:
        with transaction.atomic():
            _handout.issue_own(child, work.case)
    except RuleBroken:
        return False
    return True


__all__ = ["withdraw"]
