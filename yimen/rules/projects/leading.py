"""项目经理: who names them, and what they write."""

from __future__ import annotations

from ..authority import Actor, require_role
from ..errors import Kind, RuleBroken
from .sight import NAMERS

LONGEST = 500


class ManagerUnknown(RuleBroken):
    """There is no member of staff with this number, or they have left."""

    code = "project.manager_unknown"
    text = "没有这个工号，或者这个人已经不在岗"
    kind = Kind.INVALID


class NotTheManager(RuleBroken):
    """Only the manager of a project notes what was done for it."""

    code = "project.not_the_manager"
    text = "跟进记录由这个项目的经理写"
    kind = Kind.FORBIDDEN


class NoteMissing(RuleBroken):
    """A note without words, or a long one."""

    code = "project.note_missing"
    text = "请写跟进记录，最多 {most} 个字"
    kind = Kind.INVALID


def require_namer(actor: Actor) -> None:
    """Raise NotPermitted for who may not name a manager."""
    require_role(actor, *NAMERS)


def require_note(actor: Actor, manager: str, text: str) -> str:
    """The note as it is kept. Raises NotTheManager, NoteMissing."""
    if not actor.staff or actor.staff != manager:
        raise NotTheManager()
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise NoteMissing(most=LONGEST)
    return said
