"""Acts on a joint task: one operation each, with the body it needs. Who may and when is the rules' to say.

What comes with files (drawings, signed minutes, photos) is done on the pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router

from yimen.accounts.scopes import Scope
from yimen.rules.authority import Actor
from yimen.rules.tasks.lifecycle import SPECIAL
from yimen.rules.tasks.terms import TaskAct
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.actions import TaskDone

from .auth import needs
from .idempotency import Acting, done_once
from .schemas import task_acts as body
from .schemas.tasks import TaskDoneOut
from .typed import PathId

router = Router(tags=["联合任务"])
#: Asked for a class that is known only at run time.
_BODY: Any = Body


def conclude(actor: Actor, task: int, *, answers: dict[str, str], **facts: Any) -> TaskDone:
    """The conclusion of a review, or the result of a hearing or of experts, which has no opinions to meet."""
    if tasks.task_page(actor, task).kind in SPECIAL:
        return actions.end_procedure(actor, task, **facts)
    return actions.conclude(actor, task, answers=answers, **facts)


def answer(actor: Actor, task: int, *, finding: int, **facts: Any) -> TaskDone:
    """What was put right, in words."""
    return actions.answer_finding(actor, task, finding, **facts)


def check(actor: Actor, task: int, *, finding: int, **facts: Any) -> TaskDone:
    """Whether it is put right."""
    return actions.check_finding(actor, task, finding, **facts)


@dataclass(frozen=True)
class _One:
    """One act: what it does, what its body looks like, who does it usually, and by which scope."""

    act: TaskAct
    verb: Callable[..., TaskDone]
    takes: type[body.TaskActIn]
    told: str
    scope: Scope = Scope.CASES_ACT


_MINE = Scope.CASES_APPLY
ACTS = (
    _One(TaskAct.CHOOSE, actions.choose, body.ChooseIn, "申请人选一个给出的时间。", _MINE),
    _One(TaskAct.ASK_OTHER, actions.ask_other, body.ReasonIn, "申请人请另约时间，写明什么时候方便。", _MINE),
    _One(TaskAct.ANSWER, answer, body.AnswerIn, "申请人答复一条整改；照片在网页上交。", _MINE),
    _One(TaskAct.PROPOSE, actions.propose, body.ProposeIn, "牵头部门另提时间。"),
    _One(TaskAct.APPOINT, actions.appoint, body.AppointIn, "牵头部门记下电话里约好的时间。"),
    _One(TaskAct.RECORD, actions.begin_record, body.RecordIn, "到了现场，开始记录。"),
    _One(TaskAct.FIND, actions.find, body.FindIn, "参加部门记一条发现；照片在网页上交。"),
    _One(TaskAct.SAY, actions.say, body.SayIn, "参加部门提意见，一轮一次。"),
    _One(TaskAct.SIGN_OFF, actions.sign_off, body.SignOffIn, "意见到齐，牵头部门签署现场记录。"),
    _One(TaskAct.CONCLUDE, conclude, body.ConcludeIn, "牵头部门作出结论，逐一回应不同意见。"),
    _One(TaskAct.CHECK, check, body.CheckIn, "发现的部门复查整改。"),
    _One(TaskAct.REVISIT, actions.revisit, body.RevisitIn, "牵头部门再约一次现场。"),
    _One(TaskAct.CANCEL, actions.call_off, body.ReasonIn, "牵头部门取消任务。"),
)  # fmt: skip


def _view(one: _One) -> Callable[..., TaskDoneOut]:
    def view(
        request: HttpRequest, response: HttpResponse, task: int, headers: Any, asked: Any
    ) -> TaskDoneOut:
        facts = asked.model_dump(exclude={"rev"})
        done = done_once(request, response, headers.once, one.verb, task, rev=headers.rev(asked.rev), **facts)
        return TaskDoneOut.of(done)

    # The framework reads a view's types from its annotations: here they come from the table.
    view.__annotations__ = {
        "request": HttpRequest, "response": HttpResponse, "task": PathId, "headers": Header[Acting],
        "asked": _BODY[one.takes], "return": TaskDoneOut,
    }  # fmt: skip
    view.__name__ = f"task_{one.act}"
    return view


for _one in ACTS:
    router.post(
        f"/tasks/{{task}}/acts/{_one.act}", response=TaskDoneOut, auth=needs(_one.scope),
        operation_id=f"tasks_{_one.act}", summary=_one.act.label, url_name=f"task_act_{_one.act}",
        description=f"{_one.told}看不到的任务答 404，已经变了的答 409（task.changed）。"
        f"令牌权限 {_one.scope}。",
    )(_view(_one))  # fmt: skip
