"""What time does by itself: deemed acceptance, lapsed corrections, lights; and recomputing after the
calendar changed. The worker calls these; each case in its own transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from yimen.parties import actions as parties
from yimen.rules import clock, deferral, renewal
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.deferral import Due
from yimen.rules.events import Kind
from yimen.rules.lifecycle import MAY_FOLLOW
from yimen.rules.pauses import lapses_at
from yimen.rules.terms import Act, State
from yimen.rules.waiting import lapse
from yimen.trail.actions import require_transaction
from yimen.trail.outage import outage_of
from yimen.trail.usecase import use_case

from ..models import Case, Pause
from . import _clock, collecting, joint
from ._later import held, names_of
from ._work import Done, Work, decide, keep, load, pledges, record, settle, write_event
from .apply import close_seats
from .later import begin_deemed
from .time import reset_seats

log = logging.getLogger(__name__)
#: When a case whose alarm failed is looked at again.
LATER = timedelta(minutes=10)


def alarms(now: datetime, *, most: int = 200) -> int:
    """Attend to every case whose next moment has come; the number attended to."""
    due = Case.objects.filter(next_alarm_at__lte=now).order_by("next_alarm_at", "id")
    numbers = list(due.values_list("number", flat=True)[:most])
    for number in numbers:
        try:
            alarm(SYSTEM, number, now=now)
        except Exception as error:
            if outage_of(error) is not None:
                raise
            # One case that cannot be attended to must not keep the watcher from all others.
            log.exception("the alarm of case %s failed, next look at it in %s", number, LATER)
            postpone(number, now)
    return len(numbers)


def postpone(number: str, now: datetime) -> None:
    """Look at this case again later; nothing else of it changes."""
    with transaction.atomic(durable=True):
        Case.objects.filter(number=number, next_alarm_at__lte=now).update(next_alarm_at=now + LATER)


@use_case(Done)
def alarm(actor: Actor, number: str, *, now: datetime) -> Done:
    """The next moment of one case has come: do what the rules say follows from it."""
    work = load(actor, number, now=now)
    case = work.case
    if case.next_alarm_at is None or case.next_alarm_at > now:
        return Done(number, case.state, case.rev)
    for is_due, do in _DUE:
        if is_due(work):
            return do(work)
    return _light(work)


def _is_deemed(work: Work) -> bool:
    case = work.case
    waiting = case.state in {State.SUBMITTED, State.RECEIVED} and case.materials_in_at is not None
    return (
        waiting
        and case.materials_in_at is not None
        and clock.deemed(work.calendar, china_date(case.materials_in_at), work.now)
    )


def _deem(work: Work) -> Done:
    """视为受理: nobody told within 5 working days, so acceptance counts from the day materials came in."""
    decide(work, Act.DEEM_ACCEPTED)
    work.case.accepted_at = work.case.materials_in_at
    later = begin_deemed(work)
    return joint.begin(work, paper={"deemed": True, **later})


def _deem_renewed(work: Work) -> Done:
    """视为准予延续: the licence ended and nobody had decided: it counts as renewed from the next day on."""
    decide(work, Act.DEEM_RENEWED)
    case = work.case
    case.decided_at = renewal.moment(case.renews_until)
    case.result_name = work.spec.result_name[:300]
    close_seats(work)
    data = {"result": case.result_name, **pledges(work)}
    return record(work, data, paper={"result": case.result_name, "deemed": True})


def _is_over(pause: Pause, now: datetime) -> bool:
    ends = lapses_at(_clock.pause_fact(pause))
    return ends is not None and ends <= now


def _go_on(work: Work) -> Done:
    """结束特别程序: its planned end has passed, so the clock goes on from there, whoever forgot to say so."""
    decide(work, Act.RESUME)
    for pause in work.pauses:
        ends = lapses_at(_clock.pause_fact(pause))
        if ends is not None:
            pause.end, pause.result = ends, "到了书面告知的时间，自动恢复计时"
            pause.save(update_fields=["end", "result"])
    done = record(work, {"result": "planned_end"})
    reset_seats(work)
    return done


def _return(work: Work) -> Done:
    if work.spec.members and work.case.state == State.SUPPLEMENT:
        return collecting.give_up(work)
    decide(work, Act.RETURN_UNFINISHED, "没有在期限内补正")
    work.case.closed_at = work.now
    close_seats(work)
    return record(work)


def _light(work: Work) -> Done:
    """Show what the clock shows now; a deadline that moved without an act (new calendar) is on record."""
    case = work.case
    light, due = case.light, case.due_at
    settle(work)
    if case.next_alarm_at is not None and case.next_alarm_at <= work.now:
        # A rule that names a moment already past would wake the watcher for ever.
        case.next_alarm_at = None
    if case.due_at != due and not any(p.end is None for p in work.pauses):
        write_event(work, Kind.CLOCK_RECOMPUTED, {"before": str(due or ""), "after": str(case.due_at or "")})
        reset_seats(work)
    if case.light != light:
        write_event(work, Kind.LIGHT_CHANGED, {"from": str(light), "to": str(case.light)})
    keep(work)
    return Done(case.number, str(case.state), case.rev)


#: What the applicant reads where a promise was not kept.
NOT_KEPT = "承诺后补的材料到期没有交齐"


def _deferral_due(work: Work) -> Due:
    if work.case.parent_id is not None or work.case.state not in MAY_FOLLOW:
        return Due.NOTHING
    return deferral.due_now(work.calendar, held(work.case), work.now)


def _remind(work: Work) -> Done:
    """提醒: at half and at four fifths of the time, what is still to come and by when."""
    one = held(work.case)
    work.case.deferral = deferral.passed(work.calendar, one, work.now).to_json()
    settle(work)
    due = one.due.isoformat() if one.due else ""
    write_event(work, Kind.DEFERRAL_REMINDED, {"materials": list(one.owed), "n": len(one.owed), "day": due})
    keep(work)
    return Done(work.case.number, str(work.case.state), work.case.rev)


def _lapse_deferral(work: Work) -> Done:
    """The day after the last: the promise is broken, the case ends; of a bundle, the members that need it."""
    case, owed = work.case, held(work.case).owed
    names = "、".join(names_of(work, owed))
    parties.record_breach(case.party_id, case.number, names, now=work.now)
    if work.spec.members:
        return _lapse_members(work, owed)
    decide(work, Act.TERMINATE, f"{NOT_KEPT}：{names}")
    case.closed_at = work.now
    close_seats(work)
    return record(work, {"not_supplied": list(owed)})


def _lapse_members(work: Work, owed: tuple[str, ...]) -> Done:
    case, one = work.case, held(work.case)
    case.deferral = replace(one, owed=()).to_json()
    settle(work)
    write_event(work, Kind.DEFERRAL_LAPSED, {"materials": list(owed)})
    keep(work)
    joint.end_members(work, owed, NOT_KEPT)
    return Done(case.number, str(case.state), case.rev)


def _lapses(work: Work) -> bool:
    return lapse(State(work.case.state), work.case.due_at, work.now) is not None


def _renews(work: Work) -> bool:
    return renewal.deemed(work.case.renews_until, State(work.case.state), work.now)


def _goes_on(work: Work) -> bool:
    return any(_is_over(p, work.now) for p in work.pauses)


#: What may be due at a moment, the first that is comes first; if nothing is, the light is shown anew.
_DUE: tuple[tuple[Callable[[Work], bool], Callable[[Work], Done]], ...] = (
    (_is_deemed, _deem), (_lapses, _return), (_renews, _deem_renewed), (_goes_on, _go_on),
    (collecting.is_due, collecting.send_on_time),
    (lambda work: _deferral_due(work) is Due.END, _lapse_deferral),
    (lambda work: _deferral_due(work) is Due.REMIND, _remind),
)  # fmt: skip


def wake_all(now: datetime) -> int:
    """The calendar changed: every case with a deadline is looked at anew by the watcher (one statement).

    Runs inside the reaction's transaction; the number of cases woken.
    """
    require_transaction()
    return Case.objects.filter(due_at__isnull=False).update(next_alarm_at=now)
