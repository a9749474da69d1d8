"""审查: the seats of a round. A seat is one signature that is due (承办 → 审核 → 批准, across departments).

Seats come from the item (`plan`), or were added in a round by the holder of another one (加签: `host`,
`place`). The last seat of the item (duty 批准) decides: it is not answered by an opinion but by grant or
refuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..errors import Kind, RuleBroken
from ..item import ItemSpec, Step
from ..term import Term
from ..terms import Duty, Mode, Promise, Role, Verdict


class Place(Term):
    """加签的位置: where an added seat signs, seen from the seat that asked for it."""

    BEFORE = "before", "前加签"
    BESIDE = "beside", "并加签"
    AFTER = "after", "后加签"


class NoSeat(RuleBroken):
    """The actor has no open seat in this round."""

    code = "review.no_seat"
    text = "现在没有轮到您签意见"
    kind = Kind.FORBIDDEN


class SeatsWaiting(RuleBroken):
    """A decision was tried while other seats have not answered."""

    code = "review.seats_waiting"
    text = "还有 {count} 个环节没签意见：{names}"


@dataclass(frozen=True)
class Seat:
    """One signature due in one round; `opened_at` None means not yet its turn.

    `order` names the seat within its round, and of the item's own seats tells the sequence. `beside`: how it
    signs with the seat before it, None as the item's mode says. `host`, `place`, `added_by` (staff
    number): of a seat that was added. `helper`: who prepares its opinion (委派). `carried`: answered in
    an earlier round, whose answer stays valid in this one.
    """

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
    beside: Mode | None = None
    host: int | None = None
    place: Place | None = None
    added_by: str = ""
    helper: str = ""
    carried: bool = False

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
#: The roles that may hold a seat.
SIGNING = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})


def plan(spec: ItemSpec) -> tuple[Seat, ...]:
    """The seats of a fresh round for an item, deciding seat last; none of them is open yet.

    Only one seat decides. Where several steps are 批准 (one for each department), the last decides and the
    others sign before it as 审核: nobody whom the item names is left out. A bundle has no seats of its own:
    its members are signed, each by its department.
    """
    if spec.members:
        return ()
    named = tuple(s for s in spec.steps if s.duty in _REVIEWING and s.role in SIGNING)
    if not named:
        named = INSTANT_STEPS if spec.promise_type is Promise.INSTANT else DEFAULT_STEPS
    if not any(s.duty is Duty.APPROVE for s in named):
        named = (*named, DEFAULT_STEPS[-1])
    at = max(i for i, s in enumerate(named) if s.duty is Duty.APPROVE)
    before = [replace(s, duty=Duty.REVIEW) if s.duty is Duty.APPROVE else s for s in named]
    deciding = named[at]
    del before[at]
    return tuple(
        Seat(
            i, s.name, s.duty, s.role, s.department or spec.department, s.days,
            beside=s.beside if s.beside is not Mode.SERIAL and s is not deciding else None,
        )
        for i, s in enumerate([*before, deciding])
    )  # fmt: skip


def planned(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """The seats that the item names, in its order; the last one decides."""
    return tuple(sorted((s for s in seats if s.host is None), key=lambda s: s.order))


def deciding(seats: Iterable[Seat]) -> Seat:
    """The seat that decides."""
    return planned(seats)[-1]


def hung_on(seats: Iterable[Seat], host: Seat, place: Place | None = None) -> tuple[Seat, ...]:
    """The seats added at this one (in one place, or all of them)."""
    return tuple(s for s in seats if s.host == host.order and place in {None, s.place})


def with_all(seats: Sequence[Seat], seat: Seat) -> tuple[Seat, ...]:
    """A seat and everything that hangs on it, directly or not."""
    return (seat, *(one for sub in hung_on(seats, seat) for one in with_all(seats, sub)))


def arranged(seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """The seats as people read them: those added before, the seat, those beside, those after."""
    return tuple(one for seat in planned(seats) for one in _around(seats, seat))


def _around(seats: Sequence[Seat], seat: Seat) -> tuple[Seat, ...]:
    parts = {p: [one for s in hung_on(seats, seat, p) for one in _around(seats, s)] for p in Place}
    return (*parts[Place.BEFORE], seat, *parts[Place.BESIDE], *parts[Place.AFTER])
