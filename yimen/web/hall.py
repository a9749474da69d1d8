"""Halls on pages: when they open, how far they are, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yimen.hall.queries import SiteRow
from yimen.rules import hours
from yimen.rules.calendar import china_date
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


def range_words(one: Wait) -> str:
    """The wait in words: never one figure that looks exact."""
    if not one.known:
        return _("现在没有窗口在叫号")
    if one.low == 0:
        return _("{high} 分钟以内").format(high=one.high)
    return _("大约 {low} 到 {high} 分钟").format(low=one.low, high=one.high)
