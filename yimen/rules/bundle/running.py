"""联办: what follows for the members of one application from where each of them stands.

Told from the states alone, so that it does not matter how often or in which order one asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import Said
from ..lifecycle import OPEN
from ..terms import State
from .spec import Policy

#: The result is there: who waits for it may start.
MADE = frozenset({State.ISSUED, State.DELIVERED})
#: Ended without a result.
FAILED = frozenset(
    {
        State.REFUSED, State.NOT_ACCEPTED, State.NOT_REQUIRED, State.FORWARDED, State.WITHDRAWN,
        State.RETURNED, State.TERMINATED, State.VOIDED, State.ARCHIVED,
    }
)  # fmt: skip
#: There is a paper to hand out: a result, or a decision with its remedies.
TO_HAND_OUT = MADE | {State.REFUSED}

#: What an 一件事 that stops as a whole stops for; who gives up one item of it goes on with the others.
_STOPS = frozenset({State.REFUSED, State.NOT_ACCEPTED, State.RETURNED})

BEFORE_FAILED = "“{name}”没有办成，要用它的结果，这一项办不了"
ALL_STOP = "“{name}”没有办成，按这件事的规定，其他事项一起停下"


@dataclass(frozen=True)
class Moves:
    """What to do now. `hand_up`: granted, its result goes to the common counter; `start`: what it waited for
    is there; `end`: it cannot be done any more, and why. `over`: every member has ended after this."""

    hand_up: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    end: Mapping[str, Said] = field(default_factory=dict)
    over: bool = False
    hands_out: bool = False


def moves(
    after: Mapping[str, frozenset[str]],
    states: Mapping[str, State],
    names: Mapping[str, str],
    policy: Policy,
) -> Moves:
    """What follows. `after`: item → the chosen items whose results it needs; `names`: of the items.

    Once done, asking again gives nothing. A member that was ended takes along who waited for it.
    """
    now = dict(states)
    end: dict[str, Said] = {}
    while found := _to_end(after, now, names, policy):
        end.update(found)
        now.update(dict.fromkeys(found, State.TERMINATED))
    start = tuple(
        item
        for item in sorted(now)
        if now[item] is State.WAITING and all(now[one] in MADE for one in after[item])
    )
    hand_up = tuple(item for item in sorted(now) if now[item] is State.GRANTED)
    over = bool(now) and all(state in MADE | FAILED for state in now.values())
    return Moves(hand_up, start, end, over, over and any(one in TO_HAND_OUT for one in now.values()))


def _to_end(
    after: Mapping[str, frozenset[str]], now: Mapping[str, State], names: Mapping[str, str], policy: Policy
) -> dict[str, Said]:
    found: dict[str, Said] = {}
    refused = next((item for item in sorted(now) if now[item] in _STOPS), None)
    for item in sorted(now):
        gone = next((one for one in sorted(after[item]) if now[one] in FAILED), None)
        if now[item] is State.WAITING and gone is not None:
            found[item] = Said(BEFORE_FAILED, {"name": names[gone]})
        elif policy is Policy.STOP and refused is not None and now[item] in OPEN:
            found[item] = Said(ALL_STOP, {"name": names[refused]})
    return found
