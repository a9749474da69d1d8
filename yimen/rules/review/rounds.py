"""审查: rounds of seats. Whose turn it is follows from what was answered, so that whatever was returned,
taken back, added or dropped, the right seats are open and nothing is stuck.

The item's seats are signed group by group. Serial: each is a group of its own. All, any: seats beside
each other are one group, which is done when all have answered, or the first one. The deciding seat is
always alone and last. A seat is done when it has answered and so has whatever was added at it. A return
opens a **new** round and keeps the old one as it was. 三堂会诊 (`sitting`): all seats that are still due
are open at once, the deciding one too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..errors import RuleBroken
from ..terms import Mode, Verdict
from .seats import NoSeat, Place, Seat, SeatsWaiting, deciding, hung_on, planned, with_all

Group = tuple[Seat, ...]


class NothingToSendBack(RuleBroken):
    """There is no earlier step to send the case back to."""

    code = "review.nothing_to_send_back"
    text = "前面没有可以退回的环节"


class NothingToTakeBack(RuleBroken):
    """The actor has signed nothing in this round."""

    code = "review.nothing_to_take_back"
    text = "这一轮没有您签过、能撤回的意见"


class ActedAfter(RuleBroken):
    """Somebody after the actor has signed already: the opinion stands."""

    code = "review.acted_after"
    text = "后面的“{name}”已经签了，不能撤回；要改请后面的环节退回"


def groups(seats: Sequence[Seat], mode: Mode) -> tuple[Group, ...]:
    """The item's seats as they sign: one after the other, or several at once; the deciding one last."""
    own = planned(seats)
    made: list[list[Seat]] = []
    for seat in own:
        if made and seat is not own[-1] and (seat.beside or mode) is not Mode.SERIAL:
            made[-1].append(seat)
        else:
            made.append([seat])
    return tuple(tuple(one) for one in made)


def way_of(group: Group, mode: Mode) -> Mode:
    """How a group answers. Where 会签 and 或签 are mixed, all must sign: nobody is passed over."""
    ways = {seat.beside or mode for seat in group[1:]}
    if not ways:
        return Mode.SERIAL
    return Mode.ANY if ways == {Mode.ANY} else Mode.ALL


def _done(seats: Sequence[Seat], seat: Seat) -> bool:
    return all(one.answered_at is not None for one in with_all(seats, seat))


def _finished(seats: Sequence[Seat], group: Group, mode: Mode) -> bool:
    enough = any if way_of(group, mode) is Mode.ANY else all
    return enough(_done(seats, seat) for seat in group)


def _turn(seats: Sequence[Seat], seat: Seat) -> list[Seat]:
    """Who is to sign now of a seat and what was added at it: those before, then it with those beside it, then
    those after."""
    first = [one for s in hung_on(seats, seat, Place.BEFORE) for one in _turn(seats, s)]
    if first and seat.answered_at is None:
        return first
    side = [one for s in hung_on(seats, seat, Place.BESIDE) for one in _turn(seats, s)]
    if seat.answered_at is None:
        return [seat, *side]
    return [*side, *(one for s in hung_on(seats, seat, Place.AFTER) for one in _turn(seats, s))]


def _due(seats: Sequence[Seat], mode: Mode, *, sitting: bool) -> frozenset[int]:
    """The orders of the seats that are to be open."""
    left = [group for group in groups(seats, mode) if not _finished(seats, group, mode)]
    if sitting:
        asked = [one for group in left for seat in group for one in with_all(seats, seat)]
    else:
        asked = [one for group in left[:1] for seat in group for one in _turn(seats, seat)]
    return frozenset(one.order for one in asked if one.answered_at is None)


def settled(seats: Sequence[Seat], mode: Mode, now: datetime, *, sitting: bool = False) -> tuple[Seat, ...]:
    """The round with exactly those seats open whose turn it is; who was asked already keeps the moment."""
    due = _due(seats, mode, sitting=sitting)
    return tuple(
        s if s.answered_at is not None
        else replace(s, opened_at=(s.opened_at or now) if s.order in due else None)
        for s in seats
    )  # fmt: skip


def opened(seats: Sequence[Seat], mode: Mode, now: datetime) -> tuple[Seat, ...]:
    """A fresh round: its first group is open."""
    return settled(seats, mode, now)


def answer(
    seats: Sequence[Seat], order: int, verdict: Verdict, mode: Mode, now: datetime, *, staff: str = "",
    sitting: bool = False,
) -> tuple[Seat, ...]:  # fmt: skip
    """The round after seat `order` has answered; opens what comes next. Raises NoSeat.

    A 不同意 does not stop the others: it is an opinion, the deciding seat weighs it.
    """
    seat = next((s for s in seats if s.order == order), None)
    if seat is None or not seat.is_open or seat.order == deciding(seats).order:
        raise NoSeat()
    given = replace(seat, verdict=verdict, answered_at=now, staff=staff)
    return settled([given if s.order == order else s for s in seats], mode, now, sitting=sitting)


def ready_to_decide(seats: Sequence[Seat], reason: str = "") -> tuple[Seat, ...]:
    """Raise SeatsWaiting unless the deciding seat is open; those who are still to sign, in a sitting.

    In a sitting the deciding seat is open with the others: it waits for them, or says why it does not
    (`reason`). That goes for its own department: what another one has to say is nobody else's to leave out.
    """
    last = deciding(seats)
    others = [s for s in seats if s.order != last.order]
    waiting = tuple(s for s in others if (s.is_open if last.is_open else s.answered_at is None))
    bound = tuple(s for s in waiting if s.department != last.department)
    missed = (bound if reason.strip() else waiting) if last.is_open else waiting
    if missed or not last.is_open:
        raise SeatsWaiting(count=len(missed), names="、".join(s.name for s in missed))
    return waiting


def earlier(seats: Sequence[Seat], mode: Mode, at: int) -> tuple[Seat, ...]:
    """The steps that the holder of seat `at` may send the case back to, in their order."""
    seat = next(s for s in seats if s.order == at)
    if seat.host is not None:
        return ()
    before: list[Seat] = []
    for group in groups(seats, mode):
        if any(one.order == at for one in group):
            return tuple(before)
        before += group
    return ()


def sent_back(
    seats: Sequence[Seat], mode: Mode, now: datetime, *, to: int | None = None, at: int | None = None
) -> tuple[Seat, ...]:
    """A new round after a return by seat `at` (default: the open one); the round returned from is not
    touched.

    Back to step `to`, or to all of the group before. That step and all later ones sign again; of a 会签 group
    the others keep their answers, a 或签 group is asked anew. Answers of steps before stay valid and are
    carried over. What was added (加签) at a step that signs again was for the old round. Raises
    NothingToSendBack.
    """
    at = next((s.order for s in seats if s.is_open), None) if at is None else at
    reach = earlier(seats, mode, at) if at is not None else ()
    if not reach or (to is not None and to not in {s.order for s in reach}):
        raise NothingToSendBack()
    again = _again(groups(seats, mode), mode, reach[-1].order if to is None else to, whole=to is None)
    kept = [s for s in seats if s.host is None or _stays(seats, s, again)]
    return settled([_fresh(s, again) for s in kept], mode, now)


def _again(all_groups: Sequence[Group], mode: Mode, to: int, *, whole: bool) -> frozenset[int]:
    """The orders of the item's seats that sign again."""
    place = next(i for i, group in enumerate(all_groups) if any(s.order == to for s in group))
    target = all_groups[place]
    alone = not whole and way_of(target, mode) is not Mode.ANY
    first = {to} if alone else {s.order for s in target}
    return frozenset(first | {s.order for group in all_groups[place + 1 :] for s in group})


def _stays(seats: Sequence[Seat], seat: Seat, again: frozenset[int]) -> bool:
    """Whether what was signed here stands: neither it nor any seat at which it hangs signs again."""
    if seat.host is None:
        return seat.order not in again
    host = next(s for s in seats if s.order == seat.host)
    return seat.answered_at is not None and _stays(seats, host, again)


def _fresh(seat: Seat, again: frozenset[int]) -> Seat:
    if seat.answered_at is not None and seat.order not in again:
        return replace(seat, carried=True)
    return replace(seat, opened_at=None, verdict=None, answered_at=None, staff="", helper="", carried=False)


def taken_back(
    seats: Sequence[Seat], staff: str, mode: Mode, now: datetime, *, sitting: bool = False
) -> tuple[tuple[Seat, ...], Seat]:
    """撤回: the round without the last opinion of this person, who may sign anew; and the seat it was
    given at.

    Only while nobody after has signed. Raises NothingToTakeBack, ActedAfter.
    """
    mine = [s for s in seats if s.answered_at is not None and s.staff == staff and not s.carried]
    if not staff or not mine:
        raise NothingToTakeBack()
    seat = max(mine, key=lambda s: (s.answered_at or now, s.order))
    after = next((s for s in _after(seats, seat, mode) if s.answered_at is not None), None)
    if after is not None:
        raise ActedAfter(name=after.name)
    bare = replace(seat, opened_at=None, verdict=None, answered_at=None)
    left = [bare if s.order == seat.order else s for s in seats]
    return settled(left, mode, now, sitting=sitting), seat


def _after(seats: Sequence[Seat], seat: Seat, mode: Mode) -> list[Seat]:
    """All seats that are asked only once this one has answered."""
    found = [one for s in hung_on(seats, seat, Place.AFTER) for one in with_all(seats, s)]
    if seat.host is not None:
        host = next(s for s in seats if s.order == seat.host)
        own = [host] if seat.place is Place.BEFORE else []
        return found + own + _after(seats, host, mode)
    all_groups = groups(seats, mode)
    place = next(i for i, group in enumerate(all_groups) if any(s.order == seat.order for s in group))
    later = [s for group in all_groups[place + 1 :] for s in group]
    return found + [one for s in later for one in with_all(seats, s)]
