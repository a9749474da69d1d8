"""抽查与开关: who may stop 秒批 and who checks it again, and what is refused there."""

from __future__ import annotations

from ..authority import Actor, NotPermitted, require_role
from ..errors import Kind, RuleBroken
from ..terms import Role

#: Who signs for an organ may say whether a machine decided rightly for it.
CHECKERS = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})
#: Longest words of a reason or of a check.
MOST_WORDS = 300


class SwitchReasonMissing(RuleBroken):
    """Stopping 秒批, or letting it go on, is reasoned in writing."""

    code = "instant.reason_missing"
    text = "请写明停用或恢复秒批的理由"
    kind = Kind.INVALID


class NotInstant(RuleBroken):
    """The item has no rules for 秒批."""

    code = "instant.none"
    text = "这个事项没有秒批规则"
    kind = Kind.INVALID


class NotDrawn(RuleBroken):
    """Only a decision that was drawn is checked again, by who signs for its department."""

    code = "instant.not_drawn"
    text = "没有这一件抽查"
    kind = Kind.NOT_FOUND


class CheckedAlready(RuleBroken):
    """Each drawn decision is checked once."""

    code = "instant.checked"
    text = "这一件已经抽查过了"


class CheckWordsMissing(RuleBroken):
    """Right or wrong: a check says why."""

    code = "instant.words_missing"
    text = "请写明抽查的意见"
    kind = Kind.INVALID


def require_switch(actor: Actor, reason: str) -> str:
    """The reason, trimmed. Raises NotPermitted, SwitchReasonMissing."""
    require_role(actor, Role.KEEPER, Role.ADMIN)
    if not reason.strip():
        raise SwitchReasonMissing()
    return reason.strip()[:MOST_WORDS]


def departments_of(actor: Actor) -> frozenset[str]:
    """Departments (credit codes) for which the actor checks. Raises NotPermitted where there is none."""
    found = frozenset(post.department for post in actor.posts if post.role in CHECKERS)
    if not found:
        raise NotPermitted()
    return found


def require_check(drawn: bool, checked: bool, words: str) -> str:
    """The words of a check, trimmed. Raises NotDrawn, CheckedAlready, CheckWordsMissing."""
    if not drawn:
        raise NotDrawn()
    if checked:
        raise CheckedAlready()
    if not words.strip():
        raise CheckWordsMissing()
    return words.strip()[:MOST_WORDS]
