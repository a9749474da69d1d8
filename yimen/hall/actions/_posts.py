"""What acts on windows share, whether a clerk opens their own or who runs the floor puts somebody there."""

from __future__ import annotations

from datetime import date, datetime

from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall import roster
from yimen.rules.hall.away import Away
from yimen.rules.hall.events import HallEvent
from yimen.rules.queueing.terms import PostState

from ..models import Window, WindowPost
from ..queries.leaves import leaves
from ._shared import Kept, note

_EVENTS = {
    PostState.OPEN: HallEvent.POST_OPENED, PostState.PAUSED: HallEvent.POST_PAUSED,
    PostState.CLOSED: HallEvent.POST_CLOSED,
}  # fmt: skip


def post_in_hand(window: Window, day: date, now: datetime) -> WindowPost:
    """How a window stands on a day, locked; closed where nobody opened it yet."""
    begun = {"state": str(PostState.CLOSED), "since": now, "staff": ""}
    post, _ = WindowPost.objects.select_for_update().get_or_create(window=window, day=day, defaults=begun)
    return post


def elsewhere(staff: str, post: WindowPost) -> str:
    """The other window that somebody (staff number) has open that day, "" for none."""
    mine = WindowPost.objects.filter(staff=staff, day=post.day).exclude(state=PostState.CLOSED)
    return mine.exclude(pk=post.pk).values_list("window__number", flat=True).first() or ""


def require_here(staff: str, now: datetime) -> None:
    """Raise OnLeave where somebody (staff number) is away now."""
    day = china_date(now)
    for one in leaves([staff], day, day):
        roster.check_here(now, [Away(one.first, one.last, one.part)], one.name)


def stand(post: WindowPost, state: PostState, staff: str, actor: Actor, now: datetime) -> Kept:
    """A window stands so from now on, with whoever sits there (`staff`); said on the hall's stream."""
    post.state, post.since, post.staff = str(state), now, staff
    post.save(update_fields=["state", "since", "staff"])
    note(post.window.site.code, _EVENTS[state], actor, now, {"window": post.window.number, "staff": staff})
    return Kept(post.pk)
