"""The frame of every act: load with a lock → decide by rules → record rows and the event together.

Statements of one act: the case (locked, with the calendar's stamp), its seats where it is under review, its
pauses if it ever paused; then what the act writes, the case, the document and the event.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models.functions import Coalesce

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import authority, lifecycle, review
from yimen.rules.authority import Actor, Stand
from yimen.rules.calendar import WorkCalendar
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.events import Kind as EventKind
from yimen.rules.item import ItemSpec
from yimen.rules.lifecycle import PAUSED, Outcome
from yimen.rules.papers import CODE_LENGTH, CODE_LETTERS, contents, law, number
from yimen.rules.review import Place
from yimen.rules.review import Seat as SeatFact
from yimen.rules.terms import Act, Capacity, Channel, Document, Duty, Mode, Role, State, Verdict
from yimen.trail import actions as trail
from yimen.trail import queries as trail_queries
from yimen.trail import rows

from ..models import Case, CaseDocument, CaseMaterial, Copy, Pause, Seat
from . import _clock


class Stale(RuleBroken):
    """The case has changed since the page was opened; says what happened meanwhile."""

    code = "case.stale"
    text = "您打开以后，这个办件有变化：{changes}。请看过再办"
    kind = Kind.CONFLICT


@dataclass(frozen=True)
class Done:
    """The answer of an act: the case, where it stands now, its revision, and the document it left."""

    number: str
    state: str
    rev: int
    document: str = ""
    query_code: str = ""


@dataclass
class Work:
    """One case in hands: what was loaded, who acts, what the rules said."""

    case: Case
    actor: Actor
    now: datetime
    spec: ItemSpec
    calendar: WorkCalendar
    stand: Stand
    capacities: frozenset[Capacity]
    seats: list[Seat] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    outcome: Outcome | None = None
    reason: str = ""
    before: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[CaseMaterial]:
        """The material lines of the case in their order, read once for the act."""
        return _LINES.rows(self.case.pk)

    @property
    def facts(self) -> tuple[SeatFact, ...]:
        """The seats of the current round as the rules know them."""
        return tuple(seat_fact(s) for s in self.seats)

    @property
    def sits(self) -> bool:
        """Whether the current round is in a sitting (三堂会诊)."""
        return self.case.sitting == self.case.round > 0


#: Drafts in these channels were begun by a clerk or helper for the person before them.
COUNTER_CHANNELS = frozenset({Channel.COUNTER, Channel.HELPER, Channel.HOTLINE})
#: While a chosen hall hands the result out, and afterwards, the case exists for it.
_HANDED = frozenset({State.ISSUED, State.REFUSED, State.DELIVERED})
_REVIEWED = frozenset({State.REVIEWING, State.SUPPLEMENT, State.SUSPENDED})

#: What an act reads of the rows beside the case; the rest of them stays where it is.
_BESIDE = {"party": ("kind", "name"), "item": ("code",), "department": ("credit_code", "name")}


def _left_out() -> list[str]:
    made = []
    for name, kept in _BESIDE.items():
        other: Any = Case._meta.get_field(name).related_model
        made += [f"{name}__{f.name}" for f in other._meta.concrete_fields if f.name not in ("id", *kept)]
    return made


_CASE: rows.Ready[Any] = rows.Ready(
    lambda number: (
        Case.objects.select_for_update(of=("self",))
        .select_related(*_BESIDE)
        .defer(*_left_out())
        .annotate(stamp=Coalesce(bureau.stamp_subquery(), 0))
        .filter(number=number)
    ),
    str,
)
_SEATS = rows.Ready(lambda case, turn: Seat.objects.filter(case=case, round=turn).order_by("order"), int, int)
_LINES = rows.Ready(lambda case: CaseMaterial.objects.filter(case=case).order_by("order"), int)


def seat_fact(row: Seat) -> SeatFact:
    """One seat as the rules know it."""
    return SeatFact(
        order=row.order, name=row.name, duty=Duty(row.duty), role=Role(row.role), department=row.department,
        days=row.days, opened_at=row.opened_at, verdict=Verdict(row.verdict) if row.verdict else None,
        answered_at=row.answered_at, staff=row.staff, beside=Mode(row.beside) if row.beside else None,
        host=row.host, place=Place(row.place) if row.place else None, added_by=row.added_by,
        helper=row.helper, carried=row.carried,
    )  # fmt: skip


def stand_of(case: Case, seats: Sequence[SeatFact]) -> Stand:
    """What of a case decides who may act."""
    return Stand(
        party=case.party_id, agent=case.agent_id, department=case.department.credit_code,
        region=case.region, item=case.item.code, accepted_by=case.accepted_by, seats=tuple(seats),
        # A draft that was dropped stays as private as it was; one that a helper began is the principal's.
        private=case.submitted_at is None and (bool(case.helper) or case.channel not in COUNTER_CHANNELS),
        hall=case.hall if case.state in _HANDED else "", filed=case.submitted_at is not None,
        helper=case.helper,
    )  # fmt: skip


def stand_for(actor: Actor, case: Case, seats: Sequence[SeatFact]) -> Stand:
    """The same, and whether this reader was given a copy: asked only of who would not see it otherwise."""
    stand = stand_of(case, seats)
    if case.state == State.WAITING and actor.staff:
        spec = catalogue.spec(case.version_id)
        stand = replace(stand, expected=review.opened(review.plan(spec), spec.mode, case.created_at))
    if case.filed_at or not authority.may_have_copy(actor) or authority.may_see(actor, stand):
        return stand
    copied = Copy.objects.filter(case=case, staff=actor.staff).values_list("staff", flat=True)
    return replace(stand, copied=frozenset(copied))


def load(actor: Actor, number: str, *, now: datetime, rev: int | None = None) -> Work:
    """Lock one case and everything an act needs. Raises NotVisible (also where there is none), Stale."""
    case = _CASE.first(number)
    if case is None:
        raise authority.NotVisible()
    seats = _SEATS.rows(case.pk, case.round) if case.state in _REVIEWED else []
    stand = stand_for(actor, case, [seat_fact(s) for s in seats])
    authority.require_visible(actor, stand)
    if rev is not None and rev != case.rev:
        raise Stale(changes=_changes(case, rev))
    return Work(
        case=case, actor=actor, now=now, spec=catalogue.spec(case.version_id),
        calendar=bureau.calendar_at(case.stamp), stand=stand,
        capacities=authority.capacities(actor, stand), seats=seats,
        pauses=list(case.pauses.order_by("start")) if case.pause_count else [],
        before=rows.columns_of(case),
    )  # fmt: skip


def _changes(case: Case, rev: int) -> str:
    happened = trail_queries.history(case.number, after=rev)
    return "、".join(EventKind(r.kind).label for r in happened) or State(case.state).label


def decide(work: Work, act: Act, reason: str = "") -> Work:
    """Ask the lifecycle; say 回避 or 受审分离 where that is why. Raises NotHere, NotYours, ReasonMissing."""
    row = lifecycle.row(State(work.case.state), act)
    if row is not None and not row.who & work.capacities:
        authority.require_whole(row.who, work.capacities)
        for capacity in row.who:
            authority.require_fit(work.actor, work.stand, capacity)
    work.outcome = lifecycle.step(State(work.case.state), act, work.capacities, reason=reason)
    work.reason = reason.strip()
    return work


def record(work: Work, data: dict[str, Any] | None = None, *, paper: dict[str, Any] | None = None) -> Done:
    """Write the case in its new state, its document and its event; return the answer."""
    outcome = work.outcome
    if outcome is None:
        raise RuntimeError("record() before decide()")
    case = work.case
    case.state = outcome.after
    _end_pauses(work)
    settle(work)
    with rows.together():
        document = _issue(work, outcome.document, paper or {}) if outcome.document else ""
        facts = {
            **(data or {}), "act": str(outcome.act), "from": str(outcome.before), "to": str(outcome.after),
            **({"reason": work.reason} if work.reason else {}),
            **({"document": document} if document else {}),
        }  # fmt: skip
        write_event(work, outcome.event, facts)
        keep(work)
    return Done(case.number, str(case.state), case.rev, document)


def _end_pauses(work: Work) -> None:
    """Whatever act led on: outside the states that wait for something nothing is paused any more."""
    if work.case.state in PAUSED:
        return
    for row in work.pauses:
        if row.end is None:
            row.end = max(work.now, row.start)
            row.save(update_fields=["end"])


def keep(work: Work) -> None:
    """Write what the act changed of the case row."""
    rows.update(work.case, rows.changed(work.case, work.before))


def settle(work: Work) -> None:
    """Bring the deadlines of the case in hand in line with the clock."""
    _clock.show(work.case, work.spec, work.pauses, work.calendar, work.now)


def write_event(work: Work, kind: EventKind, data: dict[str, Any]) -> None:
    """Append one event to the case's chain; the head is kept on the locked case."""
    case = work.case
    before = trail.Head(case.rev, case.head_hash, case.head_at)
    head = trail.append(case.number, kind, work.actor.label, work.now, data, head=before)
    case.rev, case.head_hash, case.head_at = head.seq, head.hash, head.at


def marked(work: Work) -> dict[str, Any]:
    """What an event says of a case whose item has 秒批, so that its reaction looks at no other."""
    return {"instant": True} if work.spec.instant is not None else {}


def pledges(work: Work) -> dict[str, Any]:
    """What a grant says of a case whose item lets promises stand for proofs, so that nobody else is asked."""
    return {"pledges": True} if any(one.pledge for one in work.spec.materials) else {}


def check_code() -> str:
    """A fresh 验真码: known only to whoever holds the document."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _issue(work: Work, kind: Document, more: dict[str, Any]) -> str:
    case = work.case
    answer_by = case.due_at if kind is Document.CORRECTION_NOTICE else None
    facts = {
        "answer_by": answer_by.isoformat() if answer_by else "",
        "item": case.title, "party": case.party.name, "case": case.number,
        "department": case.department.name, "reason": work.reason, "day": work.now.isoformat(),
        "promise_due": case.promise_due.isoformat() if case.promise_due else "",
        "legal_due": case.legal_due.isoformat() if case.legal_due else "",
        "by": work.actor.name, "law": law(kind, work.spec.type), **more,
    }  # fmt: skip
    made = CaseDocument(
        case=case, kind=kind, number=number(kind, case.number, case.rev + 1), issued_at=work.now,
        issued_by=work.actor.name, data=contents(kind, facts), code=check_code(),
    )  # fmt: skip
    rows.insert(made)
    return made.number
