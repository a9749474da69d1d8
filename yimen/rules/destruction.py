"""销毁清册: who proposes, who approves, who witnesses; ONE table of its states.

档案法第三十一条、档案法实施条例: nothing is destroyed before it was appraised and approved.
机关档案管理规定（国家档案局令第13号）: a list, an approval, and two people who see to it and sign.
The archive keeper appraises and proposes; a supervisor approves; the audit administrator signs as the second
witness, and only then is anything destroyed. Three people, none of them twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .authority import Actor
from .errors import Kind, RuleBroken
from .records import RecordsEvent
from .term import Happened
from .terms import Role, Term

#: So many records at most in one list: a list is read by three people.
MOST = 500


class ListState(Term):
    """清册状态."""

    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "待监销"
    SIGNED = "signed", "正在销毁"
    DONE = "done", "已销毁"
    REJECTED = "rejected", "已退回"


class ListMove(Term):
    """清册动作."""

    APPROVE = "approve", "批准销毁"
    WITNESS = "witness", "监销签字"
    REJECT = "reject", "退回清册"
    FINISH = "finish", "销毁完成"


class ListNotHere(RuleBroken):
    """The list is not in a state in which this can be done to it."""

    code = "destruction.not_here"
    text = "清册现在是“{state}”，不能{move}"


class ListNotYours(RuleBroken):
    """The signature belongs to another post."""

    code = "destruction.not_yours"
    text = "{move}要由{who}来做"
    kind = Kind.FORBIDDEN


class SignedBefore(RuleBroken):
    """提出、审批、监销 are three people."""

    code = "destruction.signed_before"
    text = "您已经在这份清册上签过字，{move}要由另一个人来做"
    basis = "机关档案管理规定（国家档案局令第13号）"
    kind = Kind.FORBIDDEN


class NothingListed(RuleBroken):
    """A list names at least one record, and not more than three people can read."""

    code = "destruction.nothing_listed"
    text = "请选 1 到 {most} 件，这里有 {count} 件"
    kind = Kind.INVALID


class ListNotFound(RuleBroken):
    """No such list."""

    code = "destruction.not_found"
    text = "没有找到这份销毁清册"
    kind = Kind.NOT_FOUND


@dataclass(frozen=True)
class Row:
    """One arrow; `who` may (none: the system)."""

    move: ListMove
    sources: frozenset[ListState]
    target: ListState
    who: frozenset[Role]
    event: Happened
    reason: bool = False


_S, _M, _E = ListState, ListMove, RecordsEvent
TABLE: tuple[Row, ...] = (
    Row(_M.APPROVE, frozenset({_S.PROPOSED}), _S.APPROVED, frozenset({Role.SUPERVISOR}),
        _E.DESTRUCTION_APPROVED),
    Row(_M.WITNESS, frozenset({_S.APPROVED}), _S.SIGNED, frozenset({Role.AUDIT}), _E.DESTRUCTION_WITNESSED),
    Row(_M.REJECT, frozenset({_S.PROPOSED, _S.APPROVED}), _S.REJECTED,
        frozenset({Role.SUPERVISOR, Role.AUDIT}), _E.DESTRUCTION_REJECTED, reason=True),
    Row(_M.FINISH, frozenset({_S.SIGNED}), _S.DONE, frozenset(), _E.DESTRUCTION_DONE),
)  # fmt: skip
_BY_PLACE = {(state, row.move): row for row in TABLE for state in row.sources}


def step(state: ListState, move: ListMove, actor: Actor, signed: Iterable[str]) -> Row:
    """The arrow of a move. `signed`: staff numbers that stand on the list already, its proposer's first.

    Raises ListNotHere, ListNotYours, SignedBefore.
    """
    found = _BY_PLACE.get((state, move))
    if found is None:
        raise ListNotHere(state=state.label, move=move.label)
    if actor.is_system:
        return found
    if found.who.isdisjoint(post.role for post in actor.posts):
        raise ListNotYours(move=move.label, who="或".join(sorted(one.label for one in found.who)) or "系统")
    if move is not ListMove.REJECT and actor.staff in set(signed):
        raise SignedBefore(move=move.label)
    return found


def moves_of(state: ListState, actor: Actor, signed: Iterable[str]) -> tuple[ListMove, ...]:
    """What this person may do to the list now: by the same rule that guards the write."""
    known, found = list(signed), []
    for one in (ListMove.APPROVE, ListMove.WITNESS, ListMove.REJECT):
        try:
            step(state, one, actor, known)
        except (ListNotHere, ListNotYours, SignedBefore):
            continue
        found.append(one)
    return tuple(found)


def require_some(count: int) -> None:
    """Raise NothingListed unless a list holds 1 to MOST records."""
    if not 1 <= count <= MOST:
        raise NothingListed(most=MOST, count=count)
