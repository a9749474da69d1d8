"""Windows: open, pause, close; call the next visitor and go on with the one who came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall.events import HallEvent
from yimen.rules.queueing import floor, order, posts
from yimen.rules.queueing.terms import PostState, TicketAct
from yimen.rules.queueing.tickets import AT_WINDOW, require_free
from yimen.trail import rows
from yimen.trail.usecase import use_case

from ..models import DayQueue, Ticket, WindowPost
from ..queries import inline
from ..queries import tickets as reading
from ._posts import elsewhere, post_in_hand, require_here, stand
from ._shared import Kept, note, window_in_hand
from ._tickets import Moved, locked, measured, move, post_of, queues_in_hand, ticket_in_hand

_AT: rows.Ready[Any] = rows.Ready(
    lambda window, day: Ticket.objects.filter(window=window, day=day, state__in=AT_WINDOW)
    .values_list("number"),
    int, date,
)  # fmt: skip


@use_case(Kept)
def open_window(actor: Actor, site: str, number: str, *, now: datetime, once: str = "") -> Kept:
    """开窗口: who sits there calls from now on. CLERK of the site's region, not on leave now.

    Raises WindowUnknown, NoQueue, WindowTaken, AtAnotherWindow, NotPermitted, OnLeave.
    """
    window = window_in_hand(site, number)
    posts.require_clerk(actor, window.site.region.code)
    if not window.active or window.line_id is None:
        raise posts.NoQueue(window=number)
    require_here(actor.staff, now)
    post = post_in_hand(window, china_date(now), now)
    posts.check_open(number, PostState(post.state), post.staff, actor.staff, elsewhere(actor.staff, post))
    return stand(post, PostState.OPEN, actor.staff, actor, now)


@use_case(Kept)
def pause_window(actor: Actor, *, now: datetime, once: str = "") -> Kept:
    """暂停: one's window calls nobody for a while; who is there is served to the end. Raises NoWindow."""
    return stand(post_of(actor, now), PostState.PAUSED, actor.staff, actor, now)


@use_case(Kept)
def close_window(actor: Actor, *, now: datetime, once: str = "") -> Kept:
    """关窗口: done for today, unless opened again; nobody is left standing. Raises NoWindow, WindowBusy."""
    post = post_of(actor, now)
    require_free(post.window.number, is_open=True, busy_with=_busy(post))
    return stand(post, PostState.CLOSED, actor.staff, actor, now)


@use_case(Kept)
def help_out(actor: Actor, site: str, number: str, letter: str, *, now: datetime, once: str = "") -> Kept:
    """帮叫: a window calls another queue's numbers as well ("" no more), for today. Who runs the floor.
    Raises WindowUnknown, NotPermitted, StandsClosed, LineUnknown."""
    window = window_in_hand(site, number)
    floor.require_floor(actor, window.site.region.code)
    rows = WindowPost.objects.select_for_update(of=("self",)).select_related("window__site")
    post = rows.filter(window=window, day=china_date(now)).first()
    if post is None:
        raise floor.StandsClosed(window=number)
    post.also = reading.line_of(window.site, letter, (), now) if letter else None
    post.save(update_fields=["also"])
    note(site, HallEvent.POST_HELPS, actor, now, {"window": number, "line": letter})
    return Kept(post.pk)


def _busy(post: WindowPost) -> str:
    """The number of the visitor who is at the window, "" for none."""
    at = _AT.first(post.window_id, post.day)
    return str(at[0]) if at else ""


@use_case(Moved)
def call_next(actor: Actor, *, now: datetime, once: str = "") -> Moved:
    """叫号: the next visitor for one's window, by the order of `rules.queueing.order`.

    Raises NoWindow, WindowNotOpen, WindowBusy, NothingToCall.
    """
    post = post_of(actor, now)
    number = post.window.number
    require_free(number, is_open=post.state == PostState.OPEN, busy_with=_busy(post))
    letters = {one.letter: one.pk for one in (post.window.line, post.also) if one}
    queues = queues_in_hand(letters.values(), post.day)
    turns = {x: order.Turn(queues[pk].calls, queues[pk].since_green) for x, pk in letters.items()}
    at = order.Post(number, frozenset(letters))
    front = inline.front(letters, post.day, post.window_id, number)
    found = order.next_for(at, front, turns, now)
    if found is None:
        raise posts.NothingToCall()
    one, turn = found
    _advance(queues[letters[one.letter]], turn)
    ticket = locked(front[one])
    return move(
        ticket,
        TicketAct.CALL,
        actor,
        now,
        by=number,
        window=post.window,
        calls=1,
        after=0,
        **_said(number, now),
    )


def _said(window: str, now: datetime) -> dict[str, Any]:
    """What the displays show of a call."""
    return {"called_at": now, "called_to": window}


def _advance(queue: DayQueue, turn: order.Turn) -> None:
    queue.calls, queue.since_green = turn.calls, turn.since_green
    rows.update(queue, ["calls", "since_green"])


def _here(actor: Actor, ticket: int, now: datetime) -> tuple[WindowPost, Ticket]:
    """One's window and the ticket, both in hand. Raises NoWindow, TicketUnknown."""
    post = post_of(actor, now)
    row, _ = ticket_in_hand(ticket)
    if row.waits_in.site_id != post.window.site_id:
        raise posts.TicketUnknown()
    return post, row


def _act(actor: Actor, ticket: int, act: TicketAct, now: datetime, **changes: Any) -> Moved:
    """An act of one's window on a ticket."""
    post, row = _here(actor, ticket, now)
    return move(row, act, actor, now, by=post.window.number, **changes)


@use_case(Moved)
def recall(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """重呼. Raises NoWindow, TicketUnknown, TicketNotHere, OtherWindow."""
    post, row = _here(actor, ticket, now)
    number = post.window.number
    return move(row, TicketAct.RECALL, actor, now, by=number, calls=row.calls + 1, **_said(number, now))


@use_case(Moved)
def start(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """开始办理: the visitor came. Raises NoWindow, TicketUnknown, TicketNotHere, OtherWindow."""
    return _act(actor, ticket, TicketAct.START, now)


@use_case(Moved)
def miss(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """过号, after three calls. Raises NoWindow, TicketUnknown, TicketNotHere, OtherWindow, CallAgainFirst."""
    return _act(actor, ticket, TicketAct.MISS, now, window=None)


@use_case(Moved)
def put_back(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """放回队里: called by mistake; the place in line is kept. Raises as `start`."""
    return _act(actor, ticket, TicketAct.PUT_BACK, now, window=None, calls=0, called_at=None, called_to="")


@use_case(Moved)
def hold(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """暂离: the visitor fetches something and comes back without waiting again. Raises as `start`."""
    return _act(actor, ticket, TicketAct.HOLD, now)


@use_case(Moved)
def resume(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """接着办理 who was on hold, at any window that is free. Raises WindowNotOpen, WindowBusy, as `start`."""
    post, row = _here(actor, ticket, now)
    require_free(post.window.number, is_open=post.state == PostState.OPEN, busy_with=_busy(post))
    return move(row, TicketAct.RESUME, actor, now, by=post.window.number, window=post.window)


@use_case(Moved)
def finish(actor: Actor, ticket: int, *, now: datetime, once: str = "") -> Moved:
    """办完. Waiting and service are written as sums of the record. Raises as `start`."""
    post, row = _here(actor, ticket, now)
    sums = measured(row, now)
    return move(
        row, TicketAct.FINISH, actor, now, by=post.window.number,
        waited=round(sums.before_call.total_seconds()), served=round(sums.serving.total_seconds()),
    )  # fmt: skip


@use_case(Moved)
def transfer(
    actor: Actor, ticket: int, *, now: datetime, letter: str = "", window: str = "", once: str = ""
) -> Moved:
    """转窗口: to the queue `letter`, or to one `window` of the site; the arrival is kept, so the visitor is
    near the front there. From a window only its own visitor. CLERK of the site.

    Raises TicketUnknown, LineUnknown, WindowUnknown, NoQueue, TicketNotHere, OtherWindow, NotPermitted.
    """
    site = reading.site_of_ticket(ticket)
    posts.require_clerk(actor, site.region.code)
    to, line = reading.target(site, letter, window, now)
    row, _ = ticket_in_hand(ticket, lines=[line.pk])
    by = _by(actor, row, now)
    told = {"line": line.letter, "to": window}
    return move(
        row, TicketAct.TRANSFER, actor, now, by=by, data=told, waits_in=line, window=to, calls=0, after=0
    )


def _by(actor: Actor, ticket: Ticket, now: datetime) -> str:
    """The window that acts where the visitor stands at one; who waits may be sent on by any clerk."""
    return post_of(actor, now).window.number if ticket.state in AT_WINDOW else ""
