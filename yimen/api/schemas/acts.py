"""The body of each act on a case."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.rules.review import MOST_COPIES, Place
from yimen.rules.terms import Procedure, Role, Verdict

from ..typed import Code, Line, Rev, Strict, Text


class Plain(Strict):
    """没有别的要写。"""

    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")


class Reasoned(Plain):
    """要写明理由。"""

    reason: Text = Field(description="理由，写进文书")


class NotAcceptIn(Reasoned):
    """不予受理：理由；归别的机关管的，写明该去哪里。"""

    organ_to: Annotated[Line, StringConstraints(max_length=100)] = Field("", description="应向哪个机关申请")


class CorrectionIn(Reasoned):
    """一次告知要补的全部材料。"""

    rejected: dict[Annotated[Line, StringConstraints(max_length=40)], Line] = Field(
        {}, max_length=200, description="不符合的材料：编码 → 哪里不对"
    )
    fields: dict[Annotated[Line, StringConstraints(max_length=60)], Line] = Field(
        {}, max_length=200, description="要改的表格栏目：栏目代码 → 哪里不对"
    )
    again: Text = Field("", description="第二次告知的理由")


class GapsIn(Plain):
    """一件事的一项要补的：材料和栏目都空着，就是没有要补的。"""

    rejected: dict[Annotated[Line, StringConstraints(max_length=40)], Line] = Field(
        {}, max_length=200, description="不符合的材料：编码 → 哪里不对"
    )
    fields: dict[Annotated[Line, StringConstraints(max_length=60)], Line] = Field(
        {}, max_length=200, description="要改的表格栏目：栏目代码 → 哪里不对"
    )
    again: Text = Field("", description="过了 5 个工作日或者已经告知过：为什么当时没有提")


class NoticeIn(Plain):
    """各部门记下的，合成一份告知书。"""

    words: dict[Annotated[Line, StringConstraints(max_length=80)], Line] = Field(
        {}, max_length=400, description="改写的一条：material-编码 或 field-栏目代码 → 写给申请人的话"
    )
    again: Text = Field("", description="再次告知的理由")


class OpinionIn(Plain):
    """签意见。"""

    verdict: Verdict = Field(description="agree 同意，disagree 不同意")
    text: Text = Field("", description="意见；不同意要写")


class SendBackIn(Reasoned):
    """退回。"""

    to: int | None = Field(
        None, strict=True, ge=0, le=100, description="退到第几个环节（从 0 数）；不写是上一个"
    )


class SaidIn(Plain):
    """可以写明原因。"""

    reason: Text = Field("", description="原因，可以不写")


class AssignIn(SaidIn):
    """转办、委派。"""

    staff: Code = Field(description="同事的工号")


class AddSeatIn(Reasoned):
    """加签。"""

    department: Code = Field(description="部门的统一社会信用代码")
    role: Role = Field(description="岗位：officer 承办人，head 科室负责人，director 局领导")
    place: Place = Field(description="before 在自己前面，beside 同时，after 在自己后面")


class DropSeatIn(Reasoned):
    """减签。"""

    order: int = Field(strict=True, ge=0, le=1000, description="减掉的环节（办件里的 order）")


class CopyIn(SaidIn):
    """抄送。"""

    staff: list[Code] = Field(min_length=1, max_length=MOST_COPIES, description="抄送给谁：工号")


class MinutesIn(Plain):
    """会诊纪要。"""

    text: Text = Field(description="谁说了什么、商定了什么")


class PauseIn(Reasoned):
    """启动特别程序。"""

    kind: Procedure = Field(description="哪种特别程序")
    planned_end: date = Field(description="打算哪天结束")


class ResumeIn(Plain):
    """结束特别程序。"""

    result: Text = Field("", description="特别程序的结果")


class ExtendIn(Reasoned):
    """延长期限。"""

    days: int = Field(strict=True, ge=1, le=365, description="延长几个工作日，最多 10 个")


class GrantIn(Plain):
    """准予。"""

    text: Text = Field("", description="意见")
    result_number: Annotated[Line, Field(max_length=100)] = Field("", description="证件号，发证要填")
    result_from: date | None = Field(None, description="有效期起，发证要填")
    result_to: date | None = Field(None, description="有效期止")


class DeliverIn(Plain):
    """送达。"""

    receiver: Annotated[Line, StringConstraints(max_length=80)] = Field(description="领取人姓名")
    seen: Annotated[Line, StringConstraints(max_length=40)] = Field(description="核对过的证件，如居民身份证")
    proxy_number: Annotated[Line, StringConstraints(max_length=40)] = Field(
        "", description="受委托人的证件号"
    )
    code: Annotated[Line, StringConstraints(max_length=10)] = Field("", description="领证凭证上的领取码")
    helper: Annotated[Line, StringConstraints(max_length=20)] = Field(
        "", description="来领的帮办员的工号；要有申请人的代办委托"
    )


class SendIn(Plain):
    """寄出。"""

    tracking: Annotated[Line, StringConstraints(max_length=40)] = Field(description="快递单号")


class ArriveIn(Plain):
    """邮件送到。"""

    receiver: Annotated[Line, StringConstraints(max_length=80)] = Field(
        "", description="签收人，空着就是收件人"
    )


class DeferIn(Reasoned):
    """容缺受理：哪些材料后补，都要是申请人承诺过的。"""

    reason: Text = Field("", description="说明，可以不写")
    deferred: Annotated[list[Annotated[Line, StringConstraints(max_length=40)]], Field(max_length=200)] = (
        Field(description="后补的材料编码")
    )


class CheckLaterIn(Plain):
    """核对一份后补的材料。"""

    code: Annotated[Line, StringConstraints(max_length=40)] = Field(description="材料编码")
    ok: bool = Field(strict=True, description="true 符合，false 不符合")
    reason: Text = Field("", description="哪里不符合，告诉申请人")
