"""What follows an event of a party, after commit: its register is asked, outside of any transaction."""

from __future__ import annotations

from datetime import datetime

from yimen.bridges import registers as bridge
from yimen.bridges import sms
from yimen.rules import registers as rules
from yimen.rules.registers import Circuit, Query, Register, Reply, Status
from yimen.trail.queries import Row
from yimen.trail.relay import Outside

from . import actions, queries
from .models import Party
from .queries import helping


class RegisterRests(Exception):
    """The register failed too often just now; the question waits."""


def _query(party: Party) -> Query:
    register = Register.PEOPLE if party.kind == Party.PERSON else Register.ENTERPRISES
    return Query(register, party.id_number, party.name, party.address, party.legal_person)


def consult(party_id: int, now: datetime) -> tuple[int, Register, Reply] | None:
    """Ask the party's register unless a fresh answer is there; None where there is nothing to ask.

    A failure is an answer too (没有答复): it is kept and tried again. Raises RegisterRests.
    """
    registers, party = bridge.configured(), queries.party(party_id)
    if registers is None or party is None or rules.is_fresh(queries.register_record(party_id), now):
        return None
    query = _query(party)
    if queries.circuit(query.register, now) is Circuit.OPEN:
        raise RegisterRests(f"{query.register}: failed {rules.FAILURES} times in a row, rests")
    try:
        reply = registers.ask(query, timeout=bridge.TIME_LIMIT)
    except bridge.Unreachable as error:
        reply = Reply(Status.DOWN, error=str(error))
    return party_id, query.register, rules.judged(query, reply)


def keep(row: Row, answer: tuple[int, Register, Reply] | None, now: datetime) -> bool:
    """Keep a dated record of the answer; False (ask again later) where the register did not answer."""
    if answer is None:
        return True
    party, register, reply = answer
    actions.keep_record(party, register, reply, now=now)
    return reply.status is not Status.DOWN


def _of_party(row: Row, now: datetime) -> tuple[int, Register, Reply] | None:
    return consult(int(row.stream.partition(":")[2]), now)


#: A party was registered: what does its register say?
ask_register = Outside(_of_party, keep, "yimen.parties.reactions.ask_register")


#: What the principal reads on the telephone. It says who asks, for nobody should give a code away unknowing.
CODE_TEXT = (
    "帮办员（工号 {staff}）请求帮您办事，同意就把验证码 {digits} 告诉他，10 分钟内有效。"
    "不是您要办的，不要告诉任何人。"
)


def _send_code(row: Row, now: datetime) -> None:
    """Bring a helper's code to the principal. A code that no longer counts is not sent. Raises NotSent."""
    gateway = sms.configured()
    found = helping.outgoing(int(row.data["mandate"]), int(row.data["sending"]))
    if gateway is None or found is None:
        return
    text = CODE_TEXT.format(staff=found.staff, digits=found.digits)
    gateway.send(found.phone, text, timeout=sms.TIME_LIMIT)


def _kept_nothing(row: Row, answer: None, now: datetime) -> bool:
    return True


#: A helper asked for a code: it goes to the telephone of the principal.
send_code = Outside(_send_code, _kept_nothing, "yimen.parties.reactions.send_code")
