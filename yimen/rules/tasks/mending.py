"""整改: what was found, one list for the applicant, a deadline each, answered and checked one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..errors import Kind, RuleBroken
from .lifecycle import RECORDED_IN
from .terms import FindingState, Saying, TaskState


class FindingEmpty(RuleBroken):
    """A finding says what was found."""

    code = "task.finding_empty"
    text = "请写明发现了什么"
    kind = Kind.INVALID


class BadMendingDays(RuleBroken):
    """What is to be mended has a deadline of 1 to 60 working days."""

    code = "task.bad_mending_days"
    text = "整改期限要在 1 到 60 个工作日之间"
    kind = Kind.INVALID


class NotAnswerable(RuleBroken):
    """Only what waits for the applicant can be answered."""

    code = "task.not_answerable"
    text = "这一条现在是“{state}”，不用答复"


class NotCheckable(RuleBroken):
    """Only what was answered can be checked, and by the department that found it."""

    code = "task.not_checkable"
    text = "这一条现在是“{state}”，还不能复查"


class NotYourFinding(RuleBroken):
    """Each department checks what it found."""

    code = "task.not_your_finding"
    text = "这一条是{name}发现的，由他们复查"
    kind = Kind.FORBIDDEN


class AnswerEmpty(RuleBroken):
    """An answer says what was done, or shows it."""

    code = "task.answer_empty"
    text = "请写一句怎么整改的，或者上传照片"
    kind = Kind.INVALID


class MendingWordsMissing(RuleBroken):
    """Not accepted: the applicant reads why."""

    code = "task.check_words_missing"
    text = "没有通过的，请写明还差什么"
    kind = Kind.INVALID


#: The longest time to mend something, in working days.
MOST_DAYS = 60


@dataclass(frozen=True)
class Finding:
    """One finding of one department (credit code)."""

    department: str
    name: str
    state: FindingState
    due: datetime | None = None
    overdue: bool = False


def require_finding(text: str, mend: bool, days: int) -> FindingState:
    """Where a new finding begins. Raises FindingEmpty, BadMendingDays."""
    if not text.strip():
        raise FindingEmpty()
    if not mend:
        return FindingState.NOTED
    if not 1 <= days <= MOST_DAYS:
        raise BadMendingDays()
    return FindingState.OPEN


def answered(one: Finding, text: str, photos: int) -> FindingState:
    """The applicant says what was done. Raises NotAnswerable, AnswerEmpty."""
    if one.state not in {FindingState.OPEN, FindingState.ANSWERED}:
        raise NotAnswerable(state=one.state.label)
    if not text.strip() and not photos:
        raise AnswerEmpty()
    return FindingState.ANSWERED


def checked(one: Finding, mine: Iterable[str], ok: bool, words: str) -> FindingState:
    """The department looks at the answer. Raises NotYourFinding, NotCheckable, MendingWordsMissing."""
    if one.department not in set(mine):
        raise NotYourFinding(name=one.name)
    if one.state is not FindingState.ANSWERED:
        raise NotCheckable(state=one.state.label)
    if not ok and not words.strip():
        raise MendingWordsMissing()
    return FindingState.DONE if ok else FindingState.OPEN


def is_open(one: Finding) -> bool:
    """Whether something of it is still to be done."""
    return one.state in {FindingState.OPEN, FindingState.ANSWERED}


def is_late(one: Finding, now: datetime) -> bool:
    """Whether the applicant's time ran out, and nobody has noted that yet."""
    waits = one.state is FindingState.OPEN and not one.overdue
    return waits and one.due is not None and one.due < now


def agrees_now(saying: Saying | None, findings: Iterable[Finding]) -> bool:
    """Whether a department that agreed on conditions agrees: all that it found is mended."""
    return saying is Saying.CONDITIONS and not any(is_open(one) for one in findings)


def word_now(state: TaskState, saying: Saying, findings: Iterable[Finding]) -> Saying | None:
    """What the word of a department on a signed record is worth today for a seat that opens later: nobody is
    asked to go there twice. `findings`: those of this department. None while its conditions are not met, and
    where no record is signed."""
    if state not in RECORDED_IN:
        return None
    if saying is not Saying.CONDITIONS:
        return saying
    return Saying.AGREE if agrees_now(saying, findings) else None


def settled(findings: Iterable[Finding]) -> bool:
    """Whether nothing is left to mend."""
    return not any(is_open(one) for one in findings)
