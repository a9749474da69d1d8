"""整改: the applicant answers each line of the one list, the department that found it looks at the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.tasks import mending as rules
from yimen.rules.tasks import standing
from yimen.rules.tasks.papers import MENDED
from yimen.rules.tasks.terms import FindingState, Saying, TaskAct
from yimen.trail.usecase import use_case

from ..models import Finding, Part, TaskFile
from ..queries.facts import finding_fact
from ._work import TaskDone, Work, decide, load, record
from .carrying import carry
from .finishing import finish
from .recording import add_file


class FindingUnknown(RuleBroken):
    """The finding is none of this task."""

    code = "task.finding_unknown"
    text = "没有找到这一条，请刷新再看"
    kind = Kind.NOT_FOUND


def _finding(work: Work, pk: int) -> Finding:
    found = next((one for one in work.findings if one.pk == pk), None)
    if found is None:
        raise FindingUnknown()
    return found


@use_case(TaskDone)
def answer_finding(
    actor: Actor, task: int, finding: int, *, text: str, now: datetime, photos: Sequence[str] = (),
    rev: int | None = None, once: str = "",
) -> TaskDone:  # fmt: skip
    """答复整改: what was done, in words or photos (digests). Raises NotAnswerable, AnswerEmpty, NoPhoto."""
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.ANSWER)
    one = _finding(work, finding)
    one.state = rules.answered(finding_fact(one), text, len(photos))
    one.answer, one.answered_at = text.strip()[:2000], now
    one.save(update_fields=["state", "answer", "answered_at"])
    for digest in photos:
        add_file(work, TaskFile.MENDED, digest, one)
    return record(work, {"finding": finding})


@use_case(TaskDone)
def check_finding(
    actor: Actor,
    task: int,
    finding: int,
    *,
    ok: bool,
    words: str,
    now: datetime,
    rev: int | None = None,
    once: str = "",
) -> TaskDone:
    """复查: mended, or what is still lacking. When all that a department found is mended, it agrees in the
    case; when nothing is left at all, the task is closed.

    Raises NotYourFinding, NotCheckable, MendingWordsMissing.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.CHECK)
    one = _finding(work, finding)
    one.state = rules.checked(finding_fact(one), standing.departments(actor), ok, words)
    one.words, one.checked_at, one.checked_by = words.strip()[:1000], now, actor.label
    one.save(update_fields=["state", "words", "checked_at", "checked_by"])
    if one.state == FindingState.DONE:
        _agree(work, one.part)
    record(work, {"finding": finding, "ok": ok})
    return finish(work)


def _agree(work: Work, asked: Part) -> None:
    """Its conditions are met: the department's seats in the case are signed."""
    part = next(one for one in work.parts if one.pk == asked.pk)
    found = [finding_fact(one) for one in work.findings_of(part)]
    said = Saying(part.saying) if part.saying else None
    if rules.agrees_now(said, found):
        mended = sum(one.state is FindingState.DONE for one in found)
        carry(work, part, MENDED.format(n=mended))
