"""One case, lists of cases, its history, and what the query code shows."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field

from yimen.rules.terms import Act, Channel, Light, State

from ..paging import Paged
from ..typed import Moment, Out, Strict


class CasesIn(Paged):
    """哪些办件。"""

    inbox: Literal["own", "window", "review"] = Field(
        "own", description="own 自己的；window 本窗口待办；review 等我签的"
    )


class TrackIn(Strict):
    """凭编号和查询码查进度。"""

    number: str = Field(max_length=40, description="办件编号，22 位")


class TrackCode(Strict):
    """The header with the query code: in the address it would stay in the logs of everything in between."""

    query_code: str = Field(max_length=20, alias="Query-Code", description="查询码，6 位")


class RowOut(Out):
    """列表里的一个办件，姓名隐去。"""

    number: str
    title: str
    party: str
    department: str
    state: State
    state_label: str
    light: Light
    due_at: Moment | None
    left: int | None = Field(description="还剩几个工作日，负数是超期")
    step: str = Field(description="等签的环节")
    rev: int


class CasesOut(Out):
    """一页办件。"""

    cases: list[RowOut]
    next: str = Field(description="下一页的地址，没有了是空的")


class FileOut(Out):
    """一个文件。"""

    id: int
    name: str
    size: int = Field(description="字节")
    media_type: str
    added_at: Moment


class CaseMaterialOut(Out):
    """一份材料和交来的文件。"""

    code: str
    name: str
    status: str
    status_label: str
    note: str = Field(description="哪里不符合")
    files: list[FileOut]


class GapOut(Out):
    """差的一份材料。"""

    code: str
    name: str
    rejected: str = Field(description="交了但不符合的原因；空的是没交")


class SeatOut(Out):
    """一个环节。意见只给办件的工作人员看。"""

    round: int
    order: int
    name: str
    department: str
    is_open: bool
    mine: bool
    due_at: Moment | None
    answered_at: Moment | None
    verdict: str
    text: str
    by: str


class PauseOut(Out):
    """一段不计时的时间。"""

    kind: str
    reason: str
    excluded_by_law: bool = Field(description="法定期限也不计")
    start: Moment
    planned_end: date | None
    end: Moment | None


class PaperOut(Out):
    """一份文书。"""

    kind: str
    title: str
    number: str
    issued_at: Moment


class MemberOut(Out):
    """一件事里的一项。"""

    number: str = Field(description="这一项的办件编号")
    item: str = Field(description="事项编码")
    title: str
    department: str
    state: State
    state_label: str
    days: int = Field(description="承诺的工作日")
    began_at: Moment | None
    due_at: Moment | None
    ended_at: Moment | None
    result: str = Field(description="办好的结果：编号，没有编号是名称；还没办好是空的")
    waits_for: list[str] = Field(description="还没开始，在等哪几项的结果")


class PartyOut(Out):
    """申请人；不是本人看，姓名和电话隐去。"""

    kind: Literal["person", "enterprise"]
    name: str
    contact_name: str
    contact_phone: str
    agent: str = Field(description="代办人，可能为空")


class ResultOut(Out):
    """办理结果。"""

    name: str
    number: str
    valid_from: date | None
    valid_to: date | None
    received_by: str
    waits_for: list[str] = Field(description="在等哪几份后补的材料：等齐以前不告诉名称和编号")


class CaseOut(Out):
    """一个办件。不是申请人本人看，姓名、号码、地址隐去（whole 为 false）。"""

    number: str
    title: str
    item: str
    department: str
    channel: Channel
    state: State
    state_label: str
    rev: int
    whole: bool = Field(description="true：个人信息没有隐去")
    query_code: str = Field(description="查询码，只给申请人")
    party: PartyOut
    answers: dict[str, Any]
    filled: dict[str, str] = Field(description="一件事里照前面的结果填的：字段 → 从哪里来")
    materials: list[CaseMaterialOut]
    missing: list[GapOut]
    seats: list[SeatOut]
    pauses: list[PauseOut]
    documents: list[PaperOut]
    result: ResultOut | None
    light: Light
    left: int | None = Field(description="还剩几个工作日，负数是超期")
    due_at: Moment | None
    promise_due: Moment | None
    legal_due: Moment | None
    provisional: bool = Field(description="日历还没公布，期限是暂定的")
    created_at: Moment
    submitted_at: Moment | None
    accepted_at: Moment | None
    decided_at: Moment | None
    delivered_at: Moment | None
    acts: list[Act] = Field(description="您现在能做的动作")
    members: list[MemberOut] = Field(description="一件事的各项；别的办件是空的")


class EventOut(Out):
    """办件经过的一步。"""

    seq: int
    kind: str
    label: str
    at: Moment
    by: Literal["applicant", "staff", "system"]
    words: str = Field(description="理由或意见；内部意见只给工作人员看")
    hash: str = Field(description="SM3 链上的摘要")


class HistoryOut(Out):
    """办件经过，先后为序。"""

    events: list[EventOut]


class TrackEventOut(Out):
    """公开的一步。"""

    kind: str
    label: str
    at: Moment


class TrackOut(Out):
    """凭查询码看到的进度：没有姓名、答案和文件。"""

    number: str
    title: str
    department: str
    party: str = Field(description="隐去的姓名")
    state: State
    state_label: str
    light: Light
    left: int | None
    due_at: Moment | None
    history: list[TrackEventOut]
