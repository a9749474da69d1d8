"""What must hold of a whole day in a hall, told by the trail alone: each check answers with what is wrong.

The order of calls is worked out anew here from the words of `domain.md` §6, not by `rules.queueing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from yimen.rules.queueing.terms import TicketEvent as E

ENDS = {E.FINISHED, E.LEFT, E.CLOSED}
#: The visitor leaves the window with these.
FREES = {E.FINISHED, E.HELD, E.MISSED, E.TRANSFERRED, E.PUT_BACK}
WAITS = {E.TAKEN, E.REQUEUED, E.TRANSFERRED, E.PUT_BACK}
SERVES = {E.STARTED, E.RESUMED}
TOLERANCE = timedelta(minutes=10)
SHARE = BEHIND = 3


@dataclass(frozen=True)
class Step:
    """One event of a number. `window`: whose act it was; `line`: where a transfer sent it."""

    ticket: int
    kind: str
    at: datetime
    window: str = ""
    line: str = ""


@dataclass(frozen=True)
class Held:
    """What is kept of a number beside its trail. `waited`, `served`: seconds, None where not measured."""

    id: int
    number: str
    line: str
    seq: int
    lane: str = "ordinary"
    slot: datetime | None = None
    waited: int | None = None
    served: int | None = None


@dataclass
class Day:
    """All of one day, events in the order in which they were written; `given`: numbers of each queue."""

    steps: list[Step]
    held: dict[int, Held]
    given: dict[str, int] = field(default_factory=dict)

    def of(self) -> dict[int, list[Step]]:
        """The events of each number."""
        found: dict[int, list[Step]] = defaultdict(list)
        for one in self.steps:
            found[one.ticket].append(one)
        return found


def lost(day: Day) -> list[str]:
    """Everybody took a number and came to an end: served, left, or told that the hall closed."""
    wrong = [f"{one.number} has no record" for pk, one in day.held.items() if pk not in day.of()]
    for pk, steps in day.of().items():
        kinds = [one.kind for one in steps]
        if kinds[0] != E.TAKEN or kinds[-1] not in ENDS:
            wrong.append(f"{day.held[pk].number} is lost: {kinds}")
    return wrong


def twice(day: Day) -> list[str]:
    """Nobody is served after the end, and no window has two visitors at once."""
    wrong: list[str] = []
    for pk, steps in day.of().items():
        if sum(one.kind in ENDS for one in steps) > 1:
            wrong.append(f"{day.held[pk].number} ended twice")
    at: dict[str, int] = {}
    for one in day.steps:
        if one.kind in {E.CALLED, E.RESUMED}:
            if one.window in at:
                wrong.append(f"{one.window} has two: {day.held[at[one.window]].number} and {one.ticket}")
            at[one.window] = one.ticket
        elif one.kind in FREES and at.get(one.window) == one.ticket:
            del at[one.window]
    return wrong


def sums(day: Day) -> list[str]:
    """Waiting and service are the sums of their intervals, to the second."""
    wrong = []
    for pk, steps in day.of().items():
        held, spent = day.held[pk], {"waited": timedelta(), "served": timedelta()}
        for one, after in pairwise(steps):
            name = "waited" if one.kind in WAITS else "served" if one.kind in SERVES else ""
            if name:
                spent[name] += after.at - one.at
        found = tuple(round(spent[name].total_seconds()) for name in ("waited", "served"))
        if steps[-1].kind == E.FINISHED and found != (held.waited, held.served):
            wrong.append(f"{held.number}: {found} is kept as {(held.waited, held.served)}")
    return wrong


def gaps(day: Day) -> list[str]:
    """The numbers of each queue run from 1 without gaps."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in day.held.values():
        found[one.line].append(one.seq)
    wrong = [f"{line}: {sorted(seqs)}" for line, seqs in found.items()
             if sorted(seqs) != list(range(1, len(seqs) + 1))]  # fmt: skip
    return wrong + [f"{line}: {n} given" for line, n in day.given.items() if n != len(found[line])]


@dataclass
class _Queue:
    """One queue while the day is played back. `again`: number → the count of calls from which it comes."""

    waiting: dict[int, datetime] = field(default_factory=dict)
    again: dict[int, int] = field(default_factory=dict)
    calls: int = 0
    since: int = SHARE


def order(day: Day) -> list[str]:
    """Each call took whom it had to, so nobody waits past the bound of their lane."""
    queues: dict[str, _Queue] = defaultdict(_Queue)
    where: dict[int, str] = {}
    arrived: dict[int, datetime] = {}
    wrong: list[str] = []
    for one in day.steps:
        pk = one.ticket
        if one.kind == E.TAKEN:
            where[pk], arrived[pk] = day.held[pk].line, one.at
        if one.kind == E.CALLED:
            wrong += _called(day, queues[where[pk]], one, arrived)
        elif one.kind in WAITS | ENDS:
            queue = queues[where[pk]]
            queue.waiting.pop(pk, None)
            queue.again.pop(pk, None)
            where[pk] = one.line or where[pk]
            if one.kind in WAITS:
                queues[where[pk]].waiting[pk] = arrived[pk]
            if one.kind == E.REQUEUED:
                queue.again[pk] = queue.calls + BEHIND
    return wrong


def _called(day: Day, queue: _Queue, one: Step, arrived: dict[int, datetime]) -> list[str]:
    """What is wrong with one call; the queue goes on."""
    pk, kinds = one.ticket, {p: _kind(day.held[p], queue, arrived[p], one.at, p) for p in queue.waiting}
    mine = kinds.get(pk, "")
    others = {p: kind for p, kind in kinds.items() if p != pk}
    first = {kind: min((arrived[p], p) for p, k in kinds.items() if k == kind)[1] for kind in kinds.values()}
    fresh = [kind for kind in others.values() if kind in {"plain", "green"}]
    ready = [p for p, n in queue.again.items() if n <= queue.calls and p != pk and kinds.get(p) == "again"]
    overtakes = mine == "green" and "plain" in first and arrived[first["plain"]] < arrived[pk]
    faults = {
        "was not waiting": not mine,
        "went before an appointment": mine != "due" and "due" in others.values(),
        "went before who was passed over": mine in {"plain", "green"} and bool(ready),
        "came back too soon": mine == "again" and bool(fresh) and queue.again[pk] > queue.calls,
        "is early and others wait": mine == "early" and bool(fresh or ready),
        "was not the first of the lane": mine in {"plain", "green"} and first[mine] != pk,
        "overtook out of turn": overtakes and queue.since < SHARE,
        "stood behind a lane whose turn it was not": mine == "plain"
        and _green_waits(first, arrived, queue, pk),
    }
    _go_on(queue, pk, mine, overtakes=overtakes)
    return [f"{day.held[pk].number} at {one.at:%H:%M:%S} {fault}" for fault, is_so in faults.items() if is_so]


def _green_waits(first: dict[str, int], arrived: dict[int, datetime], queue: _Queue, pk: int) -> bool:
    """Whether one of the green lane should have been called instead: earlier, or in its turn to overtake."""
    green = first.get("green")
    return green is not None and (arrived[green] < arrived[pk] or queue.since >= SHARE)


def _go_on(queue: _Queue, pk: int, kind: str, *, overtakes: bool) -> None:
    queue.waiting.pop(pk, None)
    queue.again.pop(pk, None)
    queue.calls += 1
    if overtakes:
        queue.since = 0
    elif kind == "plain":
        queue.since = min(queue.since + 1, SHARE)


def _kind(held: Held, queue: _Queue, came: datetime, now: datetime, pk: int) -> str:
    """In which lane somebody stands now."""
    if held.lane == "booked" and held.slot is not None:
        if now < held.slot - TOLERANCE:
            return "early"
        if came <= held.slot + TOLERANCE:
            return "due"
    if pk in queue.again:
        return "again"
    return "green" if held.lane == "green" else "plain"


CHECKS = {"lost": lost, "twice": twice, "sums": sums, "gaps": gaps, "order": order}


def all_wrong(day: Day, names: Iterable[str] = CHECKS) -> list[str]:
    """What every check finds."""
    return [f"{name}: {one}" for name in names for one in CHECKS[name](day)]
