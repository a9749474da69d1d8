"""What follows when a case was handed in or accepted: the registers are asked, outside of any transaction,
then the rules decide. A register that does not answer hands the case to a person: nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.catalogue import queries as catalogue
from yimen.parties import reactions as parties
from yimen.rules.instant import spec
from yimen.rules.registers import Register, Reply
from yimen.trail.queries import Row
from yimen.trail.relay import Outside

from . import actions

Answer = tuple[int, Register, Reply] | None


def _ask(row: Row, now: datetime) -> Answer:
    """What the applicant's register says; None where it need not be asked, or rests after failures."""
    case = case_queries.plain_case(row.stream)
    rules = spec.read(catalogue.spec(case.version_id))
    if rules is None or not rules.register:
        return None
    try:
        return parties.consult(case.party_id, now)
    except parties.RegisterRests:
        # No answer on file that is fresh: the rules read that as “did not answer”.
        return None


def _decide(row: Row, answer: Answer, now: datetime) -> bool:
    # A failure is kept too; the draft's own question tries again, and a person has the case meanwhile.
    parties.keep(row, answer, now)
    actions.decide(row.id, row.stream, now=now)
    return True


def _has_rules(row: Row) -> bool:
    return bool(row.data.get("instant"))


#: A case was handed in, supplied or accepted, and its item has rules.
judge = Outside(_ask, _decide, "yimen.instant.reactions.judge", _has_rules)


def issue(row: Row, now: datetime) -> None:
    """What a machine granted is issued by itself: the licence is drawn here, its file is made next. A member
    of a bundle hands its result up to the whole instead."""
    if _has_rules(row) and not cases.parent_of(row.stream):
        cases.issue_by_law(row.stream, now=now)
