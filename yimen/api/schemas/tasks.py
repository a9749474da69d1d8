"""Joint tasks: the list, one task as its reader may see it, and the answer of every act."""

from __future__ import annotations

from typing import Literal

from ninja import Field

from yimen.rules.tasks.terms import FindingState, Saying, TaskAct, TaskKind, TaskPaper, TaskState
from yimen.tasks.actions import TaskDone

from ..paging import Paged
from ..typed import Moment, Out
from ..words import label


class TasksIn(Paged):
    """哪些联合任务。"""

    of: Literal["mine", "department", "lead"] = Field(
        "mine", description="mine：和我有关的；department：本部门参加的；lead：本部门牵头的"
    )
    over: bool = Field(False, description="本部门已经结束的；of 是 mine 时不看这一栏，都列出来")


class TaskRowOut(Out):
    """一个联合任务。"""

    id: int = Field(description="任务的序号，地址里用")
    number: str = Field(description="任务编号，RW 开头")
    kind: TaskKind = Field(description="种类代码")
    kind_label: str = Field(description="种类")
    state: TaskState = Field(description="状态代码")
    state_label: str = Field(description="状态")
    title: str = Field(description="关于哪件事")
    party: str = Field(description="申请人或者检查对象，名称有遮盖")
    lead: str = Field(description="牵头部门")
    case: str = Field(description="办件编号；没有办件的为空")
    appointed_at: Moment | None = Field(description="约定的时间")
    overdue: bool = Field(description="有人过了期限")


class TasksOut(Out):
    """联合任务，新的在前。"""

    tasks: list[TaskRowOut] = Field(description="这一页")
    next: str = Field(description="下一页的地址，没有了为空")


class PartOut(Out):
    """一个参加部门。"""

    department: str = Field(description="部门的统一社会信用代码")
    name: str = Field(description="部门")
    ask: str = Field(description="请它说什么")
    days: int = Field(description="期限，工作日")
    due_at: Moment | None = Field(description="最晚什么时候")
    saying: Saying | None = Field(description="意见；还没提为 null，申请人看不到")
    text: str = Field(description="说明；申请人看不到")
    silent: bool = Field(description="到期没提，按规定视为同意")
    overdue: bool = Field(description="超期没提")
    mine: bool = Field(description="是不是本部门")


class FindingOut(Out):
    """现场发现的一条。"""

    id: int = Field(description="序号，答复和复查时用")
    department: str = Field(description="发现的部门")
    text: str = Field(description="发现了什么")
    days: int = Field(description="整改期限，工作日；只记录的为 0")
    due_at: Moment | None = Field(description="最晚什么时候整改好")
    state: FindingState = Field(description="状态代码")
    state_label: str = Field(description="状态")
    answer: str = Field(description="申请人怎么答复的")
    words: str = Field(description="复查没有通过时还差什么")


class TaskPaperOut(Out):
    """一份文书。"""

    kind: TaskPaper = Field(description="种类代码")
    kind_label: str = Field(description="种类")
    number: str = Field(description="文书编号")
    issued_at: Moment = Field(description="什么时候出的")


class TaskOut(TaskRowOut):
    """一个联合任务的全部。"""

    rev: int = Field(description="版本号；办理时用 If-Match 带上")
    place: str = Field(description="地点")
    times: list[Moment] = Field(description="给申请人选的时间")
    prepare: str = Field(description="请申请人准备什么")
    asked: str = Field(description="申请人说什么时候方便")
    parts: list[PartOut] = Field(description="参加部门")
    findings: list[FindingOut] = Field(description="现场发现；记录签了以后申请人才看得到")
    papers: list[TaskPaperOut] = Field(description="文书")
    conclusion: str = Field(description="结论")
    acts: list[TaskAct] = Field(description="您现在能做的动作")


class TaskDoneOut(Out):
    """联合任务现在的样子。"""

    id: int = Field(description="任务的序号")
    number: str = Field(description="任务编号")
    state: TaskState = Field(description="状态代码")
    state_label: str = Field(description="状态")
    rev: int = Field(description="版本号；下一次办理用 If-Match 带上")
    document: str = Field(description="这一步产生的文书编号，可能为空")

    @classmethod
    def of(cls, done: TaskDone) -> TaskDoneOut:
        """From the answer of an action."""
        state = TaskState(done.state)
        return cls(
            id=done.id, number=done.number, state=state, state_label=label(state), rev=done.rev,
            document=done.paper,
        )  # fmt: skip
