"""The body of each act on a joint task."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field
from pydantic import StringConstraints

from yimen.rules.tasks.terms import Saying
from yimen.rules.tasks.visits import MOST_TIMES

from ..typed import Code, Id, Line, LongText, Moment, Rev, Strict, Text

Long = Annotated[Text, StringConstraints(max_length=2000)]
Times = Annotated[list[Moment], Field(min_length=1, max_length=MOST_TIMES)]


class TaskActIn(Strict):
    """没有别的要写。"""

    rev: Rev | None = Field(None, description="看到的版本号，也可以用 If-Match 带")


class ReasonIn(TaskActIn):
    """要写明原因。"""

    reason: Text = Field(description="原因")


class ChooseIn(TaskActIn):
    """选一个给出的时间。"""

    time: Moment = Field(description="给出的时间里的一个，带时区")


class AppointIn(ChooseIn, ReasonIn):
    """电话里约好的时间，和谁怎么约定的写在 reason。"""


class ProposeIn(TaskActIn):
    """给申请人选的时间。"""

    times: Times = Field(description="1 到 3 个，工作日 8:00 到 18:00，至少提前 1 个工作日")
    prepare: Text = Field("", description="请申请人准备什么；空着就不改")


class RevisitIn(ProposeIn, ReasonIn):
    """再约一次现场：为什么要再去，给哪些时间。"""


class RecordIn(TaskActIn):
    """到了现场。"""

    staff: list[Code] = Field(min_length=1, max_length=30, description="到场工作人员的工号，2 名以上")
    applicant: Annotated[Line, StringConstraints(max_length=80)] = Field("", description="申请人一方到场的人")


class FindIn(TaskActIn):
    """发现的一条。"""

    text: Long = Field(description="发现了什么")
    mend: bool = Field(False, strict=True, description="要不要整改")
    days: int = Field(0, ge=0, le=366, strict=True, description="整改期限，1 到 60 个工作日；不用整改写 0")


class SayIn(TaskActIn):
    """本部门的意见。"""

    saying: Saying = Field(description="同意、整改后同意、不同意")
    text: Long = Field("", description="说明；不同意要写理由")


class SignOffIn(TaskActIn):
    """申请人一方怎么签的。"""

    signed: Literal["signed", "refused"] = Field(description="签字了，或者拒绝签字")
    words: Annotated[Text, StringConstraints(max_length=500)] = Field("", description="拒绝签字的理由")
    witness: Annotated[Line, StringConstraints(max_length=80)] = Field("", description="拒绝签字的见证人")


class ConcludeIn(TaskActIn):
    """结论，和对每个不同意见的回应。"""

    text: Annotated[LongText, StringConstraints(max_length=4000)] = Field(description="结论")
    answers: dict[Code, Text] = Field(
        {}, max_length=50, description="部门的统一社会信用代码 → 怎么回应它的不同意见"
    )


class AnswerIn(TaskActIn):
    """答复一条整改。"""

    finding: Id = Field(description="哪一条")
    text: Long = Field(description="怎么整改的")


class CheckIn(TaskActIn):
    """复查一条整改。"""

    finding: Id = Field(description="哪一条")
    ok: bool = Field(strict=True, description="整改好了没有")
    words: Annotated[Text, StringConstraints(max_length=1000)] = Field(
        "", description="没有通过的，写明还差什么"
    )
