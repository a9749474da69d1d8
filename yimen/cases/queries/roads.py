"""Applications as `yimen.projects` reads them: where each stands and its members, for one project at a time.

No reader and no rights here: whether somebody may see the project is asked before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from yimen.rules.terms import State
from yimen.trail import queries as trail

from ..models import Case, CaseMaterial


@dataclass(frozen=True)
class Applied:
    """One application or one member of it. `made`: its result is there; `result`: its number or name."""

    id: int
    number: str
    item: str
    title: str
    department: str
    organ: str
    state: State
    version: int
    filed: bool
    made: bool
    result_name: str
    result: str
    accepted_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    members: tuple[Applied, ...] = ()

    @property
    def results(self) -> tuple[Applied, ...]:
        """What issued a result: its members, or the application itself where it has none."""
        return tuple(one for one in (self.members or (self,)) if one.made)


@dataclass(frozen=True)
class MissingLine:
    """A material of a draft that was not given yet."""

    code: str
    name: str


_STATES = {str(one): one for one in State}
_MADE = frozenset({State.ISSUED, State.DELIVERED})


def applied(ids: Collection[int]) -> dict[int, Applied]:
    """The applications of these ids with their members: two statements."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = Case.objects.filter(Q(pk__in=wanted)).select_related("item", "department")
    children = Case.objects.filter(parent__in=wanted).select_related("item", "department").order_by("pk")
    below: dict[int, list[Applied]] = {}
    for child in children:
        below.setdefault(child.parent_id or 0, []).append(_row(child))
    return {case.pk: _row(case, below.get(case.pk, ())) for case in found}


def _row(case: Case, members: Iterable[Applied] = ()) -> Applied:
    state = State(case.state)
    return Applied(
        case.pk, case.number, case.item.code, case.title, case.department.short_name,
        case.department.credit_code, state, case.version_id, case.submitted_at is not None,
        state in _MADE or (state is State.ARCHIVED and case.issued_at is not None),
        case.result_name, case.result_number or case.result_name, case.accepted_at,
        case.issued_at or case.closed_at, case.due_at, tuple(members),
    )  # fmt: skip


def changes_of(numbers: Collection[str]) -> dict[str, list[tuple[datetime, State]]]:
    """The states of each case in order, since when: from its trail."""
    return {number: _changes(rows) for number, rows in trail.histories(numbers).items()}


def _changes(rows: Iterable[trail.Row]) -> list[tuple[datetime, State]]:
    made: list[tuple[datetime, State]] = []
    for row in rows:
        # The first event of a case has no states: it was a draft from then on.
        state = _STATES.get(str(row.data.get("to", "")))
        if state is None and not made:
            state = State.DRAFT
        if state is not None and (not made or made[-1][1] is not state):
            made.append((row.at, state))
    return made


def missing_lines(ids: Collection[int]) -> dict[int, list[MissingLine]]:
    """Of drafts, the materials that were not given yet."""
    found = CaseMaterial.objects.filter(
        case__in=list(ids), case__state=State.DRAFT, status=CaseMaterial.MISSING
    ).order_by("case", "order")
    out: dict[int, list[MissingLine]] = {}
    for case, code, name in found.values_list("case", "code", "name"):
        out.setdefault(case, []).append(MissingLine(code, name))
    return out


def said_in(ids: Collection[int]) -> dict[str, Any]:
    """What the forms of these applications said, by the key of the data element; the later one counts."""
    out: dict[str, Any] = {}
    for case in Case.objects.filter(pk__in=list(ids)).only("answers").order_by("pk"):
        out |= {key: value for key, value in case.answers.items() if value not in (None, "", [])}
    return out
