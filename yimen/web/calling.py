"""催办 and 会诊 from outside the round: what a page of the applicant, the window or the watch offers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yimen.cases.queries import CasePage
from yimen.rules import review
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Act

#: Longest words that go with it.
WHY_MAX = 200


def parts(page: CasePage, now: datetime) -> dict[str, Any]:
    """What a page offers: to urge, to call a sitting; and whether it was urged today."""
    return {
        "may_urge": Act.URGE in page.acts and _urgeable(page, now),
        "urged": Act.URGE in page.acts and page.case.urged_at is not None and not _urgeable(page, now),
        "may_convene": Act.CONVENE in page.acts and _sits(page, now),
    }


def _urgeable(page: CasePage, now: datetime) -> bool:
    calendar, last = page.calendar, page.case.urged_at
    try:
        if page.spec.members:
            since = page.members.since if page.members else {}
            review.require_urge_whole(page.capacities, since, calendar, last, now)
        else:
            review.require_urge(page.capacities, page.current, "", calendar, last, now)
    except RuleBroken:
        return False
    return True


def _sits(page: CasePage, now: datetime) -> bool:
    try:
        review.convened(page.current, page.spec.mode, now, sitting=page.sitting is not None)
    except RuleBroken:
        return False
    return True
