"""What the law and the trade say of each act on a case, written out by hand: the tests' own copy.

One line per arrow: act, states, new state ("=" stays), who, clock, document, whether a reason is due.
"""

from __future__ import annotations

from dataclasses import dataclass

from yimen.rules.terms import Act, Capacity, ClockEffect, Document, State

_UNDECIDED = "submitted received correction waiting reviewing supplement suspended"
_STOPPED = "waiting reviewing supplement suspended"
_LATER = "reviewing supplement suspended granted"
_ENDED = "delivered not_accepted not_required forwarded withdrawn returned terminated"

LINES = f"""
save | draft correction supplement | = | applicant acceptor assistant | none | - | -
submit | draft | submitted | applicant acceptor system | start_receive | - | -
receive | submitted | received | acceptor system | none | receipt | -
accept | received | reviewing | acceptor system | start_decision | acceptance | -
promise_later | draft received correction | = | applicant acceptor | none | deferral_promise | -
pledge | draft received correction supplement | = | applicant acceptor | none | pledge | -
accept_deferred | received | reviewing | acceptor | start_decision | deferral_notice | -
supply_later | {_LATER} | = | applicant acceptor | none | - | -
check_later | {_LATER} | = | acceptor | none | - | -
take_in | draft | waiting | system | none | - | -
start | waiting | reviewing | system | start_decision | - | -
not_accept | received | not_accepted | acceptor | stop | non_acceptance | reason
not_required | received | not_required | acceptor | stop | not_required_notice | reason
ask_correction | received | correction | acceptor system | stop | correction_notice | reason
ask_correction | reviewing | supplement | reviewer approver | pause | correction_notice | reason
note_gaps | reviewing | = | reviewer approver | none | - | -
note_gaps | waiting | = | expected | none | - | -
send_notice | reviewing | supplement | acceptor system | pause | correction_notice | -
ask_along | reviewing | supplement | system | pause | - | -
close_notice | supplement | reviewing | system | resume | - | -
supply | correction | received | applicant acceptor | start_receive | - | -
supply | supplement | reviewing | applicant acceptor system | resume | - | -
deem_accepted | submitted received | reviewing | system | start_decision | acceptance | -
opinion | reviewing | = | reviewer surveyor | none | - | -
send_back | reviewing | = | reviewer approver | none | - | reason
assign | reviewing | = | reviewer surveyor approver | none | - | -
take_back | reviewing | = | participant | none | - | -
delegate | reviewing | = | reviewer surveyor approver | none | - | -
prepare | reviewing | = | helper | none | - | -
add_seat | reviewing | = | reviewer surveyor approver | none | - | reason
drop_seat | reviewing | = | participant | none | - | reason
urge | reviewing | = | applicant acceptor supervisor participant | none | - | -
copy_to | reviewing supplement suspended | = | participant | none | - | -
convene | reviewing | = | acceptor participant | none | - | reason
minute | reviewing | = | participant | none | - | -
pause | reviewing | suspended | reviewer approver | pause | procedure | reason
resume | suspended | reviewing | reviewer approver system | resume | - | -
extend | reviewing | = | approver | extend | extension | reason
grant | reviewing | granted | approver system | stop | approval | -
deem_renewed | reviewing suspended | granted | system | stop | approval | -
refuse | reviewing | refused | approver | stop | refusal | reason
forward | reviewing | forwarded | approver | stop | forwarding | reason
issue | granted | issued | acceptor approver system | none | pickup | -
hand_up | granted | issued | system | none | - | -
conclude | reviewing | issued | system | stop | pickup | -
go_with | issued refused | delivered | system | none | - | -
all_delivered | issued | delivered | system | none | - | -
choose_delivery | draft {_UNDECIDED} granted refused issued | = | applicant acceptor | none | - | -
deliver | issued refused | delivered | acceptor hander | none | delivery | -
send | issued refused | = | acceptor | none | - | -
arrive | issued refused | delivered | applicant acceptor | none | delivery | -
deliver_online | issued refused | delivered | system | none | delivery | -
confirm | delivered | = | applicant | none | - | -
withdraw | {_UNDECIDED} | withdrawn | applicant | stop | withdrawal | reason
return_unfinished | correction supplement | returned | acceptor system | stop | return | reason
terminate | {_STOPPED} | terminated | approver system | stop | termination | reason
terminate | granted | terminated | system | stop | termination | reason
void | draft | voided | applicant acceptor administrator system | none | - | -
void | {_UNDECIDED} granted refused issued {_ENDED} | voided | administrator | stop | - | reason
archive | {_ENDED} | archived | acceptor system administrator | none | - | -
"""


@dataclass(frozen=True)
class Arrow:
    """One arrow from one state."""

    act: Act
    source: State
    target: State
    who: frozenset[Capacity]
    clock: ClockEffect
    document: Document | None
    reason: bool


def _arrows() -> list[Arrow]:
    made = []
    for line in LINES.strip().splitlines():
        act, sources, target, who, clock, document, reason = (cell.strip() for cell in line.split("|"))
        for source in sources.split():
            after = source if target == "=" else target
            made.append(
                Arrow(
                    Act(act), State(source), State(after), frozenset(Capacity(one) for one in who.split()),
                    ClockEffect(clock), None if document == "-" else Document(document), reason == "reason",
                )
            )  # fmt: skip
    return made


ARROWS = _arrows()
BY_PLACE = {(one.source, one.act): one for one in ARROWS}
UNDECIDED = frozenset(State(one) for one in _UNDECIDED.split())
ENDED = frozenset(State(one) for one in _ENDED.split())
