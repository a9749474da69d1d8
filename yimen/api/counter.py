"""窗口叫号: open a window, call, and go on with the visitor who came. Whose window it is, and who may, is the
rules' to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router

from yimen.accounts.scopes import Scope
from yimen.hall import actions
from yimen.hall import queries as hall
from yimen.hall.actions import Kept, Moved
from yimen.parties import queries as parties

from .auth import actor_of, needs, now_of
from .idempotency import Once, done_for
from .schemas import counter as body
from .schemas.tickets import MovedOut
from .typed import PathId

router = Router(tags=["叫号"])
READ = needs(Scope.CASES_READ)
ACT = needs(Scope.CASES_ACT)
_SCOPE = "令牌权限 cases:act。"


@router.get(
    "/sites/{code}/windows", response=body.PostsOut, auth=READ, operation_id="windows_list",
    summary="叫号的窗口", description="一个大厅哪些窗口开着、谁在、正在接待几号，只给这个大厅的窗口人员。"
    "令牌权限 cases:read。",
)  # fmt: skip
def windows(request: HttpRequest, code: str) -> body.PostsOut:
    """The windows of a site as they stand today. Raises SiteUnknown, NotPermitted."""
    rows = hall.windows_at(actor_of(request), code[:20], now_of(request))
    return body.PostsOut(windows=[body.PostOut.of(one) for one in rows])


@router.post(
    "/sites/{code}/windows/{window}/help", response=body.StoodOut, auth=ACT, operation_id="windows_help",
    summary="帮叫", description=f"让一个开着的窗口今天也叫另一类号；目录管理员、系统管理员用。{_SCOPE}",
)  # fmt: skip
def help_out(
    request: HttpRequest, response: HttpResponse, code: str, window: str, headers: Header[Once],
    asked: Body[body.HelpIn],
) -> body.StoodOut:  # fmt: skip
    """Another queue's numbers as well. Raises NotPermitted, WindowUnknown, NoWindow, LineUnknown."""
    told = (code[:20], window[:10], asked.line)
    return _stood(request, response, headers, actions.help_out, *told)


@router.get(
    "/counter", response=body.MaybeCounterOut, auth=READ, operation_id="counter_read", summary="自己的窗口",
    description="今天开的窗口、叫到的人、在等的人。没开就是空的。令牌权限 cases:read。",
)  # fmt: skip
def own(request: HttpRequest) -> body.MaybeCounterOut:
    """The caller's window of today."""
    found = hall.own_window(actor_of(request).staff, now_of(request))
    if found is None:
        return body.MaybeCounterOut(counter=None)
    party = found.current.party if found.current else None
    who = parties.party(party) if party is not None else None
    visitor = parties.masked(who).name if who else ""
    return body.MaybeCounterOut(counter=body.CounterOut.of(found, visitor))


@router.post(
    "/counter/open", response=body.StoodOut, auth=ACT, operation_id="counter_open", summary="开窗口",
    description=f"从现在起叫号；一个人同时只开一个窗口。{_SCOPE}",
)  # fmt: skip
def open_window(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], asked: Body[body.OpenWindowIn]
) -> body.StoodOut:
    """Open. Raises WindowUnknown, NoQueue, WindowTaken, AtAnotherWindow, NotPermitted."""
    return _stood(request, response, headers, actions.open_window, asked.site, asked.window)


@router.post(
    "/counter/pause", response=body.StoodOut, auth=ACT, operation_id="counter_pause", summary="暂停",
    description=f"不再叫新的，正在办的办完。{_SCOPE}",
)  # fmt: skip
def pause(request: HttpRequest, response: HttpResponse, headers: Header[Once]) -> body.StoodOut:
    """Pause. Raises NoWindow."""
    return _stood(request, response, headers, actions.pause_window)


@router.post(
    "/counter/close", response=body.StoodOut, auth=ACT, operation_id="counter_close", summary="关窗口",
    description=f"窗口还有人答 409。{_SCOPE}",
)  # fmt: skip
def close(request: HttpRequest, response: HttpResponse, headers: Header[Once]) -> body.StoodOut:
    """Close. Raises NoWindow, WindowBusy."""
    return _stood(request, response, headers, actions.close_window)


@router.post(
    "/counter/call", response=MovedOut, auth=ACT, operation_id="counter_call", summary="叫号",
    description=f"叫下一个：先来先叫，准时的预约、过号回来的、绿色通道按规则。没有人等答 409。{_SCOPE}",
)  # fmt: skip
def call(request: HttpRequest, response: HttpResponse, headers: Header[Once]) -> MovedOut:
    """The next visitor. Raises NoWindow, WindowNotOpen, WindowBusy, NothingToCall."""
    return MovedOut.of(done_for(request, response, headers.once, actions.call_next))


@router.post(
    "/counter/tickets/{ticket}/transfer", response=MovedOut, auth=ACT, operation_id="counter_transfer",
    summary="转窗口", description=f"转到另一类号或者一个窗口，取号时间不变。{_SCOPE}",
)  # fmt: skip
def transfer(
    request: HttpRequest, response: HttpResponse, ticket: PathId, headers: Header[Once],
    asked: Body[body.SendOnIn],
) -> MovedOut:  # fmt: skip
    """Send on. Raises TicketUnknown, LineUnknown, WindowUnknown, NoQueue, TicketNotHere, OtherWindow,
    NotPermitted."""
    told = {"letter": asked.line, "window": asked.window}
    return MovedOut.of(done_for(request, response, headers.once, actions.transfer, ticket, **told))


@router.post(
    "/bookings/{booking}/check_in", response=body.CheckedInOut, auth=ACT, operation_id="bookings_check_in",
    summary="预约签到", description=f"窗口人员签到，给一个号；准时的到点先叫。{_SCOPE}",
)  # fmt: skip
def check_in(
    request: HttpRequest, response: HttpResponse, booking: str, headers: Header[Once]
) -> body.CheckedInOut:
    """Check in. Raises NotPermitted, BookingUnknown, NotOpenAnyMore, NotToday."""
    done = done_for(request, response, headers.once, actions.check_in, booking[:20])
    return body.CheckedInOut.model_validate(vars(done))


def _stood(
    request: HttpRequest, response: HttpResponse, headers: Once, verb: Callable[..., Kept], *told: str
) -> body.StoodOut:
    done_for(request, response, headers.once, verb, *told)
    return body.StoodOut()


@dataclass(frozen=True)
class _One:
    """One act on one ticket: what it does, and how it is told."""

    name: str
    verb: Callable[..., Moved]
    summary: str
    told: str


ACTS = (
    _One("recall", actions.recall, "重呼", "叫满 3 次才能过号。"),
    _One("start", actions.start, "开始办理", "人到窗口了。"),
    _One("miss", actions.miss, "过号", "叫满 3 次没来。"),
    _One("put_back", actions.put_back, "放回队里", "叫错了，放回原来的位置。"),
    _One("hold", actions.hold, "暂离", "人去拿东西，回来接着办，不用再等。"),
    _One("resume", actions.resume, "接着办理", "暂离的回来了，哪个空着的窗口都行。"),
    _One("finish", actions.finish, "办完", "等了多久、办了多久，按记录加起来。"),
    _One("requeue", actions.requeue, "过号重排", "过号的回来了，再叫 3 个就轮到。"),
    _One("gone", actions.gone, "记成离开", "人走了，大厅记下来。"),
)


def _view(one: _One) -> Callable[..., MovedOut]:
    def view(request: HttpRequest, response: HttpResponse, ticket: PathId, headers: Header[Once]) -> MovedOut:
        return MovedOut.of(done_for(request, response, headers.once, one.verb, ticket))

    view.__name__ = f"ticket_{one.name}"
    return view


for _one in ACTS:
    router.post(
        f"/counter/tickets/{{ticket}}/{_one.name}", response=MovedOut, auth=ACT,
        operation_id=f"counter_{_one.name}", summary=_one.summary, url_name=f"counter_{_one.name}",
        description=f"{_one.told}别的窗口的人、状态不对答 403 或 409。{_SCOPE}",
    )(_view(_one))  # fmt: skip
