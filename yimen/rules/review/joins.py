"""加签、减签、委派、抄送、会诊: who else comes into a round, and who may call them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from ..errors import Kind, RuleBroken
from ..terms import Duty, Mode, Role
from .rounds import settled
from .seats import SIGNING, Place, Seat, deciding, with_all

#: So many seats may be added in one round: more is a meeting, not a signature.
MOST_ADDED = 10
#: So many people get a copy at once.
MOST_COPIES = 20
#: What an added seat is called; the department stands beside it.
ADDED = "加签"


class SeatUnfit(RuleBroken):
    """A seat is added for a signing role of a department on file."""

    code = "review.seat_unfit"
    text = "请选部门和岗位；加签只能请承办人、科室负责人、局领导"
    kind = Kind.INVALID


class AskedAlready(RuleBroken):
    """This department and role are asked at this seat already."""

    code = "review.asked_already"
    text = "这个部门的{role}已经在等着签了"
    kind = Kind.INVALID


class AfterDecision(RuleBroken):
    """After the decision nothing is signed: the deciding seat asks before its own decision."""

    code = "review.after_decision"
    text = "批准环节只能加在自己前面：决定以后不再签意见"
    kind = Kind.INVALID


class TooManyAdded(RuleBroken):
    """A round has room for a few added seats only."""

    code = "review.too_many_added"
    text = "这一轮已经加签 {most} 个，不能再加；需要一起商量请开三堂会诊"


class NotAdded(RuleBroken):
    """A seat that the item names is never dropped."""

    code = "review.not_added"
    text = "事项规定的环节不能减，只能减加签的环节"


class DropNotYours(RuleBroken):
    """An added seat is dropped by whoever added it, or by who decides."""

    code = "review.drop_not_yours"
    text = "只有加签的人和批准环节能减签"
    kind = Kind.FORBIDDEN


class SeatAnswered(RuleBroken):
    """What was signed stays: such a seat is not dropped."""

    code = "review.seat_answered"
    text = "“{name}”已经签了，不能减"


class HelperUnfit(RuleBroken):
    """An opinion is prepared by another official of the same department who did not accept the case."""

    code = "review.helper_unfit"
    text = "只能委派给本部门别的审批人员，受理这件的人除外"
    kind = Kind.INVALID


class CopyUnfit(RuleBroken):
    """A copy goes to officials who sign, not to oneself, to a few at once."""

    code = "review.copy_unfit"
    text = "请填 1 到 {most} 位审批人员的工号，不用抄送自己；不对的：{names}"
    kind = Kind.INVALID


class AlreadySitting(RuleBroken):
    """This round is in a sitting already."""

    code = "review.already_sitting"
    text = "这一轮已经在会诊"


class NobodyToSit(RuleBroken):
    """Only the decision is left: there is nobody to sit with."""

    code = "review.nobody_to_sit"
    text = "只剩批准一个环节，不用会诊"


class NoSitting(RuleBroken):
    """Minutes belong to a sitting."""

    code = "review.no_sitting"
    text = "这一轮没有会诊，不能记纪要"


class MinutesMissing(RuleBroken):
    """Minutes say what was agreed."""

    code = "review.minutes_missing"
    text = "请写会诊纪要：谁说了什么、商定了什么"
    kind = Kind.INVALID


def added(
    seats: Sequence[Seat], host: Seat, place: Place, department: str, role: Role, mode: Mode, now: datetime,
    *, by: str, sitting: bool = False,
) -> tuple[Seat, ...]:  # fmt: skip
    """加签: the round with a seat of this department (credit code) and role at the open seat `host`.

    Before: it signs first, then the host. Beside: both are asked. After: once the host has signed. Raises
    SeatUnfit, AfterDecision, AskedAlready, TooManyAdded.
    """
    if role not in SIGNING or not department:
        raise SeatUnfit()
    if host.order == deciding(seats).order and place is not Place.BEFORE:
        raise AfterDecision()
    asked = [host, *(s for s in seats if s.host == host.order and s.answered_at is None)]
    if any((s.department, s.role) == (department, role) for s in asked):
        raise AskedAlready(role=role.label)
    if sum(s.host is not None for s in seats) >= MOST_ADDED:
        raise TooManyAdded(most=MOST_ADDED)
    order = max(s.order for s in seats) + 1
    seat = Seat(
        order, ADDED, Duty.REVIEW, role, department, host=host.order, place=place, added_by=by
    )  # fmt: skip
    return settled([*seats, seat], mode, now, sitting=sitting)


def dropped(
    seats: Sequence[Seat], order: int, mode: Mode, now: datetime, *, by: str, decides: bool,
    sitting: bool = False,
) -> tuple[Seat, ...]:  # fmt: skip
    """减签: the round without an added seat and what was added at it. `decides`: the actor holds the deciding
    seat. Raises NotAdded, DropNotYours, SeatAnswered."""
    seat = next((s for s in seats if s.order == order), None)
    if seat is None or seat.host is None:
        raise NotAdded()
    if not decides and (not by or seat.added_by != by):
        raise DropNotYours()
    gone = with_all(seats, seat)
    signed = next((s for s in gone if s.answered_at is not None), None)
    if signed is not None:
        raise SeatAnswered(name=signed.name)
    orders = {s.order for s in gone}
    return settled([s for s in seats if s.order not in orders], mode, now, sitting=sitting)


def droppable(seats: Sequence[Seat], *, by: str, decides: bool) -> tuple[Seat, ...]:
    """The added seats that this person may drop."""
    return tuple(
        s for s in seats
        if s.host is not None and (decides or (by and s.added_by == by))
        and all(one.answered_at is None for one in with_all(seats, s))
    )  # fmt: skip


def delegated(
    seats: Sequence[Seat], order: int, helper: str, *, colleagues: Collection[str], by: str, acceptor: str
) -> tuple[Seat, ...]:
    """委派: a colleague prepares the opinion of this seat; it stays its holder's to sign. Raises
    HelperUnfit."""
    if helper not in colleagues or helper in {"", by, acceptor}:
        raise HelperUnfit()
    return tuple(replace(s, helper=helper) if s.order == order else s for s in seats)


def require_copies(staff: Sequence[str], signing: Collection[str], *, by: str) -> tuple[str, ...]:
    """抄送: the numbers, each once. `signing`: those of them who hold a signing post. Raises CopyUnfit."""
    asked = tuple(dict.fromkeys(one.strip() for one in staff if one.strip()))
    wrong = [one for one in asked if one not in signing or one == by]
    if wrong or not 1 <= len(asked) <= MOST_COPIES:
        raise CopyUnfit(most=MOST_COPIES, names="、".join(wrong) or "—")
    return asked


def convened(seats: Sequence[Seat], mode: Mode, now: datetime, *, sitting: bool) -> tuple[Seat, ...]:
    """三堂会诊: the round with all that is still due open at once. Raises AlreadySitting, NobodyToSit."""
    if sitting:
        raise AlreadySitting()
    opened = settled(seats, mode, now, sitting=True)
    if sum(s.is_open for s in opened) < 2:
        raise NobodyToSit()
    return opened


def require_minutes(text: str, *, sitting: bool) -> str:
    """The minutes without blanks around them. Raises NoSitting, MinutesMissing."""
    if not sitting:
        raise NoSitting()
    if not text.strip():
        raise MinutesMissing()
    return text.strip()
