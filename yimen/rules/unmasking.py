"""Seeing a personal number whole: who may, for which case, and why it must be said.

个人信息保护法 5, 6, 51: necessary for a stated purpose, recorded; domain 8: full view = reason + log.
Whoever acts on the case now may; a supervisor may for an inspection. Nobody may for a case of their own side,
and an administrator of the system may not at all: running the system needs no personal number.
"""

from __future__ import annotations

from .authority import Actor, Stand, capacities, is_involved, may_see
from .errors import Kind, RuleBroken
from .masking import mask_text
from .terms import Capacity, Role, Term

WORDS_LEAST, WORDS_MOST = 4, 200
_AT_WORK = frozenset({Capacity.ACCEPTOR, Capacity.REVIEWER, Capacity.SURVEYOR, Capacity.APPROVER})


class ViewReason(Term):
    """查看原因: a fixed list, so that views can be counted by what they were for."""

    VERIFY = "verify", "核对身份"
    CONTACT = "contact", "联系办事人"
    DELIVER = "deliver", "送达或者寄送"
    DOCUMENT = "document", "制作文书证照"
    INSPECT = "inspect", "监督检查"
    OTHER = "other", "其他"


class ViewNotYours(RuleBroken):
    """Only who acts on the case now, or a supervisor who inspects, sees numbers whole."""

    code = "view.not_yours"
    text = "这一件现在不由您办，不能看完整号码"
    basis = "个人信息保护法第六条"
    kind = Kind.FORBIDDEN


class ViewReasonMissing(RuleBroken):
    """A whole view says what it is for."""

    code = "view.reason_missing"
    text = "请选原因，并写清为什么要看，{least} 到 {most} 个字"
    basis = "个人信息保护法第五条、第六条"
    kind = Kind.INVALID


def may_view(actor: Actor, stand: Stand) -> bool:
    """Whether this person may see the numbers of this case whole, given a reason."""
    if actor.is_system or is_involved(actor, stand) or not may_see(actor, stand):
        return False
    watches = any(post.role is Role.SUPERVISOR for post in actor.posts)
    return watches or not _AT_WORK.isdisjoint(capacities(actor, stand))


def require_may_view(actor: Actor, stand: Stand) -> None:
    """Raise ViewNotYours unless `may_view`."""
    if not may_view(actor, stand):
        raise ViewNotYours()


def require_may_view_party(actor: Actor, party: int) -> None:
    """Raise ViewNotYours unless a clerk sees to somebody else's account at the counter, not to one of their
    own side (回避)."""
    near = {one[0] for one in (*actor.acts_for, *actor.helps)}
    own = party == actor.party or party in near
    if own or not any(post.role is Role.CLERK for post in actor.posts):
        raise ViewNotYours()


def read_reason(reason: str, words: str) -> tuple[ViewReason, str]:
    """The reason and the words, trimmed, numbers in them masked. Raises ViewReasonMissing."""
    said = " ".join(words.split())
    if reason not in {str(one) for one in ViewReason} or not WORDS_LEAST <= len(said) <= WORDS_MOST:
        raise ViewReasonMissing(least=WORDS_LEAST, most=WORDS_MOST)
    return ViewReason(reason), mask_text(said)
