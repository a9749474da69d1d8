"""Bringing a case's stored deadlines in line with the clock rule after an act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from yimen.rules import clock, deferral
from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.collecting import goes_out_at
from yimen.rules.delivery import chosen, hall_of, is_own
from yimen.rules.desk import desk_of
from yimen.rules.item import ItemSpec
from yimen.rules.lifecycle import MAY_FOLLOW
from yimen.rules.pauses import lapses_at
from yimen.rules.renewal import moment as renewal_moment
from yimen.rules.terms import Light, Procedure, State
from yimen.rules.waiting import wait_due

from ..models import Case, Pause

#: A deadline is kept up to and including its moment.
_TICK = timedelta(microseconds=1)
_AT_INTAKE = frozenset({State.SUBMITTED, State.RECEIVED})
_WITH_THE_WHOLE = frozenset({State.REFUSED, State.ISSUED})
_RUNNING = frozenset({State.REVIEWING, State.SUPPLEMENT, State.SUSPENDED})


def pause_fact(row: Pause) -> clock.Pause:
    """One pause as the clock knows it; waiting for a correction has no procedure."""
    kind = Procedure(row.kind) if row.kind != "correction" else None
    return clock.Pause(kind, row.start, row.planned_end, row.end, row.excluded_by_law)


def facts_of(case: Case, spec: ItemSpec, pauses: Iterable[Pause]) -> clock.Facts:
    """All that the clocks of one case depend on."""
    waiting = case.state in _AT_INTAKE and case.materials_in_at is not None
    return clock.Facts(
        received_on=china_date(case.materials_in_at) if waiting and case.materials_in_at else None,
        accepted_on=china_date(case.accepted_at) if case.accepted_at else None,
        accepted_at=case.accepted_at,
        legal=spec.legal,
        promise=spec.promise,
        minutes=spec.minutes,
        extension_days=case.extension_days,
        pauses=tuple(pause_fact(p) for p in pauses),
        closed_at=case.decided_at or case.closed_at,
        first_contact_at=case.first_contact_at,
        delivered_at=case.delivered_at,
    )


def show(
    case: Case, spec: ItemSpec, pauses: Sequence[Pause], calendar: WorkCalendar, now: datetime
) -> clock.Reading:
    """Write light, deadlines, next alarm and desk as of `now` onto the case row (not saved)."""
    reading = clock.read(calendar, facts_of(case, spec, pauses), now)
    case.light = reading.light
    case.provisional = reading.provisional
    if case.state in _AT_INTAKE or case.state in _RUNNING:
        case.promise_due = reading.promise_due.at if reading.promise_due else None
        case.legal_due = reading.legal_due.at if reading.legal_due else None
        case.due_at = case.promise_due
        moments = [
            reading.next_alarm_at, renewal_moment(case.renews_until),
            *(lapses_at(pause_fact(p)) for p in pauses),
        ]  # fmt: skip
        case.next_alarm_at = min((at for at in moments if at is not None), default=None)
    if _goes_along(case):
        # It lies at the counter with its bundle, whose day to be handed out counts.
        case.due_at = case.next_alarm_at = None
    elif case.state in {State.CORRECTION, State.SUPPLEMENT, State.GRANTED, State.REFUSED, State.ISSUED}:
        _wait(case, calendar, now)
    elif case.state not in _AT_INTAKE and case.state not in _RUNNING:
        case.due_at = case.next_alarm_at = None
    _show_turn(case, calendar)
    _show_list(case, spec, calendar)
    return reading


def _show_list(case: Case, spec: ItemSpec, calendar: WorkCalendar) -> None:
    """The one notice of all departments goes out on the last day of its list."""
    if spec.members and case.state == State.REVIEWING and (last := case.notice.get("until")):
        moment = goes_out_at(calendar, date.fromisoformat(last))
        case.next_alarm_at = min(case.next_alarm_at or moment, moment)


def _goes_along(case: Case) -> bool:
    """Nothing of it is to be handed out by itself: a member's result goes with its bundle; or all of the
    bundle's went one by one."""
    if case.state not in _WITH_THE_WHOLE:
        return False
    if case.parent_id is not None:
        return not is_own(case.delivery)
    return chosen(case.delivery).each


def _show_turn(case: Case, calendar: WorkCalendar) -> None:
    """Whose turn it is at the window, and when what was promised for later (容缺) is looked at again."""
    state, owed = State(case.state), deferral.from_json(case.deferral)
    own = case.parent_id is None
    moment = deferral.next_moment(calendar, owed) if own and state in MAY_FOLLOW else None
    if moment is not None:
        case.next_alarm_at = min(case.next_alarm_at or moment, moment)
    hall = hall_of(state, case.hall, case.region)
    case.desk = "" if _goes_along(case) else desk_of(state, hall, came=own and bool(owed.unchecked))


def _wait(case: Case, calendar: WorkCalendar, now: datetime) -> None:
    since = case.decided_at or case.asked_at or now
    ends = wait_due(calendar, State(case.state), since)
    case.due_at = ends.at if ends else None
    late = case.due_at is not None and now > case.due_at
    case.next_alarm_at = None if late or case.due_at is None else case.due_at + _TICK
    if case.decided_at is None and case.state == State.CORRECTION:
        case.light = Light.RED if late else Light.GREEN
