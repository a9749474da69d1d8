"""催办: who may urge whom, and how often. Of a 一件事 the members that are slow are reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ..calendar import WorkCalendar, china_date
from ..errors import Kind, RuleBroken
from ..terms import Capacity
from .seats import Seat


class UrgeNotYours(RuleBroken):
    """Who signs may urge those after, once their own opinion is given."""

    code = "review.urge_not_yours"
    text = "签过意见的人才能催后面的环节"
    kind = Kind.FORBIDDEN


class UrgedToday(RuleBroken):
    """The applicant urges once a working day."""

    code = "review.urged_today"
    text = "今天催过了，办理的人已经看到。每个工作日可以催一次"


class NobodyToUrge(RuleBroken):
    """No seat is open: nobody is waited for."""

    code = "review.nobody_to_urge"
    text = "现在没有要签的人，不用催"


class NobodySlow(RuleBroken):
    """Of a 一件事, whoever was asked today is not urged yet."""

    code = "review.nobody_slow"
    text = "{count} 个事项都是今天才轮到人签的，还不用催"


def require_urge(
    capacities: Collection[Capacity], seats: Sequence[Seat], staff: str, calendar: WorkCalendar,
    last: datetime | None, now: datetime,
) -> tuple[Seat, ...]:  # fmt: skip
    """催办: the open seats that are urged. `last`: when the applicant urged before. Raises NobodyToUrge,
    UrgeNotYours, UrgedToday."""
    waiting = tuple(s for s in seats if s.is_open)
    if not waiting:
        raise NobodyToUrge()
    if set(capacities) <= {Capacity.PARTICIPANT, *_HOLDING} and not _has_signed(seats, staff):
        raise UrgeNotYours()
    _require_day(capacities, calendar, last, now)
    return waiting


def require_urge_whole(
    capacities: Collection[Capacity], since: Mapping[str, datetime], calendar: WorkCalendar,
    last: datetime | None, now: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """催办 of a 一件事: the members (numbers) that are slow, longest first: whose open seat has waited for a
    working day. `since`: member → when the first of its open seats was opened; `last`: when the applicant
    urged the whole before. Raises NobodyToUrge, NobodySlow, UrgedToday."""
    if not since:
        raise NobodyToUrge()
    slow = [one for one in since if not _same_day(calendar, since[one], now)]
    if not slow:
        raise NobodySlow(count=len(since))
    _require_day(capacities, calendar, last, now)
    return tuple(sorted(slow, key=lambda one: (since[one], one)))


def _require_day(
    capacities: Collection[Capacity], calendar: WorkCalendar, last: datetime | None, now: datetime
) -> None:
    if Capacity.APPLICANT in capacities and last is not None and _same_day(calendar, last, now):
        raise UrgedToday()


_HOLDING = frozenset({Capacity.REVIEWER, Capacity.SURVEYOR, Capacity.APPROVER, Capacity.HELPER})


def _has_signed(seats: Sequence[Seat], staff: str) -> bool:
    return bool(staff) and any(s.answered_at is not None and s.staff == staff for s in seats)


def _same_day(calendar: WorkCalendar, last: datetime, now: datetime) -> bool:
    """Whether no working day has begun since."""
    return calendar.working_days_between(china_date(last), china_date(now)) < 1
