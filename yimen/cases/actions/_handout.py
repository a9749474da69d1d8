"""What the acts of handing out share: the pickup code, the place, and the results of a bundle's members."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yimen.bureau import queries as bureau
from yimen.hall import queries as hall
from yimen.parties import queries as parties
from yimen.parties.queries import helping as mandates
from yimen.rules import delivery
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.delivery import Way
from yimen.rules.helping.fetching import Fetcher, require_fetch
from yimen.rules.terms import Act, State

from ..models import Case
from ._later import require_settled
from ._licence import act_on_licence
from ._work import Done, Work, decide, keep, load, record, settle

#: Digits of the pickup code on the 领证凭证.
CODE_DIGITS = 6
#: How the results come where each comes as soon as it is there.
EACH = "办好一项给一项"
_WAIT = (State.ISSUED, State.REFUSED)


def kept(case: Case) -> dict[str, Any]:
    """A copy of what is kept of the delivery."""
    return dict(case.delivery)


def mandated(case: Case, name: str, number: str, now: datetime) -> bool:
    """Whether the person of this name and number holds a mandate of the applicant for this item today."""
    agent = parties.match(name, number) if number.strip() else None
    held = parties.mandates_of(agent, china_date(now)) if agent is not None else frozenset()
    return not held.isdisjoint({(case.party_id, ""), (case.party_id, case.item.code)})


def let_fetch(case: Case, by: str, name: str, helper: str, now: datetime) -> bool:
    """Whether a helper came (`helper`: staff number, "" for none). `by`: staff number of who hands out.
    Raises HelperMayNotFetch, OnlyAssistsNoFetch where this one may not take the result."""
    number = helper.strip()
    if not number:
        return False
    staff = bureau.staff_by_number(number)
    told = staff.name if staff is not None and staff.active else ""
    one = Fetcher(number, told, mandates.helps_of(number, china_date(now)))
    require_fetch(one, name, case.party_id, case.item.code, by=by)
    return True


def issue(work: Work) -> Done:
    """出证 in hand: the licence is made, the pickup code drawn, the voucher left. Raises Outstanding."""
    require_settled(work)
    case = work.case
    case.issued_at = work.now
    act_on_licence(work)
    paper = {**_voucher(work), "result": case.result_name}
    return record(work, {"result_number": case.result_number}, paper=paper)


def _voucher(work: Work) -> dict[str, Any]:
    """What the 领证凭证 says of the way; the pickup code is drawn anew."""
    case = work.case
    case.delivery = {**kept(case), "code": f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"}
    way = delivery.chosen(case.delivery).way
    if way is not Way.PICKUP:
        return {"how": way.label}
    return {"how": way.label, "place": place(work), "pickup_code": case.delivery["code"]}


def place(work: Work) -> str:
    """The hall that hands out: the chosen one, else the first window of the item."""
    if work.case.hall:
        return hall.name_of(work.case.hall)
    return "，".join(part for w in work.spec.windows[:1] for part in (w.name, w.address) if part)


def hand_up(child: Work) -> Done:
    """交统一出件: the result of a member is made and goes to the counter of the whole. Raises as `issue`."""
    decide(child, Act.HAND_UP)
    require_settled(child)
    child.case.issued_at = child.now
    act_on_licence(child)
    return record(child, {"result_number": child.case.result_number})


def issue_own(child: Work, parent: Case) -> Done:
    """出证 of a member whose result comes by itself, the way that was chosen for all. Raises as `issue`."""
    decide(child, Act.ISSUE)
    _own(child, parent, refused=False)
    return issue(child)


def give_own(child: Work, parent: Case) -> None:
    """What a member has ready comes by itself: its result that lay with the others, or its refusal with its
    remedies."""
    _own(child, parent, refused=child.case.state == State.REFUSED)
    settle(child)
    keep(child)


def _own(child: Work, parent: Case, *, refused: bool) -> None:
    child.case.delivery = delivery.own_of(kept(parent), refused=refused)
    child.case.hall = parent.hall


def close_with_last(work: Work) -> None:
    """各项都已送达: the bundle ends with the last of its results."""
    case = decide(work, Act.ALL_DELIVERED).case
    case.delivered_at = case.closed_at = work.now
    record(work)


def conclude(work: Work, results: Sequence[dict[str, str]]) -> Done:
    """一件事办结: one voucher for all results, and for what was not granted."""
    case = decide(work, Act.CONCLUDE).case
    case.decided_at = case.issued_at = work.now
    case.result_name = "、".join(one["result"] for one in results if one["result"])[:300]
    told = [one["words"] for one in results]
    data = {"results": list(results)}
    each = delivery.chosen(case.delivery).each
    voucher = {"how": EACH, "each": True} if each else _voucher(work)
    return record(work, data, paper={**voucher, "result": case.result_name, "results": told})


def go_along(parent: Case, work: Work, receiver: str) -> None:
    """随一件事送达: what lay at the counter with the whole went out with it."""
    for number in parent.children.filter(state__in=_WAIT).order_by("pk").values_list("number", flat=True):
        child = decide(load(SYSTEM, number, now=work.now), Act.GO_WITH)
        child.case.delivered_at = child.case.closed_at = work.now
        child.case.received_result_by = receiver
        record(child, {"bundle": parent.number})
