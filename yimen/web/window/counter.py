"""Who stands at the counter: pages about a person open only after an exact search found that person in this
session, or this clerk has just registered them.

The numbers in addresses run on, so that without this a clerk could walk through everybody by counting. A
search is counted (`LOOK_UP`) and leaves a record in the stream of whoever it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yimen.parties import actions
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


def note_found(request: StaffRequest, found: Sequence[int]) -> None:
    """Write down whom a search found, and let their pages be opened for a while."""
    for one in found:
        actions.note_found(request.actor, one, now=request.now)
    let_in(request, found)


def let_in(request: StaffRequest, found: Sequence[int]) -> None:
    """Let the pages of these parties be opened for a while: what led to them is on record already."""
    until = (request.now + OPEN_FOR).timestamp()
    held = {**request.session.get(KEY, {}), **{str(one): until for one in found}}
    request.session[KEY] = dict(sorted(held.items(), key=lambda pair: pair[1])[-MOST:])


def was_found(request: StaffRequest, party: int) -> bool:
    """Whether this session met this person a little while ago."""
    until = request.session.get(KEY, {}).get(str(party), 0.0)
    return bool(request.now.timestamp() < until)


def search_first(request: StaffRequest, where: str) -> HttpResponseBase:
    """Back to the search at `where`: for numbers nobody has as well, so that an address tells nothing."""
    messages.warning(request, _("请先查：写完整的证件号或者手机号。查到以后 15 分钟内可以办。"))
    return redirect(where)
