"""Who is called next: first come, first served, with a fair green lane, appointments and the requeued.

Within one class of numbers, from the front:

- booked visitors whose time has come and who checked in by it, in the order of their times;
- then those who were passed over and have let `BEHIND` others go by;
- then by arrival, but the green lane may overtake: after one that overtook, `SHARE` ordinary ones go first.

So among ordinary visitors at most one in four calls is an overtaking one, and nobody in the green lane waits
longer than by arrival (`domain.md` §6: 1:3 interleave, appointment ±10 minutes, requeue after 3). Between the
classes that a window serves, that class goes first whose first one has waited longest. A transferred visitor
keeps the arrival, so is near the front of the other queue.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ..booking_terms import TOLERANCE
from .terms import Lane

#: Ordinary calls between two of the green lane that overtake.
SHARE = 3
#: Calls of the same class that go before one who was passed over and came back.
BEHIND = 3


@dataclass(frozen=True)
class InLine:
    """One waiting visitor. `arrived` is kept through transfers; `slot` only of who booked and was in time.

    `after`: the count of calls of the class from which one who was passed over comes again; 0 for the others.
    `window`: only that window may call, "" for any that serves the class.
    """

    number: str
    letter: str
    arrived: datetime
    lane: Lane = Lane.ORDINARY
    slot: datetime | None = None
    after: int = 0
    window: str = ""


@dataclass(frozen=True)
class Turn:
    """Where a class stands: calls so far today, and ordinary ones since the green lane last overtook."""

    calls: int = 0
    since_green: int = SHARE


@dataclass(frozen=True)
class Post:
    """The window that calls: its name and the letters of the classes it serves."""

    name: str
    letters: frozenset[str]

    def may_call(self, one: InLine) -> bool:
        """Whether this visitor is for this window."""
        return one.letter in self.letters and one.window in {"", self.name}


def slot_kept(arrived: datetime, slot: datetime) -> datetime | None:
    """The time that stands on a number: none for who checked in late, who waits with all others."""
    return slot if arrived <= slot + TOLERANCE else None


def is_due(one: InLine, now: datetime) -> bool:
    """Whether an appointment gives precedence now: its time is near or past, and check-in was not late."""
    if one.lane is not Lane.BOOKED or one.slot is None:
        return False
    return one.arrived <= one.slot + TOLERANCE and one.slot - TOLERANCE <= now


def is_early(one: InLine, now: datetime) -> bool:
    """Checked in, but the time is still far: called only when nobody else waits."""
    return one.lane is Lane.BOOKED and one.slot is not None and now < one.slot - TOLERANCE


def _by_arrival(one: InLine) -> tuple[datetime, str]:
    return one.arrived, one.number


def _by_slot(one: InLine) -> tuple[datetime, datetime, str]:
    return one.slot or one.arrived, one.arrived, one.number


class _Line:
    """The lanes of one class while they are emptied, one call after another."""

    def __init__(self, waiting: Iterable[InLine], turn: Turn, now: datetime) -> None:
        everyone = list(waiting)
        self.turn = turn
        self.booked = deque(sorted((o for o in everyone if is_due(o, now)), key=_by_slot))
        self.early = deque(sorted((o for o in everyone if is_early(o, now)), key=_by_slot))
        rest = [o for o in everyone if not is_due(o, now) and not is_early(o, now)]
        self.again = deque(sorted((o for o in rest if o.after), key=lambda o: (o.after, o.number)))
        fresh = sorted((o for o in rest if not o.after), key=_by_arrival)
        self.green = deque(o for o in fresh if o.lane is Lane.GREEN)
        self.plain = deque(o for o in fresh if o.lane is not Lane.GREEN)

    def pop(self) -> InLine | None:
        """The next one; None when the line is empty."""
        lane = self._lane()
        if lane is None:
            return None
        overtakes = lane is self.green and bool(self.plain) and self.plain[0].arrived < self.green[0].arrived
        self.turn = replace(self.turn, calls=self.turn.calls + 1)
        if overtakes:
            self.turn = replace(self.turn, since_green=0)
        elif lane is self.plain:
            self.turn = replace(self.turn, since_green=min(self.turn.since_green + 1, SHARE))
        return lane.popleft()

    def _lane(self) -> deque[InLine] | None:
        if self.booked:
            return self.booked
        if self.again and self.again[0].after <= self.turn.calls:
            return self.again
        if self.green and (not self.plain or self._green_first()):
            return self.green
        return next((lane for lane in (self.plain, self.again, self.early) if lane), None)

    def _green_first(self) -> bool:
        in_turn = _by_arrival(self.green[0]) < _by_arrival(self.plain[0])
        return in_turn or self.turn.since_green >= SHARE


def in_order(waiting: Iterable[InLine], turn: Turn, now: datetime) -> list[InLine]:
    """All waiting of one class in the order in which they will be called if nobody else comes."""
    line, out = _Line(waiting, turn, now), []
    while (one := line.pop()) is not None:
        out.append(one)
    return out


def next_of(waiting: Iterable[InLine], turn: Turn, now: datetime) -> tuple[InLine, Turn] | None:
    """Who of one class comes next, and where the class stands after that call; None where nobody waits."""
    line = _Line(waiting, turn, now)
    one = line.pop()
    return None if one is None else (one, line.turn)


def next_for(
    post: Post, waiting: Collection[InLine], turns: Mapping[str, Turn], now: datetime
) -> tuple[InLine, Turn] | None:
    """Whom this window calls next over all classes that it serves, and where that class stands then.

    An appointment whose time has come goes before; else the class whose first one has waited longest.
    """
    found = []
    for letter in sorted(post.letters):
        mine = [one for one in waiting if one.letter == letter and post.may_call(one)]
        chosen = next_of(mine, turns.get(letter, Turn()), now)
        if chosen is not None:
            oldest = min(mine, key=_by_arrival)
            early = is_early(chosen[0], now)
            found.append(((early, not is_due(chosen[0], now), _by_arrival(oldest)), chosen))
    return min(found, key=lambda one: one[0])[1] if found else None


def calls_of(
    post: Post, waiting: Collection[InLine], turns: Mapping[str, Turn], now: datetime, most: int
) -> list[InLine]:
    """The next `most` whom this window calls, if nobody else comes and no other window calls."""
    left, stand = list(waiting), dict(turns)
    out: list[InLine] = []
    while len(out) < most and (found := next_for(post, left, stand, now)) is not None:
        one, stand[found[0].letter] = found
        left.remove(one)
        out.append(one)
    return out


def ahead_of(number: str, waiting: Iterable[InLine], turn: Turn, now: datetime) -> int:
    """How many of one class are called before this number; 0 where it does not wait."""
    called = [one.number for one in in_order(waiting, turn, now)]
    return called.index(number) if number in called else 0
