"""秒批: what the system does with a case once its rules have spoken. Parts of the actions of `yimen.instant`;
they refuse to run outside of a transaction. Each step is an act of the one table, done as the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from yimen.rules import answers as answer_rules
from yimen.rules import intake, review
from yimen.rules.authority import SYSTEM
from yimen.rules.conditions import Answers
from yimen.rules.events import Kind
from yimen.rules.intake import Given
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Act, ResultType, State, Verdict
from yimen.trail import actions as trail
from yimen.trail import rows

from ..models import CaseMaterial
from ._licence import draws_licence
from ._seats import enter_review, fresh_round, write_seats
from ._work import Done, Work, decide, keep, load, pledges, record, write_event
from .apply import close_seats
from .intake import ask_all, gaps, material_facts
from .joint import parent_of
from .library import REUSED, given
from .review import close_decision

#: The one seat of a round that the system decides.
SEAT = "秒批"
_OPEN = frozenset({State.SUBMITTED, State.RECEIVED, State.REVIEWING})


@dataclass(frozen=True)
class InHand:
    """A case that 秒批 may look at, held for the caller's transaction.

    `filed`: the number under which it was handed in: of a member of a bundle, the application's.
    `checked`: codes of materials that came from a licence or a register, or that an official found right;
    `numbered`: its result needs no number typed by hand; `untouched`: nobody has signed; `may_ask`: not
    accepted yet, nothing asked back so far, and nothing promised for later.
    """

    work: Work = field(repr=False)
    id: int
    number: str
    filed: str
    item: int
    version: int
    spec: ItemSpec
    party: int
    person: bool
    channel: str
    answers: Answers
    given: tuple[Given, ...]
    checked: frozenset[str]
    numbered: bool
    untouched: bool
    may_ask: bool


def in_hand(number: str, *, now: datetime) -> InHand | None:
    """The case, locked for the caller's transaction; None where it is no longer open to a machine."""
    trail.require_transaction()
    work = load(SYSTEM, number, now=now)
    case = work.case
    if case.state not in _OPEN:
        return None
    filed = parent_of(number) if case.parent_id else number
    return InHand(
        work, case.pk, number, filed, case.item_id, case.version_id, work.spec, case.party_id,
        case.party.kind == case.party.PERSON, case.channel,
        answer_rules.from_json(work.spec, case.answers), tuple(given(work.lines)),
        checked_lines(work.spec, work.lines),
        work.spec.result_type is not ResultType.LICENCE or draws_licence(work.spec),
        case.round <= 1 and not any(seat.answered_at for seat in work.seats),
        case.state != State.REVIEWING and case.corrections == 0 and not case.deferral,
    )  # fmt: skip


def checked_lines(spec: ItemSpec, lines: Iterable[CaseMaterial]) -> frozenset[str]:
    """Codes of the materials that came from a licence or a register, or that an official found right. That
    an item does not ask for one (免交) is no check."""
    bare = {m.code for m in spec.materials if m.exempt_by}
    return frozenset(
        line.code
        for line in lines
        if line.status == CaseMaterial.ACCEPTED
        or (line.status == CaseMaterial.EXEMPT and line.get_type in REUSED and line.code not in bare)
    )


def approve_at_once(hand: InHand, data: Mapping[str, Any]) -> Done:
    """Receive, accept and grant, as far as the case has not come yet; `data` goes on record with the grant.

    Raises GapsRemain where materials are missing: the rules then said something else.
    """
    trail.require_transaction()
    work = hand.work
    if work.case.state == State.SUBMITTED:
        _receive(work)
    if work.case.state == State.RECEIVED:
        _accept(work)
    else:
        _take_over(work)
    return _grant(work, data)


def _on(work: Work, act: Act, reason: str = "") -> Work:
    """Go on to the next act with the same case in hand: what the last one wrote is written."""
    work.before = rows.columns_of(work.case)
    return decide(work, act, reason)


def _receive(work: Work) -> None:
    decide(work, Act.RECEIVE)
    work.case.received_at = work.now
    record(work, paper=material_facts(work))


def _accept(work: Work) -> None:
    _on(work, Act.ACCEPT)
    intake.may_accept(gaps(work))
    work.case.accepted_at = work.now
    enter_review(work, paper=material_facts(work), seats=_seat(work))


def _take_over(work: Work) -> None:
    """A person accepted it and nobody has signed: a round of the system's own, the first stays as it was."""
    close_seats(work)
    work.case.round += 1
    write_seats(work, _seat(work))
    keep(work)


def _seat(work: Work) -> tuple[review.Seat, ...]:
    deciding = replace(fresh_round(work)[-1], order=0, name=SEAT, days=0)
    return review.opened((deciding,), work.spec.mode, work.now)


def _grant(work: Work, data: Mapping[str, Any]) -> Done:
    _on(work, Act.GRANT)
    work.case.result_name = work.spec.result_name[:300]
    facts = {"result": work.case.result_name, **data, **pledges(work)}
    with rows.together():
        close_decision(work, Verdict.AGREE, "")
        return record(work, facts, paper={"result": work.case.result_name})


def ask_back(hand: InHand, fields: Mapping[str, str], reason: str) -> Done:
    """Receive and tell once what is to be changed: field → words. Raises NothingMissing, FieldUnknown."""
    trail.require_transaction()
    work = hand.work
    if work.case.state == State.SUBMITTED:
        _receive(work)
    return ask_all(_on(work, Act.ASK_CORRECTION, reason), fields=fields)


def hand_over(hand: InHand, data: Mapping[str, Any]) -> None:
    """The case stays where it is and waits for a person; why goes on record."""
    trail.require_transaction()
    write_event(hand.work, Kind.INSTANT_HANDED, dict(data))
    keep(hand.work)


__all__ = ["InHand", "approve_at_once", "ask_back", "hand_over", "in_hand"]
