"""The floor of one hall as it is now: windows opened, closed and turned to another queue with one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.hall import actions
from yimen.hall import queries as halls
from yimen.hall.queries import DeviceRow, Floor, LineNow, Tile
from yimen.rules.errors import RuleBroken
from yimen.rules.hall.devices import Health
from yimen.rules.hall.keeping import KEEPERS
from yimen.rules.queueing.staffing import Promise
from yimen.rules.queueing.suggest import WEEKS
from yimen.rules.queueing.terms import Lane, PostState
from yimen.web.forms import clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.hall import range_words

from .site import DAYS
from .sites import LIST, run_site

#: Seconds after which the page asks anew.
EVERY = 15
COLOURS = {PostState.OPEN: "green", PostState.PAUSED: "amber", PostState.CLOSED: "grey"}


@never_cache
@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str) -> HttpResponseBase:
    """/floor/sites/<code>/live/; with ?only=now the part that changes. One act a form, named by `do`."""
    one = run_site(request, code)
    if request.method == "POST":
        return _done(request, code)
    now = halls.floor(one, request.now)
    facts = {
        **shown(now, request.now), **_devices(halls.devices_at(code, request.now), request.now),
        "once": once_token(), "here": f"{LIST}{code}/live/",
    }  # fmt: skip
    if request.GET.get("only") == "now":
        return render(request, "web/floor/live_now.html", facts)
    facts["crumbs"] = [(LIST, _("大厅")), (f"{LIST}{code}/", one.name), ("", _("现在"))]
    return render(request, "web/floor/live.html", {**facts, "every": EVERY})


def shown(now: Floor, at: datetime) -> dict[str, Any]:
    """What stands on the page, minutes counted to `at`."""
    return {
        "one": now.site, "now": at, "opens": now.opens, "promise": minutes(now.promise), "clerks": now.clerks,
        "tiles": [_tile(one, now, at) for one in now.tiles],
        "lines": [_line(one, at) for one in now.lines],
        "over": [(one, _tag(one.lane, one.green), since(one.since, at)) for one in now.over],
        "late": now.late, "waiting": sum(one.waiting for one in now.lines),
        "green": sum(one.green for one in now.lines), "served": sum(one.served for one in now.lines),
        "longest": max((since(one.longest, at) for one in now.lines), default=0),
        "calling": sum(one.state is PostState.OPEN for one in now.tiles),
    }  # fmt: skip


def _devices(rows: list[DeviceRow], now: datetime) -> dict[str, Any]:
    """Where help is waited for, the longest first, and what says nothing any more."""
    asked = sorted((one for one in rows if one.help_at is not None), key=lambda one: one.help_at or now)
    return {
        "helps": [(one.name, since(one.help_at, now)) for one in asked],
        "silent": [(one.name, since(one.seen, now)) for one in rows if one.health is Health.SILENT],
    }  # fmt: skip


def minutes(span: Any) -> int:
    """A span in whole minutes."""
    return round(span.total_seconds() / 60)


def since(when: datetime | None, now: datetime) -> int:
    """Whole minutes since a moment; 0 where there is none."""
    return max(0, int((now - when).total_seconds() // 60)) if when else 0


def _tag(lane: Lane, green: str) -> str:
    return green or (Lane.BOOKED.label if lane is Lane.BOOKED else "")


def _tile(one: Tile, now: Floor, at: datetime) -> dict[str, Any]:
    lines = [(row.letter, f"{row.letter} {row.name}") for row in now.lines if row.letter != one.line]
    return {
        "one": one, "colour": COLOURS[one.state], "minutes": since(one.since, at), "lines": lines,
        "busy": since(one.busy_since, at),
    }  # fmt: skip


def _line(one: LineNow, at: datetime) -> dict[str, Any]:
    told = one.suggestion
    return {
        "one": one, "longest": since(one.longest, at), "range": range_words(one.wait), "advice": _advice(one),
        "why": _why(one, at), "hours": told.hours, "needed": told.needed,
        "urgent": told.more > 0 or one.late > 0,
    }  # fmt: skip


def _advice(one: LineNow) -> str:
    """What to do, in a few words."""
    told = one.suggestion
    if told.more <= 0:
        return (
            _("窗口够了") if told.more == 0 else _("够了，可以让 {n} 个窗口去帮别的号").format(n=-told.more)
        )
    if one.next is None:
        return _("还差 {n} 个，本队列的窗口都开了，让别的窗口帮叫").format(n=told.more)
    return _("再开 {n} 个窗口").format(n=told.more)


def _why(one: LineNow, at: datetime) -> list[str]:
    """The figures that the suggestion came from, in plain sentences."""
    past, promise = one.suggestion.past, Promise()
    words = (
        _("看过去 {weeks} 周的{weekday}，有 {days} 天开门。")
        if past.days else _("过去 {weeks} 周的{weekday}没有取号记录，只算现在等着的人。")
    )  # fmt: skip
    mean = (
        _("办一个平均 {mean} 分钟，是实际量出来的。")
        if past.measured else _("办一个按 {mean} 分钟算，是登记的数，办满几件就换成实际的。")
    )  # fmt: skip
    goal = _("目标是 100 个人里 {share} 个在 {within} 分钟以内叫到。现在等着的人算在第一个小时里。")
    weekday = _(DAYS[at.weekday()])
    told = words.format(weeks=WEEKS, weekday=weekday, days=past.days)
    aim = goal.format(share=round(promise.share * 100), within=minutes(promise.within))
    return [told, mean.format(mean=minutes(past.service)), aim]


def _done(request: StaffRequest, code: str) -> HttpResponseBase:
    here, window = f"{LIST}{code}/live/", clean(request, "window").strip()
    verb, words = _DO.get(clean(request, "do"), _DO["open"])
    try:
        verb(request, code, window, {"now": request.now, "once": once_key(request)})
    except RuleBroken as error:
        return refused(request, error, here)
    messages.success(request, _(words).format(window=window))
    return redirect(here)


def _open(request: StaffRequest, code: str, window: str, common: dict[str, Any]) -> None:
    staff = clean(request, "staff").strip()[:20]
    actions.open_for(request.actor, code, window, staff, **common)


def _pause(request: StaffRequest, code: str, window: str, common: dict[str, Any]) -> None:
    actions.pause_for(request.actor, code, window, **common)


def _close(request: StaffRequest, code: str, window: str, common: dict[str, Any]) -> None:
    actions.close_for(request.actor, code, window, **common)


def _help(request: StaffRequest, code: str, window: str, common: dict[str, Any]) -> None:
    actions.help_out(request.actor, code, window, clean(request, "letter")[:2], **common)


_DO: dict[str, tuple[Callable[..., None], str]] = {
    "open": (_open, gettext_noop("{window} 窗口开了。")),
    "pause": (_pause, gettext_noop("{window} 窗口暂停了，已经叫到的会办完。")),
    "close": (_close, gettext_noop("{window} 窗口关了。")),
    "help": (_help, gettext_noop("{window} 窗口帮叫改好了。")),
}
