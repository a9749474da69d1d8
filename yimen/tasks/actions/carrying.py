"""Carrying a department's word into the seats that wait for it in the case, by the case's own act."""

from __future__ import annotations

from yimen.cases import actions as cases
from yimen.cases import queries as case_queries
from yimen.rules.tasks.terms import Saying, TaskKind
from yimen.rules.terms import Duty, Verdict

from ..models import Part
from ._work import Work

_VERDICT = {
    Saying.AGREE: Verdict.AGREE, Saying.CONDITIONS: Verdict.AGREE, Saying.DISAGREE: Verdict.DISAGREE,
}  # fmt: skip


def duties_of(kind: TaskKind, *, whole: bool) -> frozenset[Duty]:
    """The seats that a word in this kind of task answers: 踏勘 on a visit; in a member's own case, review."""
    on_visit = {Duty.SURVEY} if kind is TaskKind.VISIT else set()
    return frozenset(on_visit | ({Duty.REVIEW, Duty.SURVEY} if whole else set()))


def carry(work: Work, part: Part, text: str) -> None:
    """Sign what the department's own seats in the case wait for; a seat that is not open is left alone.

    Once a task: a word that was carried is not carried again.
    """
    case = work.task.case
    subject = case_queries.subject(case.number) if case else None
    code = part.department.credit_code
    if subject is None or part.signed_in or code not in subject.involved:
        return
    own = [one.number for one in subject.members if one.department == code and one.running]
    numbers = own if subject.members else [subject.number]
    duties = duties_of(work.kind, whole=bool(subject.members))
    verdict = str(_VERDICT[Saying(part.saying)])
    said = f"{work.kind.label} {work.number}：{text or Saying(part.saying).label}"
    signed = [
        number
        for number in numbers
        if cases.sign_within(work.actor, number, duties=duties, verdict=verdict, text=said, now=work.now)
    ]
    part.signed_in = " ".join(signed)[:200]
    part.save(update_fields=["signed_in"])
