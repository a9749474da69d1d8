"""Lists of cases and messages: one's own, one party's, and the finder of the watch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimen.parties import queries as parties
from yimen.rules.authority import Actor, region_prefix
from yimen.rules.calendar import WorkCalendar
from yimen.rules.lifecycle import ENDED, FINAL
from yimen.rules.numbers import numbers_from
from yimen.rules.terms import Role, State
from yimen.trail import queries as trail

from ..models import Case, Message
from .inbox import PAGE, InboxRow, case_rows


@dataclass(frozen=True)
class MessageRow:
    """One message: a message id and its facts, for the door to translate and fill. `case`: its number, "" for
    what is about no case."""

    id: int
    case: str
    text: str
    facts: dict[str, Any]
    at: datetime
    is_new: bool


#: Drafts, dropped ones too: not the office's business.
_NEVER_IN = Q(submitted_at__isnull=True)
_DROPPED = Q(state=State.VOIDED) & _NEVER_IN


def _mine(actor: Actor) -> Q:
    mine = Q(party_id=actor.party)
    for principal, item in sorted(actor.acts_for):
        mine |= Q(party_id=principal, item__code=item) if item else Q(party_id=principal)
    return mine


def my_cases(
    actor: Actor, calendar: WorkCalendar, *, now: datetime, before: int | None = None, limit: int = PAGE
) -> list[InboxRow]:
    """The actor's own cases and those of principals, newest first, keyset by id; no dropped drafts."""
    if actor.party is None:
        return []
    found = Case.objects.filter(_mine(actor), parent__isnull=True).exclude(_DROPPED)
    if before is not None:
        found = found.filter(pk__lt=before)
    return case_rows(_newest(found, limit + 1), calendar, now)


def helped_cases(
    actor: Actor, calendar: WorkCalendar, *, now: datetime, before: int | None = None, limit: int = PAGE
) -> list[InboxRow]:
    """The cases that this helper began for principals who let them today, newest first, keyset by id."""
    if not actor.helps:
        return []
    principals: dict[str, list[int]] = defaultdict(list)
    for party, item, _kind in sorted(actor.helps):
        principals[item].append(party)
    within = Q(party_id__in=principals.pop("", []))
    for item, those in principals.items():
        within |= Q(item__code=item, party_id__in=those)
    found = Case.objects.filter(within, helper=actor.staff, parent__isnull=True).exclude(helper="")
    if before is not None:
        found = found.filter(pk__lt=before)
    return case_rows(_newest(found.exclude(_DROPPED), limit + 1), calendar, now)


def helped_for(
    actor: Actor, calendar: WorkCalendar, *, now: datetime, limit: int = 20
) -> list[tuple[InboxRow, str]]:
    """The newest cases that helpers began for this party, each with the helper's staff number."""
    if actor.party is None:
        return []
    found = Case.objects.filter(party_id=actor.party, parent__isnull=True).exclude(helper="")
    rows = case_rows(_newest(found.exclude(_DROPPED), limit), calendar, now)
    whose = dict(Case.objects.filter(pk__in=[row.id for row in rows]).values_list("pk", "helper"))
    return [(row, whose[row.id]) for row in rows]


def _newest(found: QuerySet[Case], limit: int) -> QuerySet[Case]:
    """The newest of these cases.

    Their ids are found first, in one statement with the rest: left alone SQLite joins before it counts to
    `limit`, over the whole table.
    """
    ids = found.order_by("-pk").values("pk")[:limit]
    return Case.objects.filter(pk__in=ids).order_by("-pk")


def cases_of_party(
    actor: Actor, party_id: int, calendar: WorkCalendar, *, now: datetime, limit: int = 10
) -> list[InboxRow]:
    """The newest cases of one party within the actor's reach: what a clerk sees beside the person."""
    found = Case.objects.filter(reach(actor), party_id=party_id).exclude(_NEVER_IN)
    return case_rows(found.order_by("-pk")[:limit], calendar, now)


def same_item_open(party_id: int, item_code: str) -> list[str]:
    """Numbers of the party's open cases of the same item: a second application is probably a mistake."""
    over = [str(s) for s in ENDED | FINAL]
    found = Case.objects.filter(party_id=party_id, item__code=item_code).exclude(state__in=over)
    return list(found.order_by("-pk").values_list("number", flat=True)[:5])


def messages(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[MessageRow]:
    """The actor's messages, newest first, keyset by id."""
    if actor.party is None:
        return []
    found = Message.objects.filter(party_id=actor.party)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = found.select_related("case").order_by("-pk")[: limit + 1]
    return [
        MessageRow(m.pk, m.case.number if m.case else "", m.text, m.facts, m.at, m.read_at is None)
        for m in rows
    ]


def unread(actor: Actor) -> int:
    """New messages, counted up to 99."""
    if actor.party is None:
        return 0
    return Message.objects.filter(party_id=actor.party, read_at__isnull=True)[:99].count()


_SEE_ALL = frozenset({str(Role.SUPERVISOR), str(Role.ADMIN)})


def find(
    actor: Actor,
    calendar: WorkCalendar,
    *,
    now: datetime,
    text: str = "",
    state: str = "",
    light: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> list[InboxRow]:
    """Cases by number (or its beginning, region and day at least), applicant's exact name, identity number or
    telephone; newest first.

    Watchers find any case, others those of their department or hall.
    """
    found = Case.objects.exclude(_NEVER_IN).filter(reach(actor))
    if state:
        found = found.filter(state=state)
    if light:
        found = found.filter(light=light)
    if before is not None:
        found = found.filter(pk__lt=before)
    if text.strip():
        found = found.filter(pk__in=_ids_by(text.strip()))
    return case_rows(_newest(found, limit + 1), calendar, now)


def _ids_by(text: str) -> QuerySet[Case, Any]:
    """By party, by telephone, by number: each asked by itself, so that each is found by its own index.

    Whatever else is wanted (a state, a light, one's reach) is looked up of these few, never the other way.
    """
    span = numbers_from(text)
    asked = [Q(party_id__in=parties.ids_like(text)), Q(contact_phone=text)]
    if span is not None:
        asked.append(Q(number=span[0]) if span[0] == span[1] else Q(number__range=span))
    first, *rest = (Case.objects.filter(one).order_by().values("pk") for one in asked)
    return first.union(*rest)


def reach(actor: Actor) -> Q:
    """Which cases an official may find: all for watchers, else those of their halls and departments."""
    if actor.roles & _SEE_ALL:
        return Q()
    within = Q(pk__in=[])
    for post in actor.posts:
        if post.role is Role.CLERK and post.region:
            within |= Q(region__startswith=region_prefix(post.region))
        elif post.role in {Role.OFFICER, Role.HEAD, Role.DIRECTOR}:
            within |= Q(department__credit_code=post.department)
    return within


def without_head() -> Iterator[str]:
    """Numbers of cases whose last event, as the case itself notes it, is not in the trail."""
    there = trail.rows_at(OuterRef("number"), OuterRef("rev"), OuterRef("head_hash"))
    found = Case.objects.filter(~Exists(there), rev__gt=0).order_by("number")
    yield from found.values_list("number", flat=True).iterator()
