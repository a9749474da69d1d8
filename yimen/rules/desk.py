"""Whose turn it is at the window: the desk a case stands at in each state, and the desks of a post.

A desk is one indexed word, so that an inbox is one predicate whatever rights a person holds: windows have
`window:<region>:<what>`, approvers' seats `<credit code>:<role>`.
"""

from __future__ import annotations

from collections.abc import Iterable

from .authority import Post
from .terms import Role, State

INTAKE, CORRECTION, HANDOUT = "intake", "correction", "handout"

_AT_WINDOW = {
    State.SUBMITTED: INTAKE,
    State.RECEIVED: INTAKE,
    State.CORRECTION: CORRECTION,
    State.SUPPLEMENT: CORRECTION,
    State.GRANTED: HANDOUT,
    State.REFUSED: HANDOUT,
    State.ISSUED: HANDOUT,
}
_LATER = frozenset({State.REVIEWING, State.SUSPENDED})
_SIGNING = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})


def window_desk(region: str, what: str) -> str:
    """The desk of one kind of window work in one region (12 digits)."""
    return f"window:{region}:{what}"


def desk_of(state: State, region: str, *, came: bool = False) -> str:
    """The window desk of a case in this state, or "" when the window has nothing to do.

    `came`: a material promised for later (容缺) lies there and waits to be checked.
    """
    what = _AT_WINDOW.get(state) or (CORRECTION if came and state in _LATER else None)
    return window_desk(region, what) if what else ""


def window_regions(posts: Iterable[Post]) -> tuple[str, ...]:
    """The regions whose windows these posts serve."""
    return tuple(sorted({p.region for p in posts if p.role is Role.CLERK and p.region}))


def seat_desk(department: str, role: str) -> str:
    """The desk of one role in one department (credit code)."""
    return f"{department}:{role}"


def seat_desks(posts: Iterable[Post]) -> tuple[str, ...]:
    """The desks at which these posts sign."""
    return tuple(sorted({seat_desk(p.department, str(p.role)) for p in posts if p.role in _SIGNING}))
