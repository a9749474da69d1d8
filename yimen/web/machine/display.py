"""Displays of a hall and of a window: drawn whole at first, then only what changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from yimen import __version__
from yimen.hall import queries as halls
from yimen.hall.queries import Board, Call, WindowBoard
from yimen.rules.hall.devices import BEAT, MISSED_POLLS, POLL, DeviceKind
from yimen.rules.queueing.terms import PostState, TicketState
from yimen.web import hall as words
from yimen.web.pieces import changed_piece

from .own import DeviceRequest, at

#: Longer numbers are drawn a little smaller, never under a quarter of the screen.
_LONG = 4
#: State of a number that was called → what stands beside it.
_STATES = {
    TicketState.CALLED: gettext_noop("请到窗口"), TicketState.SERVING: gettext_noop("正在办理"),
    TicketState.HELD: gettext_noop("暂离"), TicketState.MISSED: gettext_noop("过号"),
    TicketState.DONE: gettext_noop("办完了"),
}  # fmt: skip
PACE = {
    "poll": round(POLL.total_seconds() * 1000), "missed": MISSED_POLLS,
    "beat": round(BEAT.total_seconds() * 1000), "every": round(POLL.total_seconds()), "release": __version__,
}  # fmt: skip


@require_safe
@at(DeviceKind.HALL)
def hall(request: DeviceRequest) -> HttpResponseBase:
    """/device/hall/: now calling, the last calls, who waits."""
    facts = {
        **PACE,
        "board": _board(request),
        "title": request.device.site_name,
        "news": "/device/hall/news/",
    }
    return render(request, "web/machine/hall.html", {**facts, "part": "web/machine/hall_board.html"})


@require_safe
@at(DeviceKind.HALL, page=False)
def hall_news(request: DeviceRequest) -> HttpResponseBase:
    """/device/hall/news/: the board alone; 304 where nothing changed."""
    return changed_piece(request, "web/machine/hall_board.html", {"board": _board(request), **PACE})


@require_safe
@at(DeviceKind.WINDOW)
def window(request: DeviceRequest) -> HttpResponseBase:
    """/device/window/: whose number is at this window."""
    board = _window(request)
    title = _("{window} 号窗口").format(window=board["number"])
    facts = {**PACE, "board": board, "title": title, "news": "/device/window/news/"}
    return render(request, "web/machine/hall.html", {**facts, "part": "web/machine/window_board.html"})


@require_safe
@at(DeviceKind.WINDOW, page=False)
def window_news(request: DeviceRequest) -> HttpResponseBase:
    """/device/window/news/: the board alone; 304 where nothing changed."""
    return changed_piece(request, "web/machine/window_board.html", {"board": _window(request), **PACE})


def _board(request: DeviceRequest) -> dict[str, Any]:
    found: Board = halls.board(request.device.site, request.now)
    calls = [_call(one) for one in found.calls]
    return {
        "calls": calls, "now": next((one for one in calls if one["hot"]), calls[0] if calls else None),
        "lines": found.lines, "waiting": sum(one.waiting for one in found.lines), "mean": found.mean,
        "opens": words.opens_words(found.opens, request.now)[0],
        "open": found.opens is not None and found.opens.now,
    }  # fmt: skip


def _window(request: DeviceRequest) -> dict[str, Any]:
    found: WindowBoard = halls.window_board(request.device.site, request.device.window, request.now)
    call = _call(found.call) if found.call is not None else None
    return {
        "number": found.number, "name": found.name, "now": call, "state": found.state,
        "open": found.state is PostState.OPEN,
    }  # fmt: skip


def _call(one: Call) -> dict[str, Any]:
    """One call for the page. `key` changes with every call, so that a recall is told again."""
    said = _("请{number}号到{window}号窗口").format(number=" ".join(one.number), window=one.window)
    return {
        "number": one.number, "window": one.window, "key": f"{one.number}-{one.at.timestamp():.3f}",
        "state": _(_STATES[one.state]), "hot": one.state is TicketState.CALLED, "green": one.green,
        "said": said, "long": len(one.number) > _LONG,
    }  # fmt: skip
