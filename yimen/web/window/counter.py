"""Who stands at the counter: pages about a person open only after that person's exact number was searched.

The numbers in addresses run on, so that without this a clerk could walk through everybody by counting. A
search is counted (`LOOK_UP`) and leaves a record in the stream of whoever it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from yimen.parties import actions
from yimen.parties.queries import PartyView
from yimen.rules.limits import LOOK_UP
from yimen.web import limits
from yimen.web.guard import StaffRequest

#: So long a search opens the pages about whom it found, and so many people at once.
OPEN_FOR, MOST = timedelta(minutes=15), 20
#: Where a session keeps whom it found: party → until when, in seconds.
KEY = "at_counter"


def count_search(request: StaffRequest) -> None:
    """Count one search of this clerk. Raises TooMany."""
    limits.count(request, LOOK_UP, request.actor.label)


def note_found(request: StaffRequest, found: Sequence[PartyView]) -> None:
    """Write down whom a search found, and let their pages be opened for a while."""
    for one in found:
        actions.note_found(request.actor, one.id, now=request.now)
    until = (request.now + OPEN_FOR).timestamp()
    held = {**request.session.get(KEY, {}), **{str(one.id): until for one in found}}
    request.session[KEY] = dict(sorted(held.items(), key=lambda pair: pair[1])[-MOST:])


def was_found(request: StaffRequest, party: int) -> bool:
    """Whether this session searched this person a little while ago."""
    until = request.session.get(KEY, {}).get(str(party), 0.0)
    return bool(request.now.timestamp() < until)
