"""What each department says, new drawings, and the lead's conclusion that answers every disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from yimen.rules.authority import Actor
from yimen.rules.tasks import lifecycle, mending, opinions
from yimen.rules.tasks.terms import Saying, TaskAct, TaskPaper, TaskState
from yimen.trail.usecase import use_case

from ..models import Part, Said, TaskFile
from ..queries.facts import finding_fact, part_fact
from ._words import said_words
from ._work import TaskDone, Work, decide, done, issue, load, on, record, run_deadlines
from .appointing import told
from .carrying import carry
from .finishing import finish
from .recording import add_file, taking_part
from .signing import tell_list


@use_case(TaskDone)
def say(
    actor: Actor, task: int, *, saying: str, text: str, now: datetime, rev: int | None = None, once: str = ""
) -> TaskDone:
    """提意见: 同意, 整改后同意 or 不同意, once a round. What is agreed or not is signed in the case at once;
    what is agreed on conditions when they are met.

    Raises SaidAlready, SayingWordsMissing, OpenFindings, NothingToMend.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.SAY)
    part, said = taking_part(work), Saying(saying)
    found = [finding_fact(one) for one in work.findings_of(part)]
    opinions.require_say(
        part_fact(part), said, text, open_findings=sum(map(mending.is_open, found)),
        on_site=work.kind in lifecycle.RECORDED,
    )  # fmt: skip
    part.saying, part.text, part.said_at, part.said_by = said, text.strip()[:2000], now, actor.label
    part.save(update_fields=["saying", "text", "said_at", "said_by"])
    if said is not Saying.CONDITIONS:
        carry(work, part, part.text)
    record(work, {"department": part.department.credit_code, "saying": saying, "text": part.text})
    return ready(work)


def ready(work: Work) -> TaskDone:
    """Where opinions were asked and all are there: the lead's turn."""
    asked = work.kind in lifecycle.OPINED and work.task.state == TaskState.GATHERING
    if asked and opinions.all_heard([part_fact(one) for one in work.parts]):
        return record(on(work, TaskAct.READY))
    return done(work)


@use_case(TaskDone)
def draw(
    actor: Actor, task: int, *, files: Sequence[str], now: datetime, rev: int | None = None, once: str = ""
) -> TaskDone:
    """交新图: a new version of the drawings (digests) opens a new round; what was said stays as it was.

    Raises NoPhoto where a file was not uploaded.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.DRAW)
    if work.task.files.filter(kind=TaskFile.DRAWING).exists():
        _open_round(work)
    for digest in files or [""]:
        add_file(work, TaskFile.DRAWING, digest)
    return record(work, {"round": work.task.round, "files": len(files)})


def _open_round(work: Work) -> None:
    for part in work.parts:
        if part.saying:
            _keep_said(part, work.task.round)
        part.saying, part.text, part.said_at, part.said_by = "", "", None, ""
        part.silent = part.overdue = False
        part.save()
    work.task.round += 1
    run_deadlines(work, work.parts)


def _keep_said(part: Part, turn: int) -> None:
    Said.objects.create(
        part=part, round=turn, saying=part.saying, text=part.text, said_at=part.said_at, said_by=part.said_by
    )


@use_case(TaskDone)
def conclude(
    actor: Actor, task: int, *, text: str, answers: Mapping[str, str], now: datetime,
    rev: int | None = None, once: str = "",
) -> TaskDone:  # fmt: skip
    """作出结论: one joint opinion; `answers`: credit code → how its disagreement is met.

    Raises ConclusionMissing, DisagreementUnanswered.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.CONCLUDE)
    opinions.require_conclusion([part_fact(one) for one in work.parts], text, dict(answers))
    work.task.conclusion = text.strip()[:4000]
    for part in work.parts:
        part.met = answers.get(part.department.credit_code, "").strip()[:1000]
        part.save(update_fields=["met"])
    _start(work)
    issue(work, TaskPaper.JOINT_OPINION, told(work, _rows(work)))
    record(work, {"round": work.task.round})
    tell_list(work)
    return finish(work)


def _start(work: Work) -> None:
    for one in work.findings:
        if mending.is_open(finding_fact(one)) and one.due_at is None:
            one.due_at = opinions.due_of(work.calendar, work.now, one.days)
            one.save(update_fields=["due_at"])


def _rows(work: Work) -> list[tuple[str, str]]:
    turn = [("第几轮", str(work.task.round))] if work.task.round > 1 else []
    said = [(one.department.short_name, said_words(one)) for one in work.parts]
    return [*turn, *said, ("联合结论", work.task.conclusion)]
