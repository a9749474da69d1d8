"""办件: ONE table (state, act) → state, who, clock effect, document, event, whether a reason is due.

`step()` reads the table and nothing else. The reference page and its diagram are generated from it
(`docs/reference/lifecycle.md`). Whether *this* person may act is `authority`; whether materials suffice is
`intake`; who signs next is `review`; what the days are is `clock`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import events
from .errors import Kind, RuleBroken
from .terms import Act, Capacity, ClockEffect, Document, State


class NotHere(RuleBroken):
    """The act does not exist in the state the case is in."""

    code = "case.not_here"
    text = "办件现在是“{state}”，不能{act}"
    kind = Kind.CONFLICT


class NotYours(RuleBroken):
    """The act exists here, but belongs to somebody in another capacity."""

    code = "case.not_yours"
    text = "{act}要由{who}来做"
    kind = Kind.FORBIDDEN


class ReasonMissing(RuleBroken):
    """The law wants this act to be reasoned in writing."""

    code = "case.reason_missing"
    text = "请写明{act}的理由"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Row:
    """One arrow of the lifecycle. `target` None means the state stays."""

    act: Act
    sources: frozenset[State]
    target: State | None
    who: frozenset[Capacity]
    event: events.Kind
    clock: ClockEffect = ClockEffect.NONE
    document: Document | None = None
    reason: bool = False
    basis: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an allowed act does to a case: the new state and what goes with it."""

    act: Act
    before: State
    after: State
    clock: ClockEffect
    document: Document | None
    event: events.Kind


def _row(
    act: Act,
    sources: Iterable[State],
    target: State | None,
    who: Iterable[Capacity],
    event: events.Kind,
    *,
    clock: ClockEffect = ClockEffect.NONE,
    document: Document | None = None,
    reason: bool = False,
    basis: str = "",
) -> Row:
    return Row(act, frozenset(sources), target, frozenset(who), event, clock, document, reason, basis)


_S, _A, _C, _E, _D, _T = State, Act, Capacity, events.Kind, Document, ClockEffect

#: States in which the organ has not yet decided and the applicant may still withdraw.
OPEN = frozenset(
    {
        _S.SUBMITTED,
        _S.RECEIVED,
        _S.CORRECTION,
        _S.WAITING,
        _S.REVIEWING,
        _S.SUPPLEMENT,
        _S.SUSPENDED,
    }
)
#: Waits for something outside the office: only here may a clock be paused.
PAUSED = frozenset({_S.SUPPLEMENT, _S.SUSPENDED})
#: 容缺: accepted, and no result yet: here what was promised for later may still come.
MAY_FOLLOW = PAUSED | {_S.REVIEWING, _S.GRANTED}
#: Ended without a result, or with the result in hand: only filing away remains.
ENDED = frozenset(
    {
        _S.DELIVERED,
        _S.NOT_ACCEPTED,
        _S.NOT_REQUIRED,
        _S.FORWARDED,
        _S.WITHDRAWN,
        _S.RETURNED,
        _S.TERMINATED,
    }
)
#: Nothing leaves these.
FINAL = frozenset({_S.ARCHIVED, _S.VOIDED})

#: The table. Sources: 行政许可法 arts. 32, 34, 38, 42–45, 50; result codes of domain 3.3.
TABLE: tuple[Row, ...] = (
    _row(_A.SAVE, {_S.DRAFT}, None, {_C.APPLICANT, _C.ACCEPTOR, _C.ASSISTANT}, _E.CASE_SAVED),
    _row(_A.SAVE, {_S.CORRECTION, _S.SUPPLEMENT}, None, {_C.APPLICANT, _C.ACCEPTOR, _C.ASSISTANT},
         _E.CASE_SAVED),
    # The system: what the organ begins itself, as the revocation of a licence (行政许可法第六十九条).
    _row(_A.SUBMIT, {_S.DRAFT}, _S.SUBMITTED, {_C.APPLICANT, _C.ACCEPTOR, _C.SYSTEM}, _E.CASE_SUBMITTED,
         clock=_T.START_RECEIVE, basis="行政许可法第二十九条"),
    _row(_A.RECEIVE, {_S.SUBMITTED}, _S.RECEIVED, {_C.ACCEPTOR, _C.SYSTEM}, _E.CASE_RECEIVED,
         document=_D.RECEIPT, basis="行政许可法第三十二条"),
    _row(_A.ACCEPT, {_S.RECEIVED}, _S.REVIEWING, {_C.ACCEPTOR, _C.SYSTEM}, _E.CASE_ACCEPTED,
         clock=_T.START_DECISION, document=_D.ACCEPTANCE, basis="行政许可法第三十二条第一款第五项"),
    _row(_A.PROMISE_LATER, {_S.DRAFT, _S.RECEIVED, _S.CORRECTION}, None, {_C.APPLICANT, _C.ACCEPTOR},
         _E.DEFERRAL_PROMISED, document=_D.DEFERRAL_PROMISE),
    _row(_A.PLEDGE, {_S.DRAFT, _S.RECEIVED, _S.CORRECTION, _S.SUPPLEMENT}, None, {_C.APPLICANT, _C.ACCEPTOR},
         _E.PLEDGED, document=_D.PLEDGE, basis="国办发〔2020〕42号"),
    _row(_A.ACCEPT_DEFERRED, {_S.RECEIVED}, _S.REVIEWING, {_C.ACCEPTOR}, _E.CASE_ACCEPTED_DEFERRED,
         clock=_T.START_DECISION, document=_D.DEFERRAL_NOTICE, basis="行政许可法第三十二条第一款第五项"),
    _row(_A.SUPPLY_LATER, MAY_FOLLOW, None, {_C.APPLICANT, _C.ACCEPTOR}, _E.DEFERRED_SUPPLIED),
    _row(_A.CHECK_LATER, MAY_FOLLOW, None, {_C.ACCEPTOR}, _E.DEFERRED_CHECKED),
    _row(_A.TAKE_IN, {_S.DRAFT}, _S.WAITING, {_C.SYSTEM}, _E.CASE_TAKEN_IN,
         basis="行政许可法第二十六条第二款"),
    _row(_A.START, {_S.WAITING}, _S.REVIEWING, {_C.SYSTEM}, _E.CASE_STARTED,
         clock=_T.START_DECISION, basis="行政许可法第二十六条第二款"),
    _row(_A.NOT_ACCEPT, {_S.RECEIVED}, _S.NOT_ACCEPTED, {_C.ACCEPTOR}, _E.CASE_NOT_ACCEPTED,
         clock=_T.STOP, document=_D.NON_ACCEPTANCE, reason=True, basis="行政许可法第三十二条第一款第二项"),
    _row(_A.NOT_REQUIRED, {_S.RECEIVED}, _S.NOT_REQUIRED, {_C.ACCEPTOR}, _E.CASE_NOT_REQUIRED,
         clock=_T.STOP, document=_D.NOT_REQUIRED, reason=True, basis="行政许可法第三十二条第一款第一项"),
    _row(_A.ASK_CORRECTION, {_S.RECEIVED}, _S.CORRECTION, {_C.ACCEPTOR, _C.SYSTEM}, _E.CORRECTION_ASKED,
         clock=_T.STOP, document=_D.CORRECTION_NOTICE, reason=True, basis="行政许可法第三十二条第一款第四项"),
    _row(_A.ASK_CORRECTION, {_S.REVIEWING}, _S.SUPPLEMENT, {_C.REVIEWER, _C.APPROVER}, _E.CORRECTION_ASKED,
         clock=_T.PAUSE, document=_D.CORRECTION_NOTICE, reason=True),
    _row(_A.NOTE_GAPS, {_S.REVIEWING}, None, {_C.REVIEWER, _C.APPROVER}, _E.GAPS_NOTED),
    _row(_A.NOTE_GAPS, {_S.WAITING}, None, {_C.EXPECTED}, _E.GAPS_NOTED),
    _row(_A.SEND_NOTICE, {_S.REVIEWING}, _S.SUPPLEMENT, {_C.ACCEPTOR, _C.SYSTEM}, _E.NOTICE_SENT,
         clock=_T.PAUSE, document=_D.CORRECTION_NOTICE, basis="行政许可法第三十二条第一款第四项"),
    _row(_A.ASK_ALONG, {_S.REVIEWING}, _S.SUPPLEMENT, {_C.SYSTEM}, _E.ASKED_ALONG, clock=_T.PAUSE),
    _row(_A.CLOSE_NOTICE, {_S.SUPPLEMENT}, _S.REVIEWING, {_C.SYSTEM}, _E.NOTICE_CLOSED, clock=_T.RESUME),
    _row(_A.SUPPLY, {_S.CORRECTION}, _S.RECEIVED, {_C.APPLICANT, _C.ACCEPTOR}, _E.CASE_SUPPLIED,
         clock=_T.START_RECEIVE),
    _row(_A.SUPPLY, {_S.SUPPLEMENT}, _S.REVIEWING, {_C.APPLICANT, _C.ACCEPTOR, _C.SYSTEM}, _E.CASE_SUPPLIED,
         clock=_T.RESUME),
    _row(_A.DEEM_ACCEPTED, {_S.SUBMITTED, _S.RECEIVED}, _S.REVIEWING, {_C.SYSTEM}, _E.CASE_DEEMED_ACCEPTED,
         clock=_T.START_DECISION, document=_D.ACCEPTANCE, basis="行政许可法第三十二条第一款第四项"),
    _row(_A.OPINION, {_S.REVIEWING}, None, {_C.REVIEWER, _C.SURVEYOR}, _E.OPINION_GIVEN,
         basis="行政许可法第三十四条"),
    _row(_A.SEND_BACK, {_S.REVIEWING}, None, {_C.REVIEWER, _C.APPROVER}, _E.CASE_SENT_BACK, reason=True),
    _row(_A.ASSIGN, {_S.REVIEWING}, None, {_C.REVIEWER, _C.SURVEYOR, _C.APPROVER}, _E.CASE_ASSIGNED),
    _row(_A.TAKE_BACK, {_S.REVIEWING}, None, {_C.PARTICIPANT}, _E.OPINION_WITHDRAWN),
    _row(_A.DELEGATE, {_S.REVIEWING}, None, {_C.REVIEWER, _C.SURVEYOR, _C.APPROVER}, _E.OPINION_DELEGATED),
    _row(_A.PREPARE, {_S.REVIEWING}, None, {_C.HELPER}, _E.OPINION_PREPARED),
    _row(_A.ADD_SEAT, {_S.REVIEWING}, None, {_C.REVIEWER, _C.SURVEYOR, _C.APPROVER}, _E.SEAT_ADDED,
         reason=True),
    _row(_A.DROP_SEAT, {_S.REVIEWING}, None, {_C.PARTICIPANT}, _E.SEAT_DROPPED, reason=True),
    _row(_A.URGE, {_S.REVIEWING}, None, {_C.APPLICANT, _C.ACCEPTOR, _C.SUPERVISOR, _C.PARTICIPANT},
         _E.CASE_URGED),
    _row(_A.COPY_TO, {_S.REVIEWING, _S.SUPPLEMENT, _S.SUSPENDED}, None, {_C.PARTICIPANT}, _E.CASE_COPIED),
    _row(_A.CONVENE, {_S.REVIEWING}, None, {_C.ACCEPTOR, _C.PARTICIPANT}, _E.SITTING_CONVENED, reason=True),
    _row(_A.MINUTE, {_S.REVIEWING}, None, {_C.PARTICIPANT}, _E.SITTING_MINUTED),
    _row(_A.PAUSE, {_S.REVIEWING}, _S.SUSPENDED, {_C.REVIEWER, _C.APPROVER}, _E.CLOCK_PAUSED,
         clock=_T.PAUSE, document=_D.PROCEDURE, reason=True, basis="行政许可法第四十五条"),
    _row(_A.RESUME, {_S.SUSPENDED}, _S.REVIEWING, {_C.REVIEWER, _C.APPROVER, _C.SYSTEM}, _E.CLOCK_RESUMED,
         clock=_T.RESUME, basis="行政许可法第四十五条"),
    _row(_A.EXTEND, {_S.REVIEWING}, None, {_C.APPROVER}, _E.CLOCK_EXTENDED,
         clock=_T.EXTEND, document=_D.EXTENSION, reason=True, basis="行政许可法第四十二条"),
    _row(_A.GRANT, {_S.REVIEWING}, _S.GRANTED, {_C.APPROVER, _C.SYSTEM}, _E.CASE_GRANTED,
         clock=_T.STOP, document=_D.APPROVAL, basis="行政许可法第三十八条第一款"),
    _row(_A.DEEM_RENEWED, {_S.REVIEWING, _S.SUSPENDED}, _S.GRANTED, {_C.SYSTEM}, _E.CASE_DEEMED_RENEWED,
         clock=_T.STOP, document=_D.APPROVAL, basis="行政许可法第五十条第二款"),
    _row(_A.REFUSE, {_S.REVIEWING}, _S.REFUSED, {_C.APPROVER}, _E.CASE_REFUSED,
         clock=_T.STOP, document=_D.REFUSAL, reason=True, basis="行政许可法第三十八条第二款"),
    _row(_A.FORWARD, {_S.REVIEWING}, _S.FORWARDED, {_C.APPROVER}, _E.CASE_FORWARDED,
         clock=_T.STOP, document=_D.FORWARDING, reason=True, basis="行政许可法第三十五条"),
    _row(_A.ISSUE, {_S.GRANTED}, _S.ISSUED, {_C.ACCEPTOR, _C.APPROVER, _C.SYSTEM}, _E.RESULT_ISSUED,
         document=_D.PICKUP, basis="行政许可法第三十九条、第四十四条"),
    _row(_A.HAND_UP, {_S.GRANTED}, _S.ISSUED, {_C.SYSTEM}, _E.RESULT_HANDED_UP),
    _row(_A.CONCLUDE, {_S.REVIEWING}, _S.ISSUED, {_C.SYSTEM}, _E.BUNDLE_CONCLUDED,
         clock=_T.STOP, document=_D.PICKUP, basis="行政许可法第四十四条"),
    _row(_A.GO_WITH, {_S.ISSUED, _S.REFUSED}, _S.DELIVERED, {_C.SYSTEM}, _E.RESULT_WENT_ALONG),
    _row(_A.ALL_DELIVERED, {_S.ISSUED}, _S.DELIVERED, {_C.SYSTEM}, _E.RESULT_ALL_DELIVERED),
    _row(_A.CHOOSE_DELIVERY, OPEN | {_S.DRAFT, _S.GRANTED, _S.REFUSED, _S.ISSUED}, None,
         {_C.APPLICANT, _C.ACCEPTOR}, _E.DELIVERY_CHOSEN),
    _row(_A.DELIVER, {_S.ISSUED, _S.REFUSED}, _S.DELIVERED, {_C.ACCEPTOR, _C.HANDER}, _E.RESULT_DELIVERED,
         document=_D.DELIVERY, basis="行政许可法第四十四条"),
    _row(_A.SEND, {_S.ISSUED, _S.REFUSED}, None, {_C.ACCEPTOR}, _E.RESULT_SENT),
    _row(_A.ARRIVE, {_S.ISSUED, _S.REFUSED}, _S.DELIVERED, {_C.APPLICANT, _C.ACCEPTOR}, _E.RESULT_ARRIVED,
         document=_D.DELIVERY, basis="行政许可法第四十四条"),
    _row(_A.DELIVER_ONLINE, {_S.ISSUED, _S.REFUSED}, _S.DELIVERED, {_C.SYSTEM}, _E.RESULT_ONLINE,
         document=_D.DELIVERY, basis="行政许可法第四十四条"),
    _row(_A.CONFIRM, {_S.DELIVERED}, None, {_C.APPLICANT}, _E.RESULT_CONFIRMED),
    _row(_A.WITHDRAW, OPEN, _S.WITHDRAWN, {_C.APPLICANT}, _E.CASE_WITHDRAWN,
         clock=_T.STOP, document=_D.WITHDRAWAL, reason=True),
    _row(_A.RETURN_UNFINISHED, {_S.CORRECTION, _S.SUPPLEMENT}, _S.RETURNED, {_C.ACCEPTOR, _C.SYSTEM},
         _E.CASE_RETURNED, clock=_T.STOP, document=_D.RETURN, reason=True),
    _row(_A.TERMINATE, {_S.WAITING, _S.REVIEWING, _S.SUPPLEMENT, _S.SUSPENDED}, _S.TERMINATED,
         {_C.APPROVER, _C.SYSTEM}, _E.CASE_TERMINATED, clock=_T.STOP, document=_D.TERMINATION, reason=True),
    _row(_A.TERMINATE, {_S.GRANTED}, _S.TERMINATED, {_C.SYSTEM}, _E.CASE_TERMINATED, clock=_T.STOP,
         document=_D.TERMINATION, reason=True),
    _row(_A.VOID, {_S.DRAFT}, _S.VOIDED, {_C.APPLICANT, _C.ACCEPTOR, _C.ADMINISTRATOR, _C.SYSTEM},
         _E.CASE_VOIDED),
    _row(_A.VOID, OPEN | ENDED | {_S.GRANTED, _S.REFUSED, _S.ISSUED}, _S.VOIDED,
         {_C.ADMINISTRATOR}, _E.CASE_VOIDED, clock=_T.STOP, reason=True),
    _row(_A.ARCHIVE, ENDED, _S.ARCHIVED, {_C.ACCEPTOR, _C.SYSTEM, _C.ADMINISTRATOR}, _E.CASE_ARCHIVED),
)  # fmt: skip

_BY_PLACE: dict[tuple[State, Act], Row] = {(state, row.act): row for row in TABLE for state in row.sources}


def row(state: State, act: Act) -> Row | None:
    """The one arrow for this act in this state, or None."""
    return _BY_PLACE.get((state, act))


def step(state: State, act: Act, capacities: Iterable[Capacity], *, reason: str = "") -> Outcome:
    """Decide one act on a case.

    `capacities`: those in which the actor stands to the case. Raises NotHere, NotYours, ReasonMissing.
    """
    found = _BY_PLACE.get((state, act))
    if found is None:
        raise NotHere(state=state.label, act=act.label)
    if not found.who & frozenset(capacities):
        people = found.who - {Capacity.SYSTEM} or found.who
        raise NotYours(act=act.label, who="或".join(sorted(one.label for one in people)))
    if found.reason and not reason.strip():
        missing = ReasonMissing(act=act.label)
        missing.basis = found.basis
        raise missing
    return Outcome(act, state, found.target or state, found.clock, found.document, found.event)


def acts_from(state: State, capacities: Iterable[Capacity]) -> tuple[Act, ...]:
    """The acts a person in these capacities may do in this state, in the table's order."""
    held = frozenset(capacities)
    return tuple(one.act for one in TABLE if state in one.sources and one.who & held)
