"""One day at a hall, visitor by visitor: who comes when, who is called, served, sent on, who gives up.

A simulation of events with queues and windows, without a database: what it tells is as a day is lived by the
acts of the hall (a window has one visitor, numbers have no gaps, times are intervals), so that its sums can
be held against the same rules. Times are seconds since midnight, Asia/Shanghai.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from yimen.rules.queueing.order import BEHIND
from yimen.rules.queueing.terms import GreenReason, Lane, TicketSource, TicketState
from yimen.rules.queueing.terms import TicketEvent as Event

#: Seconds: on the way to the window; between two calls; how long windows go on after a session to clear it.
_WALK, _AGAIN, _OVERTIME = (12, 55), 60, 15 * 60
#: How people come over a session, by quarters: early rush, then less.
_RUSH = ((0.42, 0.28, 0.19, 0.11), (0.33, 0.3, 0.24, 0.13))
#: Shares: who does not come when called; is sent on; steps away; belongs in the green lane.
_MISSING, _SENT, _AWAY, _GREEN = 0.022, 0.03, 0.03, 0.03
#: Patience in seconds: at least, and on average beyond.
_PATIENCE = (12 * 60, 70 * 60)
_STEP_AWAY = (120, 420)


@dataclass(frozen=True)
class Desk:
    """A window that is manned on this day and the queue (letter) that it serves."""

    number: str
    letter: str


@dataclass(frozen=True)
class Day:
    """What a day is made of. `sessions` in seconds; `coming`: letter → expected visitors; `minutes`: letter →
    mean service; `booked`: share with an appointment."""

    sessions: tuple[tuple[int, int], ...]
    desks: tuple[Desk, ...]
    coming: Mapping[str, float]
    minutes: Mapping[str, float]
    booked: float = 0.0


@dataclass
class Visit:
    """One number. `told`: (second, event, window) in order; `letter` gave it, `waits` calls it at the end."""

    letter: str
    arrived: int
    lane: Lane = Lane.ORDINARY
    green: str = ""
    slot: int | None = None
    source: TicketSource = TicketSource.KIOSK
    waits: str = ""
    window: str = ""
    state: TicketState = TicketState.WAITING
    seq: int = 0
    calls: int = 0
    after: int = 0
    patience: int = 0
    told: list[tuple[int, Event, str]] = field(default_factory=list)


def day(facts: Day, rng: random.Random) -> list[Visit]:
    """The visits of one day in the order of their numbers; all of them are over at its end."""
    return _Hall(facts, rng).live()


def _arrivals(facts: Day, letters: Container[str], rng: random.Random) -> list[Visit]:
    made = [one for letter, mean in facts.coming.items() if letter in letters
            for one in _of_line(facts, letter, mean, rng)]  # fmt: skip
    made.sort(key=lambda one: one.arrived)
    counts: dict[str, int] = {}
    for one in made:
        one.seq = counts[one.letter] = counts.get(one.letter, 0) + 1
    return made


def _of_line(facts: Day, letter: str, mean: float, rng: random.Random) -> list[Visit]:
    count = max(0, round(rng.gauss(mean, mean**0.5)))
    return [_visit(letter, _moment(facts, rng), facts.booked, rng) for _ in range(count)]


def _moment(facts: Day, rng: random.Random) -> int:
    lengths = [end - start for start, end in facts.sessions]
    place = rng.choices(range(len(lengths)), [lengths[0] * 1.25, *lengths[1:]])[0]
    start, length = facts.sessions[place][0], lengths[place] - 15 * 60
    quarter = rng.choices(range(4), _RUSH[min(place, 1)])[0]
    return start + int(length * (quarter + rng.random()) / 4)


def _visit(letter: str, at: int, booked: float, rng: random.Random) -> Visit:
    least, beyond = _PATIENCE
    one = Visit(letter, at, waits=letter, patience=least + int(rng.expovariate(1 / beyond)))
    if rng.random() < booked:
        one.lane, one.source = Lane.BOOKED, TicketSource.BOOKING
        one.slot = at + rng.randint(-5, 9) * 60
        one.slot -= one.slot % 1800 if one.slot % 1800 < 600 else one.slot % 1800 - 1800
    elif rng.random() < _GREEN:
        one.lane, one.source = Lane.GREEN, TicketSource.RECEPTION
        one.green = str(rng.choices(list(GreenReason)[:5], (6, 2, 1, 2, 1))[0])
    else:
        one.source = rng.choices((TicketSource.KIOSK, TicketSource.PHONE), (7, 3))[0]
    return one


class _Hall:
    """The state of a day while it runs."""

    def __init__(self, facts: Day, rng: random.Random) -> None:
        self.facts, self.rng = facts, rng
        self.queue: list[tuple[int, int, str, Visit | None, str]] = []
        self.waiting: dict[str, list[Visit]] = {one.letter: [] for one in facts.desks}
        self.free: dict[str, list[str]] = {letter: [] for letter in self.waiting}
        self.calls = dict.fromkeys(self.waiting, 0)
        self.letter = {one.number: one.letter for one in facts.desks}
        self.order = 0

    def live(self) -> list[Visit]:
        """Let the day run from the first visitor to the last window."""
        visits = _arrivals(self.facts, self.waiting, self.rng)
        for one in visits:
            self._plan(one.arrived, "comes", one)
        for number in self.letter:
            self._plan(self.facts.sessions[0][0], "free", None, number)
        for start, _ in self.facts.sessions[1:]:
            self._plan(start, "again", None)
        while self.queue:
            at, _, what, visit, window = heapq.heappop(self.queue)
            getattr(self, f"_{what}")(at, visit, window)
        for one in visits:
            self._send_home(one)
        return visits

    def _plan(self, at: int, what: str, visit: Visit | None, window: str = "") -> None:
        self.order += 1
        heapq.heappush(self.queue, (at, self.order, what, visit, window))

    def _comes(self, at: int, visit: Visit, window: str) -> None:
        visit.told.append((at, Event.TAKEN, ""))
        self._stand(at, visit)

    def _stand(self, at: int, visit: Visit) -> None:
        visit.state = TicketState.WAITING
        self.waiting[visit.waits].append(visit)
        self._call(at, visit.waits)

    def _free(self, at: int, visit: None, window: str) -> None:
        self.free[self.letter[window]].append(window)
        self._call(at, self.letter[window])

    def _again(self, at: int, visit: None, window: str) -> None:
        for letter in self.free:
            self._call(at, letter)

    def _works(self, at: int) -> bool:
        return any(start <= at < end + _OVERTIME for start, end in self.facts.sessions)

    def _call(self, at: int, letter: str) -> None:
        """Free windows call whoever is next, while they work."""
        while self.free[letter] and self._works(at) and (visit := self._next(at, letter)):
            window = self.free[letter].pop(0)
            self.calls[letter] += 1
            visit.window, visit.state, visit.calls = window, TicketState.CALLED, 1
            visit.told.append((at + 2, Event.CALLED, window))
            self._plan(at + 2 + self.rng.randint(*_WALK), "stands", visit, window)

    def _next(self, at: int, letter: str) -> Visit | None:
        """By arrival; whose appointed time has come first, then the green lane at every fourth call."""
        for one in [one for one in self.waiting[letter] if one.arrived + one.patience <= at]:
            self._gives_up(one)
        fit = [one for one in self.waiting[letter] if one.after <= self.calls[letter]]
        if not (fit or self.waiting[letter]):
            return None
        found = min(fit or self.waiting[letter], key=lambda one: (self._rank(one, at, letter), one.arrived))
        self.waiting[letter].remove(found)
        return found

    def _rank(self, one: Visit, at: int, letter: str) -> int:
        if one.slot is not None and one.slot <= at:
            return 0
        return 1 if one.after or (one.lane is Lane.GREEN and self.calls[letter] % 4 == 0) else 2

    def _gives_up(self, one: Visit) -> None:
        self.waiting[one.waits].remove(one)
        since = one.told[-1][0]
        one.state, one.window = TicketState.LEFT, ""
        one.told.append((max(since + 60, one.arrived + one.patience), Event.LEFT, ""))

    def _stands(self, at: int, visit: Visit, window: str) -> None:
        """Comes to the window, or does not: then three calls, and the next one."""
        if self.rng.random() < _MISSING:
            self._misses(at, visit, window)
            return
        visit.state = TicketState.SERVING
        visit.told.append((at, Event.STARTED, window))
        length = self._length(visit)
        if self.rng.random() < _SENT and len(self.waiting) > 1 and visit.waits == visit.letter:
            self._plan(at + max(60, length // 4), "sent", visit, window)
        elif self.rng.random() < _AWAY and length > 240:
            self._plan(at + length // 2, "away", visit, window)
        else:
            self._plan(at + length, "done", visit, window)

    def _length(self, visit: Visit) -> int:
        mean = self.facts.minutes[visit.waits] * 60
        return max(75, int(mean * self.rng.lognormvariate(-0.125, 0.5)))

    def _misses(self, at: int, visit: Visit, window: str) -> None:
        for n in (1, 2):
            visit.told.append((at + _AGAIN * n, Event.RECALLED, window))
        over = at + _AGAIN * 3
        visit.told.append((over, Event.MISSED, window))
        visit.state, visit.window, visit.calls = TicketState.MISSED, "", 3
        self._plan(over + 3, "free", None, window)
        if self.rng.random() < 0.5:
            self._plan(over + self.rng.randint(120, 900), "back", visit)

    def _back(self, at: int, visit: Visit, window: str) -> None:
        if not self._works(at):
            return
        visit.told.append((at, Event.REQUEUED, ""))
        visit.after, visit.calls = self.calls[visit.waits] + BEHIND, 0
        visit.patience += at - visit.arrived
        self._stand(at, visit)

    def _sent(self, at: int, visit: Visit, window: str) -> None:
        visit.told.append((at, Event.TRANSFERRED, window))
        visit.waits = self.rng.choice([one for one in self.waiting if one != visit.letter])
        visit.window, visit.calls = "", 0
        visit.patience += at - visit.arrived
        self._plan(at + 5, "free", None, window)
        self._stand(at, visit)

    def _away(self, at: int, visit: Visit, window: str) -> None:
        back = at + self.rng.randint(*_STEP_AWAY)
        visit.told += [(at, Event.HELD, window), (back, Event.RESUMED, window)]
        self._plan(back + max(60, self._length(visit) // 3), "done", visit, window)

    def _done(self, at: int, visit: Visit, window: str) -> None:
        visit.told.append((at, Event.FINISHED, window))
        visit.state = TicketState.DONE
        self._plan(at + self.rng.randint(4, 40), "free", None, window)

    def _send_home(self, visit: Visit) -> None:
        """Whoever waits when the last window has stopped, or never came back: void at the end of the day."""
        if visit.state not in {TicketState.WAITING, TicketState.MISSED}:
            return
        end = self.facts.sessions[-1][1] + _OVERTIME
        left = visit.arrived + visit.patience
        if visit.state is TicketState.WAITING and visit.told[-1][0] + 60 < left < end:
            visit.state = TicketState.LEFT
            visit.told.append((left, Event.LEFT, ""))
            return
        visit.state = TicketState.CLOSED
        visit.told.append((max(end, visit.told[-1][0] + 60), Event.CLOSED, ""))


def sessions_of(minutes: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Sessions in minutes since midnight as seconds."""
    return tuple((start * 60, end * 60) for start, end in minutes)
