"""Acts on a case: one operation each, with the body it needs. Who may and when is the rules' to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router

from yimen.accounts.scopes import Scope
from yimen.cases import actions
from yimen.cases.actions import Done
from yimen.rules.terms import Act

from .auth import needs
from .idempotency import Acting, carry_out
from .schemas import acts as body
from .schemas.common import DoneOut
from .typed import CaseNumber

router = Router(tags=["办理"])
#: Asked for a class that is known only at run time.
_BODY: Any = Body


@dataclass(frozen=True)
class _One:
    """One act: what it does, what its body looks like, and who does it usually."""

    act: Act
    verb: Callable[..., Done]
    takes: type[body.Plain]
    told: str


ACTS = (
    _One(Act.RECEIVE, actions.receive, body.Plain, "窗口收下申请，出收件凭证。"),
    _One(Act.ACCEPT, actions.accept, body.Plain, "材料齐了就受理，承诺时限开始计时。"),
    _One(Act.ACCEPT_DEFERRED, actions.accept_deferred, body.DeferIn, "缺的都能后补，申请人承诺过。"),
    _One(Act.CHECK_LATER, actions.check_later, body.CheckLaterIn, "窗口核对后补的材料；不符合的写明。"),
    _One(Act.NOT_ACCEPT, actions.not_accept, body.NotAcceptIn, "不归本部门管，写明理由和该去哪里。"),
    _One(Act.NOT_REQUIRED, actions.not_required, body.Reasoned, "依法不用办，写明理由。"),
    _One(Act.ASK_CORRECTION, actions.ask_correction, body.CorrectionIn, "要补的材料一次全部告知。"),
    _One(Act.NOTE_GAPS, actions.note_gaps, body.GapsIn, "一件事的一项：记下要申请人补的；没有就空着。"),
    _One(Act.SEND_NOTICE, actions.send_notice, body.NoticeIn, "一件事：各部门记下的合成一份告知书发出。"),
    _One(Act.OPINION, actions.opinion, body.OpinionIn, "轮到谁谁签；不同意要写意见。"),
    _One(Act.SEND_BACK, actions.send_back, body.SendBackIn, "退回前面的环节，开新的一轮。"),
    _One(Act.TAKE_BACK, actions.take_back, body.SaidIn, "撤回自己签的意见；后面的人签了就不能撤。"),
    _One(Act.ASSIGN, actions.assign, body.AssignIn, "转给同部门同岗位的同事，可以写明原因。"),
    _One(Act.DELEGATE, actions.delegate, body.AssignIn, "请本部门的同事拟意见，签还是自己签。"),
    _One(Act.PREPARE, actions.prepare, body.OpinionIn, "受委派的人拟好意见，交回给要签的人。"),
    _One(Act.ADD_SEAT, actions.add_seat, body.AddSeatIn, "请别的部门或岗位也签：在自己前面、后面或者同时。"),
    _One(Act.DROP_SEAT, actions.drop_seat, body.DropSeatIn, "减掉还没签的加签环节；事项规定的环节不能减。"),
    _One(Act.URGE, actions.urge, body.SaidIn, "催等着签的人；申请人每个工作日一次。"),
    _One(Act.COPY_TO, actions.copy_to, body.CopyIn, "抄送给别的审批人员，归档以前他们能看这件。"),
    _One(Act.CONVENE, actions.convene, body.Reasoned, "三堂会诊：这一轮还没签的环节同时打开。"),
    _One(Act.MINUTE, actions.minute, body.MinutesIn, "记会诊纪要；再写一次就换成新的。"),
    _One(Act.PAUSE, actions.pause, body.PauseIn, "听证、检测等特别程序，时间不计入承诺。"),
    _One(Act.RESUME, actions.resume, body.ResumeIn, "特别程序结束，继续计时。"),
    _One(Act.EXTEND, actions.extend, body.ExtendIn, "只能延长一次，最多 10 个工作日。"),
    _One(Act.GRANT, actions.grant, body.GrantIn, "最后一个环节决定准予。"),
    _One(Act.REFUSE, actions.refuse, body.Reasoned, "最后一个环节决定不予许可，写明理由。"),
    _One(Act.FORWARD, actions.forward, body.Reasoned, "连同意见转报上级机关。"),
    _One(Act.ISSUE, actions.issue, body.Plain, "结果做好，等待领取。"),
    _One(Act.DELIVER, actions.deliver, body.DeliverIn, "核对证件，交给领取人，记下姓名。"),
    _One(Act.SEND, actions.send, body.SendIn, "申请人选了邮寄：寄出，记下单号。"),
    _One(Act.ARRIVE, actions.arrive, body.ArriveIn, "邮件送到了，办结。"),
    _One(Act.RETURN_UNFINISHED, actions.return_unfinished, body.Reasoned, "逾期没有补正，退还材料。"),
    _One(Act.TERMINATE, actions.terminate, body.Reasoned, "终止办理，写明理由。"),
    _One(Act.VOID, actions.void, body.Reasoned, "管理员作废，写明理由。"),
    _One(Act.ARCHIVE, actions.archive, body.Plain, "办结的办件归档。"),
)  # fmt: skip


def _view(one: _One) -> Callable[..., DoneOut]:
    def view(request: HttpRequest, response: HttpResponse, number: str, headers: Any, asked: Any) -> DoneOut:
        facts = asked.model_dump(exclude={"rev"})
        return carry_out(
            request, response, headers.once, one.verb, number, rev=headers.rev(asked.rev), **facts
        )

    # The framework reads a view's types from its annotations: here they come from the table.
    view.__annotations__ = {
        "request": HttpRequest, "response": HttpResponse, "number": CaseNumber, "headers": Header[Acting],
        "asked": _BODY[one.takes], "return": DoneOut,
    }  # fmt: skip
    if one.takes is body.Plain:
        view.__defaults__ = (body.Plain(rev=None),)
    view.__name__ = str(one.act)
    return view


for _one in ACTS:
    router.post(
        f"/cases/{{number}}/acts/{_one.act}", response=DoneOut, auth=needs(Scope.CASES_ACT),
        operation_id=f"acts_{_one.act}", summary=_one.act.label, url_name=f"act_{_one.act}",
        description=f"{_one.told}看不到的办件答 404，已经变了的答 409（case.stale）。令牌权限 cases:act。",
    )(_view(_one))  # fmt: skip
