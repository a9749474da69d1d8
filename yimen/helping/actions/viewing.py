"""The telephone of a person to visit, whole, for the helper who took the visit: for a reason, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.parties import actions as parties
from yimen.parties import queries as people
from yimen.rules.authority import Actor, require_role
from yimen.rules.helping import visits as rules
from yimen.rules.terms import Role
from yimen.rules.unmasking import read_reason
from yimen.trail.usecase import use_case

from ..models import HomeVisit
from ..queries.visits import fact_of


@dataclass(frozen=True)
class Called:
    """A view on record in the party's stream."""

    party: int


def view_visit_phone(
    actor: Actor, visit: int, *, reason: str, words: str, now: datetime, once: str = ""
) -> tuple[tuple[str, str], ...]:
    """The telephone on file, as (what it is, whole); who, when, why is recorded first. HELPER.

    What is answered is not kept for repeats. Raises NotPermitted, VisitNotFound, ViewNotYours,
    ViewReasonMissing.
    """
    noted = _note_view(actor, visit, reason=reason, words=words, now=now, once=once)
    one = people.party(noted.party)
    return (("登记的手机", one.phone),) if one is not None and one.phone else ()


@use_case(Called)
def _note_view(actor: Actor, visit: int, *, reason: str, words: str, now: datetime, once: str = "") -> Called:
    require_role(actor, Role.HELPER)
    found = HomeVisit.objects.select_for_update(of=("self",)).filter(pk=visit).first()
    if found is None:
        raise rules.VisitNotFound()
    rules.require_may_call(actor, fact_of(found))
    why, said = read_reason(reason, words)
    parties.lock(found.party_id)
    post = actor.posts[0] if actor.posts else None
    data = {"case": "", "why": str(why), "words": said, "visit": visit,
            "department": post.department if post else ""}  # fmt: skip
    parties.note_view(actor, found.party_id, data, now=now)
    return Called(found.party_id)
