"""Who calls what: which classes of numbers a window serves, who may open it, when a number may be taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from ..authority import Actor, NotPermitted, serves
from ..calendar import china_time
from ..errors import Kind, RuleBroken, Said
from ..hall.serving import ItemFact, WindowFact, any_serves, queue_for
from ..hours import Opens
from ..terms import Role
from .terms import GreenReason, Lane, PostState

#: Numbers are given from so long before a hall opens: who stands at the door need not stand in a heap.
BEFORE = timedelta(minutes=30)
#: Most matters on one ticket.
MATTERS = 10


class LineUnknown(RuleBroken):
    """The hall has no such class of numbers."""

    code = "ticket.line_unknown"
    text = "这个大厅没有这类号，请到导服台问一下"
    kind = Kind.NOT_FOUND


class TicketUnknown(RuleBroken):
    """There is no such ticket, or it is not of this hall."""

    code = "ticket.not_found"
    text = "没有找到这个号"
    kind = Kind.NOT_FOUND


class NothingToCall(RuleBroken):
    """Nobody waits whom this window may call."""

    code = "ticket.nobody_waits"
    text = "现在没有人等这个窗口"
    kind = Kind.CONFLICT


class HallShut(RuleBroken):
    """Numbers are given while the hall is open, and half an hour before."""

    code = "ticket.hall_shut"
    text = "大厅现在没开，{when}以后才能取号"
    kind = Kind.CONFLICT


class AlreadyInLine(RuleBroken):
    """One person waits once at a hall: several matters stand on one ticket."""

    code = "ticket.already_in_line"
    text = "您已经取过 {number} 号，还没办完；要多办几件事，到窗口说一声就行"
    kind = Kind.CONFLICT


class ReasonNeeded(RuleBroken):
    """The green lane has a reason, which is on record."""

    code = "ticket.reason_needed"
    text = "走绿色通道要选一个理由"
    kind = Kind.INVALID


class TooManyMatters(RuleBroken):
    """A ticket has so many matters at most."""

    code = "ticket.too_many_matters"
    text = "一个号最多写 {most} 件事"
    kind = Kind.INVALID


class NoWindow(RuleBroken):
    """Who calls has a window open today."""

    code = "window.none"
    text = "您今天还没有开窗口，先选一个窗口开了再叫号"
    kind = Kind.CONFLICT


class NoQueue(RuleBroken):
    """The window calls no numbers: no queue was given to it."""

    code = "window.no_queue"
    text = "{window} 窗口没有叫号的队列，请管理员在大厅里给它选一个"
    kind = Kind.CONFLICT


class WindowTaken(RuleBroken):
    """A colleague serves there: they pause or close first."""

    code = "window.taken"
    text = "{window} 窗口有人在用（工号 {staff}），请他先暂停或者关窗口"
    kind = Kind.CONFLICT


class AtAnotherWindow(RuleBroken):
    """One person serves one window at a time."""

    code = "window.at_another"
    text = "您已经开了 {window} 窗口，先关了再开别的"
    kind = Kind.CONFLICT


def queue_for_all(
    queues: Mapping[int, Collection[WindowFact]], items: Collection[ItemFact], day: date
) -> int | None:
    """In which queue a visitor with these matters stands: where one item alone would, when all would stand
    there; else the first queue that serves all; else that of the first item. None where none serves it."""
    own = [queue_for(queues, one, day) for one in items]
    if len(set(own)) == 1:
        return own[0]
    whole = [key for key in sorted(queues) if all(any_serves(queues[key], one, day) for one in items)]
    return next((key for key in (*whole, *own) if key is not None), None)


def lane_of(reason: str, slot: datetime | None) -> Lane:
    """The lane of a visitor: booked, green with a reason, else ordinary. Raises ReasonNeeded."""
    if slot is not None:
        return Lane.BOOKED
    if reason and reason not in {str(one) for one in GreenReason}:
        raise ReasonNeeded()
    return Lane.GREEN if reason else Lane.ORDINARY


def matters(items: Sequence[str]) -> tuple[str, ...]:
    """The matters of one ticket (item codes), each once. Raises TooManyMatters."""
    listed = tuple(dict.fromkeys(items))
    if len(listed) > MATTERS:
        raise TooManyMatters(most=MATTERS)
    return listed


def require_hours(opens: Opens | None, now: datetime) -> None:
    """Raises HallShut unless a session runs or begins within half an hour."""
    if opens is None:
        raise HallShut(when="")
    if not opens.now and opens.at - BEFORE > now:
        first = china_time(opens.at - BEFORE)
        raise HallShut(when=Said("{day} {time} ", {"day": f"{first:%Y-%m-%d}", "time": f"{first:%H:%M}"}))


def require_clerk(actor: Actor, region: str) -> None:
    """Raise NotPermitted unless the actor serves at windows of halls in this region (12 digits)."""
    at_windows = any(post.role is Role.CLERK and serves(post, region) for post in actor.posts)
    if not actor.is_system and not at_windows:
        raise NotPermitted()


def check_open(window: str, state: PostState, sits: str, staff: str, other: str) -> None:
    """Whether `staff` may open a window that stands so, where `sits` served last; `other`: the window that
    they have open already ("" none). Raises WindowTaken, AtAnotherWindow."""
    if state is PostState.OPEN and sits != staff:
        raise WindowTaken(window=window, staff=sits)
    if other:
        raise AtAnotherWindow(window=other)
