"""Who runs the floor of a hall, and whom they may put at a window."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ..authority import Actor, NotPermitted, Post, serves
from ..errors import Kind, RuleBroken
from ..terms import Role
from .posts import WindowTaken
from .terms import PostState


class NotAClerk(RuleBroken):
    """Who sits at a window holds the post of a clerk for that hall."""

    code = "floor.not_a_clerk"
    text = "工号“{staff}”没有这个大厅的窗口岗位，换一个人"
    kind = Kind.INVALID


class SitsElsewhere(RuleBroken):
    """One person serves one window at a time, whoever puts them there."""

    code = "floor.sits_elsewhere"
    text = "工号 {staff} 正在 {window} 窗口，先把那个窗口关了"
    kind = Kind.CONFLICT


class StandsClosed(RuleBroken):
    """A window that is closed neither pauses nor helps another queue."""

    code = "floor.stands_closed"
    text = "{window} 窗口现在没有开，先开窗口"
    kind = Kind.CONFLICT


def runs(actor: Actor, region: str) -> bool:
    """Whether the actor runs the floors of halls in this region (12 digits): the administrator all of them, a
    keeper those of the region of the post, all where the post names none."""
    return actor.is_system or any(
        post.role is Role.ADMIN or (post.role is Role.KEEPER and (not post.region or serves(post, region)))
        for post in actor.posts
    )


def require_floor(actor: Actor, region: str) -> None:
    """Raise NotPermitted unless the actor runs the floors of this region."""
    if not runs(actor, region):
        raise NotPermitted()


class Shut(Protocol):
    """A window as the choice of the next one reads it. `free`: its rostered person sits nowhere else."""

    @property
    def number(self) -> str:
        """Its number."""

    @property
    def state(self) -> PostState:
        """How it stands."""

    @property
    def free(self) -> bool:
        """Whether who is rostered there can come at once."""


_W = TypeVar("_W", bound=Shut)


def first_to_open(windows: Iterable[_W]) -> _W | None:
    """The window of a queue to open first: one that pauses, then one whose rostered person is free, then any
    closed one; of equals the lowest number. None where all of them are open."""
    shut = [one for one in windows if one.state is not PostState.OPEN]
    return min(shut, key=lambda one: (_distance(one), one.number), default=None)


def _distance(one: Shut) -> int:
    """How far a window is from serving: somebody is there; somebody may come; nobody is known."""
    return 0 if one.state is PostState.PAUSED else 1 if one.free else 2


def check_put(
    window: str, state: PostState, sits: str, staff: str, posts: Iterable[Post], region: str, other: str
) -> None:
    """Whether somebody (`staff`, their `posts`) may be put at a window of this region that stands so and
    where `sits` served last. `other`: the window that they have open already, "" none.

    Raises NotAClerk, WindowTaken, SitsElsewhere.
    """
    if not any(post.role is Role.CLERK and serves(post, region) for post in posts):
        raise NotAClerk(staff=staff)
    if state is PostState.OPEN and sits != staff:
        raise WindowTaken(window=window, staff=sits)
    if other:
        raise SitsElsewhere(staff=staff, window=other)
