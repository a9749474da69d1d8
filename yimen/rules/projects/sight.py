"""Who sees a project: its owner and who holds the owner's mandate for everything, its manager, who signs in
one of its departments, and who watches. A department sees the road, and of the cases only its own."""

from __future__ import annotations

from collections.abc import Collection

from ..authority import Actor, holdings_of
from ..errors import Kind, RuleBroken
from ..terms import Role

SIGNERS = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})
#: Who names a manager: whoever answers for a department, and who watches over all of them.
NAMERS = frozenset({Role.HEAD, Role.DIRECTOR, Role.SUPERVISOR})


class ProjectUnknown(RuleBroken):
    """There is no such project, or it is not this person's to see."""

    code = "project.not_found"
    text = "没有找到这个项目"
    kind = Kind.NOT_FOUND


def owns(actor: Actor, owner: int) -> bool:
    """Whether the actor stands on the owner's side."""
    return owner in holdings_of(actor)


def sees(actor: Actor, owner: int, manager: str, departments: Collection[str]) -> bool:
    """Whether the project exists for this person. `departments`: credit codes of those on its road."""
    if actor.is_system or owns(actor, owner):
        return True
    if actor.staff and actor.staff == manager:
        return True
    return any(
        post.role is Role.SUPERVISOR or (post.role in SIGNERS and post.department in departments)
        for post in actor.posts
    )


def require_urger(actor: Actor, owner: int, manager: str) -> None:
    """Raise ProjectUnknown for who neither builds nor leads it: nobody else urges by the stage."""
    leads = bool(actor.staff) and actor.staff == manager
    if not (actor.is_system or owns(actor, owner) or leads):
        raise ProjectUnknown()


def require_sees(actor: Actor, owner: int, manager: str, departments: Collection[str]) -> None:
    """Raise ProjectUnknown (404 at every door) for whom the project does not exist."""
    if not sees(actor, owner, manager, departments):
        raise ProjectUnknown()
