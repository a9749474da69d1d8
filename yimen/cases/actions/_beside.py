"""重复申请: the applicant's other open application for the same item, and what goes on record of a second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.rules.applying import Beside, require_reason_again, same_matter
from yimen.rules.item import ItemSpec
from yimen.rules.lifecycle import OPEN

from ..models import Case
from ._work import Work

#: Open applications of one party for one item that are compared; more are nobody's mistake.
MOST_BESIDE = 20


def same_open(case: Case, spec: ItemSpec, answers: Mapping[str, Any]) -> Beside | None:
    """An application of the party for the item that is handed in, not decided, and in the same situation; as
    a member of a bundle too (1 statement). `answers` in their stored form."""
    found = Case.objects.filter(
        party_id=case.party_id, item_id=case.item_id, state__in=[str(one) for one in OPEN]
    )
    rows = found.exclude(pk=case.pk).select_related("parent").order_by("-pk")[:MOST_BESIDE]
    others = [_beside(row.parent or row, row.answers) for row in rows]
    return same_matter(spec, answers, others) if others else None


def _beside(told: Case, answers: dict[str, Any]) -> Beside:
    return Beside(told.number, told.title, answers)


def second(work: Work, again: str | None) -> dict[str, Any]:
    """What the event says of a second application: beside which, and why. Raises AlreadyApplied.

    `again` is None only where nobody is there to be asked: then nothing is compared.
    """
    if again is None:
        return {}
    found = same_open(work.case, work.spec, work.case.answers)
    if found is None:
        return {}
    return {"beside": found.number, "reason": require_reason_again(found, again)}
