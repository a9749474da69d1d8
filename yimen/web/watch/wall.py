"""大屏: how all halls do today, for a wall; drawn whole at first, then only what changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen import __version__
from yimen.hall import queries as halls
from yimen.hall.queries import HallNow, measured
from yimen.hall.queries.measured import Span
from yimen.rules.calendar import china_date
from yimen.rules.hall.devices import MISSED_POLLS
from yimen.rules.measures.baseline import Baseline, Figure
from yimen.rules.queueing.staffing import Promise
from yimen.rules.terms import Role
from yimen.web import figures
from yimen.web.guard import StaffRequest, needs
from yimen.web.pieces import changed_piece

READERS = (Role.DIRECTOR, Role.SUPERVISOR, Role.KEEPER, Role.ADMIN)
NEWS = "/watch/wall/news/"
#: Seconds between two questions.
EVERY = 10
#: So many halls stand on a wall.
HALLS = 10


@needs(*READERS)
@require_safe
def page(request: StaffRequest) -> HttpResponseBase:
    """/watch/wall/: the wall."""
    facts = {
        "poll": EVERY * 1000, "missed": MISSED_POLLS, "every": EVERY, "release": __version__, "news": NEWS,
        "title": _("政务服务大厅今天"), "part": "web/watch/wall_board.html", "board": _board(request),
    }  # fmt: skip
    return render(request, "web/watch/wall.html", facts)


@needs(*READERS)
@require_safe
def news(request: StaffRequest) -> HttpResponseBase:
    """/watch/wall/news/: the part that changes; 304 where nothing did."""
    return changed_piece(
        request, "web/watch/wall_board.html", {"board": _board(request), "release": __version__}
    )


def _board(request: StaffRequest) -> dict[str, Any]:
    now = halls.today(request.now)
    busy = [one for one in now.halls if one.came or one.calling]
    longest = max((one.came for one in busy), default=0)
    top = max((n for one in now.hours for n in (one.came, one.usual or 0)), default=0)
    return {
        "now": now, "facts": _facts(now, request), "promise": round(Promise().within.total_seconds() / 60),
        "halls": [_hall(one, longest, request) for one in busy[:HALLS]],
        "more": len(now.halls) - len(busy[:HALLS]),
        "queues": [(one, _minutes(one.since, request)) for one in now.queues],
        "hours": [(one, _bar(one.came, top), _bar(one.usual, top)) for one in now.hours],
    }  # fmt: skip


def _facts(now: halls.Today, request: StaffRequest) -> list[tuple[str, str, str, str]]:
    """The figures on top: label, figure, note, colour of the note."""
    before = measured.baselines().get(Figure.WAITING)
    today = china_date(request.now)
    volume = measured.one_window(Span(today.replace(day=1), today)).by_volume
    found = [
        (_("今天来了"), f"{now.came:,}", _("办完 {n}").format(n=f"{now.served:,}"), ""),
        (_("正在等"), f"{now.waiting:,}", _late(now), "warn" if now.late else "good"),
        (_("平均等候"), figures.minute_words(now.mean), _before(before), ""),
        (_("开着的窗口"), f"{now.calling}", _("一共 {n} 个").format(n=now.windows), ""),
    ]
    if now.most is not None:
        ninth = _("九成不超过 {n}").format(n=figures.minute_words(now.ninth))
        found.append((_("最长等了"), figures.minute_words(now.most), ninth, ""))
    if volume is not None:
        found.append((_("一窗率"), figures.percent_words(volume), _("这个月，按办件"), ""))
    return found


def _late(now: halls.Today) -> str:
    minutes = round(Promise().within.total_seconds() / 60)
    if not now.late:
        return _("没有人超过 {m} 分钟").format(m=minutes)
    return _("超过 {m} 分钟的 {n}").format(m=minutes, n=now.late)


def _before(told: Baseline | None) -> str:
    return (
        ""
        if told is None
        else _("{year} 年 {n} 分钟").format(year=told.day.year, n=f"{told.value.normalize():f}")
    )


def _hall(one: HallNow, longest: int, request: StaffRequest) -> dict[str, Any]:
    waits = None if one.since is None else _minutes(one.since, request)
    return {"one": one, "width": _percent(one.came, longest), "minutes": waits}


def _minutes(since: Any, request: StaffRequest) -> int:
    return max(0, int((request.now - since).total_seconds() // 60))


def _bar(n: int | None, of: int) -> tuple[int, int] | None:
    """Where a column of a hundred begins from above, and how high it is."""
    return None if n is None else (100 - _percent(n, of), _percent(n, of))


def _percent(n: int, of: int) -> int:
    return round(100 * n / of) if of else 0
