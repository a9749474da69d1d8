"""现场: one appointment for all departments, at least two officials, one record that everybody signs.

行政许可法第三十四条第三款: two officials or more verify what has to be verified on the spot. A site visit is
none of the eight procedures of art. 45: it stops no statutory clock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from ..calendar import CHINA, WorkCalendar, china_date
from ..errors import Kind, RuleBroken
from .terms import Signed


class TwoNeeded(RuleBroken):
    """Verification on site is done by two officials or more."""

    code = "task.two_needed"
    text = "现场核查要有 2 名以上工作人员，现在只有 {count} 名"
    basis = "行政许可法第三十四条第三款"
    kind = Kind.INVALID


class NoTimes(RuleBroken):
    """One to three times are proposed, each of them different."""

    code = "task.no_times"
    text = "请给申请人 1 到 3 个不同的时间"
    kind = Kind.INVALID


class TimeTooSoon(RuleBroken):
    """Whoever is to be there hears of it a working day before."""

    code = "task.time_too_soon"
    text = "{time} 太急，最早 {earliest}"
    kind = Kind.INVALID


class NotAWorkingDay(RuleBroken):
    """Officials come on working days, in the daytime (8:00 to 18:00)."""

    code = "task.not_a_working_day"
    text = "{time} 不是工作日的 8:00 到 18:00"
    kind = Kind.INVALID


class NotOffered(RuleBroken):
    """Only a time that was proposed can be chosen."""

    code = "task.not_offered"
    text = "这个时间不在可选的时间里，请重新选"
    kind = Kind.INVALID


class AlreadyPlanned(RuleBroken):
    """One appointment for all: while one is open there is no second."""

    code = "task.already_planned"
    text = "这件事已经有一个没办完的{kind}，请一起去，不再另约"


class NotSignedByApplicant(RuleBroken):
    """The record says that the applicant signed, or that and why they would not."""

    code = "task.not_signed"
    text = "请记下申请人一方签字，或者拒绝签字和理由"
    kind = Kind.INVALID


class SignedYetRefused(RuleBroken):
    """Who refuses to sign has not signed on the screen."""

    code = "task.signed_yet_refused"
    text = "屏幕上有签名，又选了“拒绝签字”，请核对"
    kind = Kind.INVALID


class WitnessOfNothing(RuleBroken):
    """A witness attests that somebody would not sign."""

    code = "task.witness_of_nothing"
    text = "签了字的不用见证人，请核对"
    kind = Kind.INVALID


#: How many times are offered at most, and the fewest officials on site.
MOST_TIMES, LEAST_STAFF = 3, 2
_OPENS, _CLOSES = 8, 18


def require_times(calendar: WorkCalendar, times: Sequence[datetime], now: datetime) -> None:
    """Times (aware, Asia/Shanghai) that may be offered. Raises NoTimes, TimeTooSoon, NotAWorkingDay."""
    if not 1 <= len(set(times)) == len(times) <= MOST_TIMES:
        raise NoTimes()
    earliest = calendar.add_working_days(china_date(now), 1)
    for one in times:
        day, said = china_date(one), clock_words(one)
        if day < earliest:
            raise TimeTooSoon(time=said, earliest=earliest.isoformat())
        if not calendar.is_working(day) or not _OPENS <= _hour(one) < _CLOSES:
            raise NotAWorkingDay(time=said)


def _hour(one: datetime) -> int:
    return int(clock_words(one)[11:13])


def clock_words(one: datetime) -> str:
    """A moment as people read it: 2026-11-30 09:30."""
    shown = one.astimezone(CHINA)
    return f"{shown:%Y-%m-%d %H:%M}"


def chosen(times: Sequence[datetime], one: datetime) -> datetime:
    """The time chosen of those offered. Raises NotOffered."""
    if one not in times:
        raise NotOffered()
    return one


def require_two(staff: Collection[str]) -> None:
    """Numbers of the officials on site. Raises TwoNeeded."""
    if len(set(staff)) < LEAST_STAFF:
        raise TwoNeeded(count=len(set(staff)))


def require_signed(signed: Signed, reason: str, *, drawn: bool = False, witness: str = "") -> None:
    """How the applicant's side ended the record; `drawn`: they signed on the screen; `witness`: who saw that
    they would not sign.

    Raises NotSignedByApplicant (no word of it, or refused without saying why), SignedYetRefused,
    WitnessOfNothing.
    """
    if signed is Signed.NOT_YET or (signed is Signed.REFUSED and not reason.strip()):
        raise NotSignedByApplicant()
    if signed is Signed.REFUSED and drawn:
        raise SignedYetRefused()
    if signed is Signed.SIGNED and witness.strip():
        raise WitnessOfNothing()


def lasts(start: datetime) -> datetime:
    """When a visit that begins at `start` is thought to end: 90 minutes later (for calendars)."""
    return start + timedelta(minutes=90)
