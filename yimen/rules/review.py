"""审查: rounds of seats. A seat is one signature that is due (承办 → 审核 → 批准, across departments).

Serial: the next seat opens when the one before it agrees. All: every seat is open at once, all must answer.
Any: the first answer closes the round. A return opens a **new** round and keeps the old one as it was.
The last seat of an item (duty 批准) decides: it is not answered by `opinion` but by grant or refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .errors import Kind, RuleBroken
from .item import ItemSpec, Step
from .terms import Duty, Mode, Promise, Role, Verdict


class NoSeat(RuleBroken):
    """The actor has no open seat in this round."""

    code = "review.no_seat"
    text = "现在没有轮到您签意见"
    kind = Kind.FORBIDDEN


class SeatsWaiting(RuleBroken):
    """A decision was tried while other seats have not answered."""

    code = "review.seats_waiting"
    text = "还有 {count} 个环节没签意见：{names}"


class NothingToSendBack(RuleBroken):
    """There is no earlier step to send the case back to."""

    code = "review.nothing_to_send_back"
    text = "前面没有可以退回的环节"


@dataclass(frozen=True)
class Seat:
    """One signature due in one round. `order` counts from 0; `opened_at` None means not yet its turn."""

    order: int
    name: str
    duty: Duty
    role: Role
    department: str
    days: int = 0
    opened_at: datetime | None = None
    verdict: Verdict | None = None
    answered_at: datetime | None = None
    staff: str = ""

    @property
    def is_open(self) -> bool:
        """Whether this seat is waiting for its holder now."""
        return self.opened_at is not None and self.answered_at is None


#: Who signs when an item names no steps of its own: the four-step flow (咸宁 XN5: 受理、审核、批准、发证).
DEFAULT_STEPS = (
    Step("承办", Duty.REVIEW, Role.OFFICER),
    Step("审核", Duty.REVIEW, Role.HEAD),
    Step("批准", Duty.APPROVE, Role.DIRECTOR),
)
#: 即办件 without steps of its own: one officer decides on the spot (二道 ED5).
INSTANT_STEPS = (Step("办理", Duty.APPROVE, Role.OFFICER),)
_REVIEWING = frozenset({Duty.REVIEW, Duty.SURVEY, Duty.APPROVE})
_SIGNING = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})


def plan(spec: ItemSpec) -> tuple[Seat, ...]:
    """The seats of a fresh round for an item, deciding seat last; none of them is open yet.

    Only one seat decides. Where several steps are 批准 (one for each department), the last decides and the
    others sign before it as 审核: nobody whom the item names is left out. A bundle has no seats of its own:
    its members are signed, each by its department.
    """
    if spec.members:
        return ()
    named = tuple(s for s in spec.steps if s.duty in _REVIEWING and s.role in _SIGNING)
    if not named:
        named = INSTANT_STEPS if spec.promise_type is Promise.INSTANT else DEFAULT_STEPS
    if not any(s.duty is Duty.APPROVE for s in named):
        named = (*named, DEFAULT_STEPS[-1])
    at = max(i for i, s in enumerate(named) if s.duty is Duty.APPROVE)
    before = [replace(s, duty=Duty.REVIEW) if s.duty is Duty.APPROVE else s for s in named]
    deciding = named[at]
    del before[at]
    return tuple(
        Seat(i, s.name, s.duty, s.role, s.department or spec.department, s.days)
        for i, s in enumerate([*before, deciding])
    )


def opened(seats: Sequence[Seat], mode: Mode, now: datetime, *, start: int = 0) -> tuple[Seat, ...]:
    """A round with its first seat (serial) or all but the deciding one (all, any) open from `start`."""
    last = len(seats) - 1
    wide = mode is not Mode.SERIAL and start < last
    return tuple(
        replace(s, opened_at=now) if (s.order == start or (wide and start <= s.order < last)) else s
        for s in seats
    )


def answer(
    seats: Sequence[Seat], order: int, verdict: Verdict, mode: Mode, now: datetime, *, staff: str = ""
) -> tuple[Seat, ...]:
    """The round after seat `order` has answered; opens what comes next. Raises NoSeat.

    A 不同意 does not stop the others: it is an opinion, the deciding seat weighs it.
    """
    seat = next((s for s in seats if s.order == order), None)
    if seat is None or not seat.is_open or seat.order == seats[-1].order:
        raise NoSeat()
    given = replace(seat, verdict=verdict, answered_at=now, staff=staff)
    done = [given if s.order == order else s for s in seats]
    return _open_next(done, mode, now)


def _open_next(seats: Sequence[Seat], mode: Mode, now: datetime) -> tuple[Seat, ...]:
    last = seats[-1]
    before = [s for s in seats if s.order != last.order]
    if mode is Mode.SERIAL:
        nxt = next((s for s in seats if s.answered_at is None), None)
    elif mode is Mode.ANY:
        nxt = last if any(s.answered_at for s in before) else None
    else:
        nxt = last if all(s.answered_at for s in before) else None
    if nxt is None or nxt.opened_at is not None:
        return tuple(seats)
    closed = [
        replace(s, opened_at=None) if nxt is last and mode is Mode.ANY and s.is_open else s for s in seats
    ]
    return tuple(replace(s, opened_at=now) if s.order == nxt.order else s for s in closed)


def ready_to_decide(seats: Sequence[Seat]) -> None:
    """Raise SeatsWaiting unless the deciding seat is open."""
    last = seats[-1]
    if not last.is_open:
        waiting = [s for s in seats[:-1] if s.answered_at is None]
        raise SeatsWaiting(count=len(waiting), names="、".join(s.name for s in waiting))


def sent_back(seats: Sequence[Seat], mode: Mode, now: datetime, *, to: int | None = None) -> tuple[Seat, ...]:
    """A new round after a return: starts again at `to` (default: the step before the open one).

    Seats that sign side by side (all, any) are one step: only the deciding seat can send back, by default to
    all of them. Answers of earlier steps stay valid and are carried over as answered; the old round is not
    touched. Raises NothingToSendBack.
    """
    at = next((s.order for s in seats if s.is_open), None)
    wide = mode is not Mode.SERIAL
    if not at or (wide and at != seats[-1].order) or (to is not None and not 0 <= to < at):
        raise NothingToSendBack()
    start = (0 if wide else at - 1) if to is None else to
    fresh = [
        s if s.order < start else replace(s, opened_at=None, verdict=None, answered_at=None, staff="")
        for s in seats
    ]
    return opened(fresh, mode, now, start=start)
