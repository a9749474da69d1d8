"""For whom an application is opened.

The numbers of parties run on, so a clerk's program names whom it serves by the number on their papers, as a
clerk at the counter searches: counted, and on record in that party's stream.
"""

from __future__ import annotations

from django.http import HttpRequest

from yimen.hall import queries as hall
from yimen.limits.actions import spend
from yimen.parties import actions, queries
from yimen.rules import applying
from yimen.rules.authority import Actor
from yimen.rules.codes import half_width
from yimen.rules.limits import LOOK_UP
from yimen.rules.queueing.posts import TicketUnknown

from .auth import actor_of, now_of
from .idempotency import answered
from .schemas.applications import OpenIn


def whom(request: HttpRequest, asked: OpenIn) -> int:
    """The party's id. Raises PartyUnknown, NumberMissing, TooMany."""
    actor = actor_of(request)
    if asked.number:
        return _by_number(request, actor, asked)
    party = asked.party or actor.party
    if party is None:
        raise applying.PartyUnknown()
    applying.require_known(actor, party, asked.item)
    return party


def _by_number(request: HttpRequest, actor: Actor, asked: OpenIn) -> int:
    """Others than staff learn nothing of who is on file: only own and principals' numbers count."""
    now = now_of(request)
    spend(LOOK_UP, actor.label, now=now)
    found = queries.by_id_number(half_width(asked.number or "").strip().upper())
    if not actor.staff:
        applying.require_stands_for(actor, found.pk if found else None, asked.item)
    if found is None:
        raise applying.PartyUnknown()
    if actor.staff:
        actions.note_found(actor, found.pk, now=now)
    return found.pk


def at_counter(request: HttpRequest, ticket: int | None, once: str) -> int | None:
    """The number of the visitor for whom a clerk opens an application: whom their own window serves now.

    Raises TicketUnknown for any other; what was carried out before is answered as it was.
    """
    actor = actor_of(request)
    if ticket is None or answered(actor, once):
        return ticket
    visitor = hall.serving(actor.staff, now_of(request))
    if visitor is None or visitor.id != ticket:
        raise TicketUnknown()
    return ticket
