"""时限: the clocks of one case at one moment: legal, promise, receive; used, left, lights, the next alarm.

The promise never lasts longer than the law.  `now` is always an argument; nothing here reads a clock.  The
deadlines themselves are in `deadlines`, what is not counted in `pauses`, the days off in `calendar`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

from .calendar import WorkCalendar, business_minutes_between, china_date, midnight
from .deadlines import (
    DELIVERY_LIMIT,
    EXTENSION_DAYS,
    JOINT_EXTENSION_DAYS,
    JOINT_LIMIT,
    LICENCE_LIMIT,
    RECEIVE_LIMIT,
    BadLimit,
    Due,
    EndsBeforeStart,
    Honest,
    deemed,
    deemed_accepted_on,
    due,
    due_on,
    filing_day,
    honest,
    instant_due,
    instant_due_at,
    receive_due,
    step_due,
)
from .errors import Kind, RuleBroken
from .item import Limit
from .pauses import Pause, Span, counted, nth_day, spans_of
from .terms import Light, Unit

# Callers above `rules` find every clock here.
__all__ = [
    "DELIVERY_LIMIT", "EXTENSION_DAYS", "JOINT_EXTENSION_DAYS", "JOINT_LIMIT", "LICENCE_LIMIT",
    "RECEIVE_LIMIT", "BadLimit", "Due", "EndsBeforeStart", "ExtensionTooLate", "ExtensionTooLong", "Facts",
    "Honest", "Pause", "Phase", "Reading", "Run", "SecondExtension", "deemed", "deemed_accepted_on", "due",
    "extend", "honest", "instant_due", "instant_due_at", "read", "receive_due", "runs", "step_due",
]  # fmt: skip

#: 电子监察 starting configuration (domain §6): blue at 30 % or less left …
BLUE_LEFT = Fraction(3, 10)
#: … yellow at 90 % or more used (榆林) …
YELLOW_USED = Fraction(9, 10)
_YELLOW_LEFT = 1 - YELLOW_USED
#: … or at one day or less left.
YELLOW_LEFT_DAYS = 1

#: A deadline is kept up to and including its moment: overdue starts one tick later.
_TICK = timedelta(microseconds=1)
_SEVERITY = (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED)


class SecondExtension(RuleBroken):
    """The law knows one extension of a case, not two."""

    code = "clock.second_extension"
    text = "这一件已经延长过 {days} 个工作日，只能延长一次"
    basis = "行政许可法 42"


class ExtensionTooLong(RuleBroken):
    """An extension is 1 to 10 working days; 1 to 15 when several departments handle the case jointly."""

    code = "clock.extension_too_long"
    text = "最多延长 {most} 个工作日，不能延长 {days} 个"
    basis = "行政许可法 42"
    kind = Kind.INVALID


class ExtensionTooLate(RuleBroken):
    """An extension is approved before the limit runs out; afterwards the case is overdue and stays so."""

    code = "clock.extension_too_late"
    text = "期限 {due} 已过，不能再延长"
    basis = "行政许可法 42"


class Phase(Enum):
    """Which clock a reading is of."""

    WAITING = "waiting"  # nothing received: no clock runs
    RECEIVE = "receive"  # 收件 to 受理: 5 working days
    DECISION = "decision"
    CLOSED = "closed"


@dataclass(frozen=True)
class Facts:
    """All that one case's clocks depend on. Dates are China dates, moments aware datetimes.

    `received_on` is the day the set of materials now judged came in: a correction supplied starts it anew,
    and it is None while the applicant has the ball.  `accepted_at` is needed for 即办件 only (promise of 0
    days), with the target `minutes` (0: none).  `extension_days` are working days; make them with `extend`.
    `pauses` hold 特别程序 and, where the item says so, 补正 after acceptance.
    """

    received_on: date | None = None
    accepted_on: date | None = None
    accepted_at: datetime | None = None
    legal: Limit | None = None
    promise: Limit | None = None
    minutes: int = 0
    joint: bool = False
    extension_days: int = 0
    extension_moves_promise: bool = True
    pauses: tuple[Pause, ...] = ()
    closed_at: datetime | None = None
    first_contact_at: datetime | None = None
    delivered_at: datetime | None = None

    @property
    def instant(self) -> bool:
        """即办件: promised for the same business day."""
        return self.promise is not None and self.promise.days == 0


@dataclass(frozen=True)
class Reading:
    """What the clocks of a case show at one moment.

    `total`, `used`, `left` (days of `unit`) are of the clock that ends first, promise or law, and always
    used + left = total; today counts as used; a negative `left` is days overdue.  `overdue` goes by the
    moment (end of business).  `paused` is the days counted out of that clock so far.  `open`: a pause is
    going on and the due dates assume that it ends as planned, or today; `overrun`: it has no plan or is past
    it.  `target_at` and `minutes_used` are of 即办件, in business minutes.  `next_alarm_at`: when the light
    or `overdue_legal` changes next if nothing is done; None if never, or if only the end of a pause can tell.
    """

    phase: Phase
    light: Light = Light.GREEN
    legal_due: Due | None = None
    promise_due: Due | None = None
    unit: Unit = Unit.WORKING
    total: int | None = None
    used: int | None = None
    left: int | None = None
    legal_left: int | None = None
    paused: int = 0
    overdue: bool = False
    overdue_legal: bool = False
    open: bool = False
    overrun: bool = False
    provisional: bool = False
    next_alarm_at: datetime | None = None
    target_at: datetime | None = None
    minutes_used: int | None = None
    honest: Honest | None = None


@dataclass(frozen=True)
class Run:
    """One clock, running: from which ordinal to which deadline, without which days."""

    start: int
    due: Due
    unit: Unit
    spans: tuple[Span, ...] = ()
    floating: bool = False

    def days(self, calendar: WorkCalendar, a: int, b: int) -> int:
        """Counted days in (a, b] (ordinals)."""
        return counted(calendar, a, b, self.unit, self.spans)

    def total(self, calendar: WorkCalendar) -> int:
        """Counted days from the start to the deadline."""
        return self.days(calendar, self.start, self.due.date.toordinal())


def extend(calendar: WorkCalendar, facts: Facts, days: int, now: datetime) -> Facts:
    """The facts with an extension of `days` working days. Raises SecondExtension, ExtensionTooLong (10, joint
    15), ExtensionTooLate (行政许可法 42)."""
    most = JOINT_EXTENSION_DAYS if facts.joint else EXTENSION_DAYS
    if facts.extension_days:
        raise SecondExtension(days=facts.extension_days)
    if not 1 <= days <= most:
        raise ExtensionTooLong(days=days, most=most)
    reading = read(calendar, facts, now)
    limit = reading.legal_due or reading.promise_due
    if limit is not None and now > limit.at:
        raise ExtensionTooLate(due=limit.date.isoformat())
    return replace(facts, extension_days=days)


def read(calendar: WorkCalendar, facts: Facts, now: datetime) -> Reading:
    """What the clocks of `facts` show at `now`; once closed, what they showed at that moment."""
    legal, shown = runs(calendar, facts, now)
    until = facts.delivered_at or now
    contact = facts.first_contact_at
    lived = honest(calendar, contact, until) if contact is not None and contact <= until else None
    if shown is None:
        return Reading(_phase(facts), honest=lived)
    moment = _moment(facts, now)
    alarms = _alarms(calendar, facts, shown)
    overdue_legal = legal is not None and moment > legal.due.at
    light = _light(alarms, moment, overdue_legal)
    open_ = facts.closed_at is None
    return Reading(
        phase=_phase(facts),
        # A finished case has no near deadline any more: it was in time, or it was not.
        light=light if open_ or light is Light.RED else Light.GREEN,
        legal_due=legal.due if legal else None,
        promise_due=shown.due,
        overdue=moment > shown.due.at,
        overdue_legal=overdue_legal,
        provisional=shown.due.provisional or (legal is not None and legal.due.provisional),
        open=open_ and any(pause.is_open(moment) for pause in facts.pauses),
        overrun=open_ and any(pause.floats(moment) for pause in facts.pauses),
        next_alarm_at=_next_alarm(alarms, shown, legal, moment) if open_ else None,
        honest=lived,
        **_days(calendar, shown, legal, moment),
        **_minutes(calendar, facts, moment),
    )


def runs(calendar: WorkCalendar, facts: Facts, now: datetime) -> tuple[Run | None, Run | None]:
    """The legal clock and the one shown to people (the promise, or the law where that ends first).

    Before acceptance both are the receive clock; (None, None) when nothing runs.
    """
    moment = _moment(facts, now)
    if facts.accepted_on is None:
        if facts.received_on is None:
            return None, None
        receive = Run(facts.received_on.toordinal(), receive_due(calendar, facts.received_on), Unit.WORKING)
        return receive, receive
    by_law = tuple(pause for pause in facts.pauses if pause.counted_out_of_legal)
    extra = facts.extension_days if facts.extension_moves_promise else 0
    legal = _run(calendar, facts, facts.legal, by_law, facts.extension_days, moment)
    promise = _run(calendar, facts, facts.promise, facts.pauses, extra, moment)
    if promise is None or (legal is not None and legal.due.at < promise.due.at):
        return legal, legal
    return legal, promise


def _run(
    calendar: WorkCalendar,
    facts: Facts,
    limit: Limit | None,
    pauses: tuple[Pause, ...],
    extra: int,
    moment: datetime,
) -> Run | None:
    """One clock of an accepted case; `extra` working days follow the limit, whatever its unit."""
    if limit is None or facts.accepted_on is None:
        return None
    start = facts.accepted_on
    if limit.days == 0 and facts.accepted_at is not None:
        start = filing_day(calendar, facts.accepted_at)
    spans = spans_of(calendar, pauses, moment)
    base = end = due(calendar, start, limit, spans)
    if extra:
        last = nth_day(calendar, base.date.toordinal(), extra, Unit.WORKING, spans)
        end = due_on(calendar, start.toordinal(), last)
    floating = facts.closed_at is None and any(pause.floats(moment) for pause in pauses)
    # 0 days: the count starts on the day of handling itself, so days off before it are not "one day left".
    zero = (start if limit.days else base.date).toordinal()
    return Run(zero, end, limit.unit, spans, floating)


def _moment(facts: Facts, now: datetime) -> datetime:
    return now if facts.closed_at is None else min(now, facts.closed_at)


def _phase(facts: Facts) -> Phase:
    if facts.closed_at is not None:
        return Phase.CLOSED
    if facts.accepted_on is not None:
        return Phase.DECISION
    return Phase.WAITING if facts.received_on is None else Phase.RECEIVE


def _days(calendar: WorkCalendar, shown: Run, legal: Run | None, moment: datetime) -> dict[str, Any]:
    """The days of a reading: used, left and counted out until the day of `moment`."""
    today = max(shown.start, china_date(moment).toordinal())
    total = shown.total(calendar)
    used = shown.days(calendar, shown.start, today)
    return {
        "unit": shown.unit,
        "total": total,
        "used": used,
        "left": total - used,
        "legal_left": legal.days(calendar, today, legal.due.date.toordinal()) if legal else None,
        "paused": counted(calendar, shown.start, today, shown.unit) - used,
    }


def _minutes(calendar: WorkCalendar, facts: Facts, moment: datetime) -> dict[str, Any]:
    """The minutes of a 即办件; any other has none."""
    at = facts.accepted_at
    if not facts.instant or at is None:
        return {}
    return {
        "minutes_used": business_minutes_between(calendar, calendar.hours, at, moment),
        "target_at": instant_due_at(calendar, at, facts.minutes) if facts.minutes else None,
    }


def _alarms(calendar: WorkCalendar, facts: Facts, run: Run) -> tuple[tuple[datetime, Light], ...]:
    """From which moment each light is due. A day counts as used from its midnight."""
    red = (run.due.at + _TICK, Light.RED)
    if facts.instant and facts.accepted_on is not None:
        if facts.accepted_at is None or not facts.minutes:
            return (red,)
        at = facts.accepted_at
        return (
            (instant_due_at(calendar, at, _part(facts.minutes, 1 - BLUE_LEFT)), Light.BLUE),
            (instant_due_at(calendar, at, _part(facts.minutes, YELLOW_USED)), Light.YELLOW),
            red,
        )
    total = run.total(calendar)
    blue = total - _part(total, BLUE_LEFT)
    yellow = total - max(YELLOW_LEFT_DAYS, _part(total, _YELLOW_LEFT))
    return (
        (_used_up(calendar, run, blue), Light.BLUE),
        (_used_up(calendar, run, yellow), Light.YELLOW),
        red,
    )


def _part(whole: int, share: Fraction) -> int:
    """So much of a whole, rounded down: the exact share, without a fraction being made for it."""
    return whole * share.numerator // share.denominator


def _used_up(calendar: WorkCalendar, run: Run, days: int) -> datetime:
    """The midnight from which `days` days of this clock are used."""
    if days <= 0:
        return midnight(date.fromordinal(run.start))
    return midnight(date.fromordinal(nth_day(calendar, run.start, days, run.unit, run.spans)))


def _light(alarms: tuple[tuple[datetime, Light], ...], moment: datetime, overdue_legal: bool) -> Light:
    """The most severe light whose moment has come."""
    if overdue_legal:
        return Light.RED
    lit = [light for at, light in alarms if at <= moment]
    return max(lit, key=_SEVERITY.index, default=Light.GREEN)


def _next_alarm(
    alarms: tuple[tuple[datetime, Light], ...], promise: Run, legal: Run | None, moment: datetime
) -> datetime | None:
    coming: list[datetime] = []
    if not promise.floating:
        shown = _SEVERITY.index(_light(alarms, moment, False))
        coming.extend(at for at, light in alarms if at > moment and _SEVERITY.index(light) > shown)
    if legal is not None and not legal.floating:
        coming.append(legal.due.at + _TICK)
    return min((at for at in coming if at > moment), default=None)
