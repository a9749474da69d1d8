"""What promises have in common (容缺 and 告知承诺): what is asked for so far, and who may sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from yimen.parties import queries as parties
from yimen.rules import answers as answer_rules
from yimen.rules import intake
from yimen.rules.calendar import china_date
from yimen.rules.people import same_name
from yimen.rules.terms import Capacity, State

from ._handout import mandated
from ._work import Work
from .intake import gaps
from .library import given


class Signed(TypedDict):
    """How a promise is signed. `agreed`: 我承诺 was ticked; `signer`: the name signed with; at the counter,
    where it is another's, `proxy_number` is the identity number of whoever holds a mandate."""

    agreed: bool
    signer: str
    proxy_number: NotRequired[str]


def facts_of_signing(work: Work, signed: Signed) -> Mapping[str, Any]:
    """What the rules of both promises ask of the signing: agreed, signer, mandated, breaches."""
    signer = signed["signer"]
    return {
        "agreed": signed["agreed"], "signer": signer,
        "mandated": may_sign(work, signer, signed.get("proxy_number", "")),
        "breaches": parties.open_breaches(work.case.party_id),
    }  # fmt: skip


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
