"""What promises have in common (容缺 and 告知承诺): what is asked for so far, and who may sign."""

from __future__ import annotations

from yimen.rules import answers as answer_rules
from yimen.rules import intake
from yimen.rules.calendar import china_date
from yimen.rules.people import same_name
from yimen.rules.terms import Capacity, State

from ._handout import mandated
from ._work import Work
from .intake import gaps
from .library import given


def gaps_so_far(work: Work) -> intake.Gaps:
    """What is missing; of a draft on what was answered so far."""
    if work.case.state != State.DRAFT:
        return gaps(work)
    today = china_date(work.now)
    known = answer_rules.read(work.spec, work.case.answers, today).answers
    return intake.judge(work.spec, known, given(work.lines), today)


def may_sign(work: Work, signer: str, proxy_number: str) -> bool:
    """The applicant's side is the applicant, or was let in by a mandate; at the counter it is looked at."""
    if Capacity.APPLICANT in work.capacities:
        return True
    party = work.case.party
    head = party.name if party.kind == party.PERSON else party.legal_person
    own = bool(head) and same_name(signer, head)
    return own or mandated(work.case, signer, proxy_number, work.now)
