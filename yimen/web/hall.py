"""Halls on pages: when they open, how far they are, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.hall.queries import SiteRow, WindowRow
from yimen.rules import hours
from yimen.rules.calendar import china_date
from yimen.rules.hall.terms import WindowKind
from yimen.rules.hours import DayKind, OpenDay, Opens
from yimen.rules.queueing.estimate import Wait
from yimen.web.templatetags.yimen_format import day as day_words
from yimen.web.templatetags.yimen_format import hour

#: MM-DD of a season → words are made by month and day.
_OPEN, _LATER, _SHUT = "green", "blue", "grey"


def opens_words(opens: Opens | None, now: datetime) -> tuple[str, str]:
    """(words, colour) of when a hall opens."""
    if opens is None:
        return _("近期不开放"), _SHUT
    if opens.now:
        until = hours.clock(hours.DAY) if china_date(opens.until) != china_date(now) else hour(opens.until)
        return _("现在开放，到 {time}").format(time=until), _OPEN
    if china_date(opens.at) == china_date(now):
        return _("今天 {time} 开门").format(time=hour(opens.at)), _LATER
    return _("{day} {time} 开门").format(day=day_words(opens.at), time=hour(opens.at)), _LATER


def far_words(km: float | None) -> str:
    """How far as the crow flies, "" where that is unknown."""
    if km is None:
        return ""
    return _("直线 {n} 公里").format(n=f"{km:.1f}") if km >= 0.1 else _("就在这里")


def row(one: SiteRow, now: datetime) -> dict[str, Any]:
    """One site for lists."""
    words, colour = opens_words(one.opens, now)
    return {
        "one": one, "url": f"/halls/{one.code}/", "opens": words, "colour": colour,
        "far": far_words(one.km), "level": _(one.level.label),
    }  # fmt: skip


def day_row(day: OpenDay, why: str) -> dict[str, Any]:
    """One day of a site's coming week."""
    notes = [why] if why else []
    if day.limited and day.sessions and not why:
        notes.append(_("只办延时服务的事项"))
    if day.kind is DayKind.HOLIDAY and not day.sessions and not why:
        notes.append(_("节假日"))
    return {"day": day.day, "hours": session_words(day.sessions), "note": _("；").join(notes)}


def session_words(sessions: hours.Sessions) -> str:
    """The sessions of a day in words."""
    if sessions == hours.ALL_DAY:
        return _("全天")
    return hours.words(sessions, _("、")) or _("不开放")


def season_words(season: tuple[str, str]) -> str:
    """9 月 1 日到 12 月 31 日, "" for no season."""
    if not all(season):
        return ""
    begins, ends = (_month_day(one) for one in season)
    return _("{begins}到 {ends}").format(begins=begins, ends=ends)


def _month_day(text: str) -> str:
    month, _dash, day = text.partition("-")
    return _("{month} 月 {day} 日").format(month=int(month), day=int(day))


#: What a visitor finds at a window of each kind.
KIND_WORDS = {
    WindowKind.GENERAL: gettext_noop("什么事都收，不分部门，哪个都行"),
    WindowKind.DEPARTMENT: gettext_noop("只收本部门的事"),
    WindowKind.SEASONAL: gettext_noop("一年里只开几个月"),
    WindowKind.CONVENIENCE: gettext_noop("复印、邮寄、问路这些小事"),
    WindowKind.COMPLAINT: gettext_noop("对服务不满意，来这里说"),
    WindowKind.STUCK: gettext_noop("事情没办成，来这里问清为什么、怎么办"),
    WindowKind.HELPER: gettext_noop("不会办的，有人帮您，不收钱"),
    WindowKind.CROSS: gettext_noop("外地的事，在这里办"),
    WindowKind.HANDOUT: gettext_noop("办好了，来这里领结果"),
    WindowKind.MACHINE: gettext_noop("自己在机器上办"),
}


def by_kind(windows: Iterable[WindowRow]) -> list[dict[str, Any]]:
    """The windows of a hall, kind by kind in the order of the kinds, each with what it is for."""
    rows = list(windows)
    groups = [(kind, [one for one in rows if one.kind is kind]) for kind in WindowKind]
    return [
        {
            "name": _(kind.label), "words": _(KIND_WORDS[kind]),
            "rows": [(one, season_words(one.season)) for one in found],
        }
        for kind, found in groups
        if found
    ]  # fmt: skip


def range_words(one: Wait) -> str:
    """The wait in words: never one figure that looks exact."""
    if not one.known:
        return _("现在没有窗口在叫号")
    if one.low == 0:
        return _("{high} 分钟以内").format(high=one.high)
    return _("大约 {low} 到 {high} 分钟").format(low=one.low, high=one.high)
