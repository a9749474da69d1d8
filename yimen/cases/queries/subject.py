"""A case as the subject of what several departments do together: who is concerned and who has a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yimen.rules.lifecycle import ENDED, FINAL
from yimen.rules.terms import State

from ..models import Case, Seat
from .inbox import masked_party


@dataclass(frozen=True)
class SubjectMember:
    """One member of a bundle's application: its number and the credit code of its department."""

    id: int
    number: str
    title: str
    department: str
    running: bool


@dataclass(frozen=True)
class Subject:
    """A case, or the whole that it is. `party_name` is for rules only; doors show `party`, masked.

    `involved`: credit codes of every department that has a part; `examiners`: staff numbers of who signed or
    is to sign; `accepted`: it is being dealt with.
    """

    id: int
    number: str
    title: str
    item: str
    department: str
    party_id: int
    agent_id: int | None
    party: str
    concerned: frozenset[str]
    involved: frozenset[str]
    examiners: frozenset[str]
    accepted: bool
    members: tuple[SubjectMember, ...] = ()


_RUNNING = frozenset({State.REVIEWING, State.SUPPLEMENT, State.SUSPENDED})
_OVER = ENDED | FINAL | {State.ISSUED, State.REFUSED, State.GRANTED}


def subject(number: str) -> Subject | None:
    """The case of this number; None where there is none. No reader, no rights: for the actions above."""
    case = Case.objects.select_related("party", "item", "department").filter(number=number).first()
    if case is None:
        return None
    found = Case.objects.filter(parent=case).select_related("department").order_by("pk")
    members = tuple(_member(one) for one in found)
    seats = _seats([case.pk, *(one.id for one in members)])
    own = {case.department.credit_code, *(one.department for one in members)}
    return Subject(
        id=case.pk, number=case.number, title=case.title, item=case.item.code,
        department=case.department.credit_code, party_id=case.party_id, agent_id=case.agent_id,
        party=masked_party(case.party.kind, case.party.name),
        concerned=frozenset({case.party.name, case.party.legal_person} - {""}),
        involved=frozenset(own | {department for department, _ in seats}),
        examiners=frozenset({staff for _, staff in seats if staff} | {case.accepted_by} - {""}),
        accepted=case.state in _RUNNING, members=members,
    )  # fmt: skip


def _member(row: Case) -> SubjectMember:
    return SubjectMember(
        row.pk, row.number, row.title, row.department.credit_code, State(row.state) not in _OVER
    )


def _seats(cases: Iterable[int]) -> set[tuple[str, str]]:
    return set(Seat.objects.filter(case__in=list(cases)).values_list("department", "staff"))
