"""What an applicant, or a clerk for one, sends."""

from __future__ import annotations

from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.rules.terms import Channel

from ..typed import Code, Id, Line, LongText, Out, Rev, Strict, Text
from .common import DoneOut

_WHOLE = Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]
_DECIMAL = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_SEVERAL = Annotated[list[Line], Field(max_length=100)]
#: One answer: text, number, yes or no, several choices, or null to clear it.
Answer = Annotated[bool, Field(strict=True)] | _WHOLE | _DECIMAL | LongText | _SEVERAL | None


class OpenIn(Strict):
    """开始一份申请。"""

    item: Code = Field(description="事项编码")
    party: Id | None = Field(None, description="申请人的登记号；不写是本人")
    number: Annotated[Line, StringConstraints(max_length=30)] | None = Field(
        None, description="申请人的身份证号或统一社会信用代码；窗口人员替人开始时要写，代替登记号"
    )
    channel: Channel | None = Field(None, description="办理形式；不写：窗口人员是 1，其他人是 2")
    region: Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")] | None = Field(
        None, description="在哪里办，12 位区划代码；不写是本站"
    )
    ticket: Id | None = Field(None, description="自己的窗口正在办的号票 id：办件记在这个号上")


class AnswersIn(Strict):
    """填表。只改写到的栏，没写的不动。"""

    answers: dict[Annotated[str, StringConstraints(max_length=80)], Answer] = Field(
        max_length=500, description="栏目代码 → 答案"
    )
    contact_phone: Annotated[Line, StringConstraints(max_length=30)] | None = Field(
        None, description="联系手机号"
    )
    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")


class SubmitIn(Strict):
    """提交，或补交。"""

    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")


class HandInIn(SubmitIn):
    """提交。"""

    again: str = Field("", max_length=200, description="同一申请人同样的还有一件没办完时，为什么还要再办一件")


class WithdrawIn(SubmitIn):
    """撤回。"""

    reason: Text = Field(description="为什么撤回")


class WrongOut(Out):
    """表里要改的一处。"""

    field: str
    code: str
    words: str


class SavedOut(DoneOut):
    """存好了；wrong 是提交前还要改的地方。"""

    wrong: list[WrongOut]


class AttachedOut(DoneOut):
    """收到了；file 是文件号，可以用来删除。登记纸质材料时没有。"""

    file: int | None
