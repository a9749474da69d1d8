"""The floor: who runs it puts people at windows, closes windows, and has one queue help another."""

from __future__ import annotations

from datetime import datetime

from yimen.bureau import queries as bureau
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.queueing import floor, posts
from yimen.rules.queueing.terms import PostState
from yimen.rules.queueing.tickets import AT_WINDOW, require_free
from yimen.trail.usecase import use_case

from ..models import Ticket, Window, WindowPost
from ._posts import elsewhere, post_in_hand, require_here, stand
from ._shared import Kept, window_in_hand


@use_case(Kept)
def open_for(actor: Actor, site: str, number: str, staff: str, *, now: datetime, once: str = "") -> Kept:
    """开窗口 for somebody (staff number) who sits there: they call from now on. Who runs the floor.

    Raises WindowUnknown, NotPermitted, NoQueue, NotAClerk, WindowTaken, SitsElsewhere,
    OnLeave.
    """
    window, day = _window(actor, site, number), china_date(now)
    if not window.active or window.line_id is None:
        raise posts.NoQueue(window=number)
    person = bureau.staff_by_number(staff.strip().upper())
    who = person.number if person else staff
    held = bureau.posts_of(person.pk, day) if person else ()
    require_here(who, now)
    post = post_in_hand(window, day, now)
    region, state = window.site.region.code, PostState(post.state)
    floor.check_put(number, state, post.staff, who, held, region, elsewhere(who, post))
    return stand(post, PostState.OPEN, who, actor, now)


@use_case(Kept)
def pause_for(actor: Actor, site: str, number: str, *, now: datetime, once: str = "") -> Kept:
    """暂停 a window: who is there is served to the end, nobody else is called. Who runs the floor.

    Raises WindowUnknown, NotPermitted, StandsClosed.
    """
    post = _post(actor, site, number, now)
    return stand(post, PostState.PAUSED, post.staff, actor, now)


@use_case(Kept)
def close_for(actor: Actor, site: str, number: str, *, now: datetime, once: str = "") -> Kept:
    """关 a window at which nobody is left standing. Who runs the floor.

    Raises WindowUnknown, NotPermitted, StandsClosed, WindowBusy.
    """
    post = _post(actor, site, number, now)
    at = Ticket.objects.filter(window=post.window_id, day=post.day, state__in=AT_WINDOW)
    require_free(number, is_open=True, busy_with=at.values_list("number", flat=True).first() or "")
    return stand(post, PostState.CLOSED, post.staff, actor, now)


def _window(actor: Actor, site: str, number: str) -> Window:
    """The window in hand, of a floor that the actor runs. Raises WindowUnknown, NotPermitted."""
    window = window_in_hand(site, number)
    floor.require_floor(actor, window.site.region.code)
    return window


def _post(actor: Actor, site: str, number: str, now: datetime) -> WindowPost:
    window = _window(actor, site, number)
    rows = WindowPost.objects.select_for_update(of=("self",)).select_related("window__site")
    found = rows.filter(window=window, day=china_date(now)).exclude(state=PostState.CLOSED).first()
    if found is None:
        raise floor.StandsClosed(window=number)
    return found
