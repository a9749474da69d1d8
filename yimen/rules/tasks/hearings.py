"""听证: dates and people that the law wants (行政许可法第四十六至四十八条; working days, art. 82)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from ..calendar import WorkCalendar
from ..errors import Kind, RuleBroken
from .opinions import ConclusionMissing

#: Art. 47: asked for within five days of being told, held within twenty of being asked.
ASK_WITHIN, HOLD_WITHIN = 5, 20
#: Art. 48 (1): told of time and place seven days before.
NOTICE = 7


class AskedTooLate(RuleBroken):
    """A hearing is asked for within 5 working days of being told of the right to it."""

    code = "task.asked_too_late"
    text = "{told} 告知，最晚 {last} 提出，{asked} 提出已经超过 5 个工作日"
    basis = "行政许可法第四十七条第一款"
    kind = Kind.INVALID


class DatesBackwards(RuleBroken):
    """Nobody asks before they are told, and no notice comes before somebody asked."""

    code = "task.dates_backwards"
    text = "日期前后不对：{earlier} 应当在 {later} 以前"
    kind = Kind.INVALID


class HeldTooLate(RuleBroken):
    """A hearing is organised within 20 working days of being asked for."""

    code = "task.held_too_late"
    text = "{asked} 提出听证，最晚 {last} 举行，{day} 太晚"
    basis = "行政许可法第四十七条第一款"
    kind = Kind.INVALID


class NoticeTooShort(RuleBroken):
    """Time and place are told 7 working days before, and made public where needed."""

    code = "task.notice_too_short"
    text = "听证要提前 7 个工作日通知，今天通知最早 {earliest} 举行，{day} 太早"
    basis = "行政许可法第四十八条第一款第一项"
    kind = Kind.INVALID


class HostUnfit(RuleBroken):
    """The host is none of those who examine the application."""

    code = "task.host_unfit"
    text = "主持人不能是审查这件申请的人，请另选一位"
    basis = "行政许可法第四十八条第一款第三项"
    kind = Kind.INVALID


class PeopleMissing(RuleBroken):
    """A hearing has a host and somebody who writes the minutes, two people."""

    code = "task.people_missing"
    text = "听证要有主持人和记录员，由两个人担任"
    kind = Kind.INVALID


class MinutesMissing(RuleBroken):
    """Minutes are kept, in words and as the file that those present have signed."""

    code = "task.minutes_missing"
    text = "请写明笔录，并上传签字的笔录"
    basis = "行政许可法第四十八条第一款第五项"
    kind = Kind.INVALID


class NotHeldYet(RuleBroken):
    """Minutes are written of what has been, not of what will be."""

    code = "task.not_held_yet"
    text = "约定的时间是 {day}，还没有到，不能记笔录"


def require_dates(calendar: WorkCalendar, *, told: date, asked: date, notice: date, day: date) -> None:
    """The four days of a hearing. Raises DatesBackwards, AskedTooLate, HeldTooLate, NoticeTooShort."""
    for earlier, later in ((told, asked), (asked, notice)):
        if later < earlier:
            raise DatesBackwards(earlier=earlier.isoformat(), later=later.isoformat())
    last = calendar.add_working_days(told, ASK_WITHIN)
    if asked > last:
        raise AskedTooLate(told=told.isoformat(), last=last.isoformat(), asked=asked.isoformat())
    latest = calendar.add_working_days(asked, HOLD_WITHIN)
    if day > latest:
        raise HeldTooLate(asked=asked.isoformat(), last=latest.isoformat(), day=day.isoformat())
    earliest = calendar.add_working_days(notice, NOTICE)
    if day < earliest:
        raise NoticeTooShort(earliest=earliest.isoformat(), day=day.isoformat())


def require_people(host: str, recorder: str, examiners: Collection[str]) -> None:
    """Staff numbers. Raises PeopleMissing, HostUnfit."""
    if not host or not recorder or host == recorder:
        raise PeopleMissing()
    if host in examiners:
        raise HostUnfit()


def require_minutes(text: str, files: int, *, held_on: date, today: date) -> None:
    """Raises NotHeldYet, MinutesMissing."""
    if today < held_on:
        raise NotHeldYet(day=held_on.isoformat())
    if not text.strip() or not files:
        raise MinutesMissing()


def require_result(text: str) -> str:
    """What the special procedure came to, taken from its minutes. Raises ConclusionMissing."""
    if not text.strip():
        raise ConclusionMissing()
    return text.strip()


def planned_end(calendar: WorkCalendar, day: date) -> date:
    """Until when the clock of the case rests: the day itself and 3 working days to write it up."""
    return max(calendar.add_working_days(day, 3), day + timedelta(days=1))
