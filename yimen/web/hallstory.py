"""What happened in a hall, as sentences: of numbers, of windows that open and close, of bookings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.rules.hall.events import HallEvent
from yimen.rules.hours import clock
from yimen.rules.queueing.terms import GreenReason, TicketEvent
from yimen.trail.queries import Row
from yimen.web.staffparts import event_words, who
from yimen.web.templatetags.yimen_format import day

_T, _H = TicketEvent, HallEvent
#: Event → its sentence; of two the first says more, and is taken where the event holds what it names.
SENTENCES: Mapping[str, tuple[str, ...]] = {
    _T.TAKEN: (
        gettext_noop("取了 {number} 号，走绿色通道：{green}"),
        gettext_noop("取了 {number} 号，要办 {items} 件事"),
        gettext_noop("取了 {number} 号"),
    ),
    _T.CALLED: (gettext_noop("{window} 窗口叫号"),),
    _T.RECALLED: (gettext_noop("{window} 窗口又叫了一次"),),
    _T.STARTED: (gettext_noop("{window} 窗口开始办理"),),
    _T.MISSED: (gettext_noop("叫了没来，{window} 窗口过号"),),
    _T.REQUEUED: (gettext_noop("人回来了，重新排队"),),
    _T.HELD: (gettext_noop("暂离 {window} 窗口"),),
    _T.RESUMED: (gettext_noop("回到 {window} 窗口接着办"),),
    _T.TRANSFERRED: (gettext_noop("转到 {to} 窗口"), gettext_noop("转到 {line} 队列")),
    _T.PUT_BACK: (gettext_noop("叫错了，{window} 窗口放回队里"),),
    _T.FINISHED: (gettext_noop("{window} 窗口办完"),),
    _T.LEFT: (gettext_noop("不等了，离开"),),
    _T.CLOSED: (gettext_noop("下班时还没办，号作废"),),
    _H.POST_OPENED: (gettext_noop("{window} 窗口开始叫号"),),
    _H.POST_PAUSED: (gettext_noop("{window} 窗口暂停叫号"),),
    _H.POST_CLOSED: (gettext_noop("{window} 窗口关了"),),
    _H.POST_HELPS: (
        gettext_noop("{window} 窗口也叫 {line} 队列的号"), gettext_noop("{window} 窗口不再帮叫"),
    ),
    _H.BOOKED: (
        gettext_noop("改约到 {date} {start}，原来的是 {was}"), gettext_noop("约了 {date} {start}"),
    ),
    _H.BOOKING_MOVED: (gettext_noop("改约了，新的预约是 {to}"),),
    _H.BOOKING_CANCELLED: (gettext_noop("取消了预约"),),
    _H.BOOKING_CAME: (gettext_noop("来签到，拿到 {ticket} 号"),),
    _H.BOOKING_REMINDED: (gettext_noop("提醒了明天的预约"),),
    _H.BOOKING_MISSED: (gettext_noop("约了没有来"),),
}  # fmt: skip
_VALUES: Mapping[str, Callable[[Any], str]] = {
    "green": lambda code: _(GreenReason.label_of(str(code))), "items": lambda codes: str(len(codes)),
    "date": day, "start": clock,
}  # fmt: skip


def sentence(row: Row) -> str:
    """What happened in one sentence; what has none of its own is called as its event is."""
    held = {key: value for key, value in row.data.items() if value not in ("", None, [])}
    for words in SENTENCES.get(row.kind, ()):
        filled = _filled(words, held)
        if filled:
            return filled
    return event_words(row.kind)


def _filled(words: str, held: Mapping[str, Any]) -> str:
    """The sentence, "" where the event does not hold all that it names."""
    places = _Places(held)
    said = _(words).format_map(places)
    return "" if places.missing else said


class _Places(dict[str, str]):
    """The facts of an event as they stand in a sentence; notes what was asked for and is not there."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        super().__init__({key: _VALUES.get(key, str)(value) for key, value in held.items()})
        self.missing = False

    def __missing__(self, key: str) -> str:
        self.missing = True
        return ""


def timeline(rows: list[Row]) -> list[dict[str, Any]]:
    """What happened to one number, the first first, as c-timeline takes it."""
    return [{"title": sentence(row), "at": row.at, "text": who(row.actor), "state": "done"} for row in rows]
