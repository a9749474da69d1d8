"""Projects, their stages and fees as callers see them. Money is text: 元 with two decimals."""

from __future__ import annotations

from datetime import datetime

from ninja import Field

from yimen.rules.paying import PayState
from yimen.rules.projects import Funding, Lane, ProjectKind, Stage, Step

from ..typed import Code, Id, Line, Moment, Out, Strict

_MONEY = "元，两位小数"


class ProjectIn(Strict):
    """登记一个项目。"""

    code: Code = Field(description="项目代码，24 位，像 2026-439926-33-03-000018")
    name: Line = Field(description="项目名称")
    kind: ProjectKind = Field(description="项目类型，决定有哪些阶段")
    funding: Funding = Field(description="投资类型")
    lane: Lane = Field(Lane.STANDARD, description="办理通道")
    place: Line = Field(description="建设地点")
    zone: Code = Field("", description="所在区域的代码，可以不写")
    land_area: Code = Field("0", description="用地面积，平方米")
    build_area: Code = Field("0", description="建筑面积，平方米")
    investment: Code = Field("0", description="总投资，元")
    party: Id | None = Field(None, description="替谁登记：GET /parties/mine 里的登记号；不写就是本人")


class BeginIn(Strict):
    """申请一个阶段。"""

    item: Code = Field("", description="并行办理（line）时，事项或者一件事的编码")


class ProjectRowOut(Out):
    """列表里的一个项目。"""

    code: str
    name: str
    kind: ProjectKind
    kind_label: str
    lane: Lane
    manager: str = Field(description="项目经理，可能为空")
    created_at: Moment
    closed_at: Moment | None = Field(description="全部办完的时间")


class ProjectsOut(Out):
    """项目，新的在前。"""

    projects: list[ProjectRowOut]
    next: str = Field("", description="下一页的地址；空着就是最后一页")


class StageOut(Out):
    """一个阶段。"""

    stage: Stage
    stage_label: str
    step: Step
    step_label: str
    days: int = Field(description="承诺的工作日")
    item: str = Field(description="这个阶段那件事的编码，没有配好就空着")
    name: str
    lead: str = Field(description="牵头部门")
    case: str = Field(description="最近一次申请的办件编号，可能为空")
    with_whom: list[str] = Field(description="在哪些部门手里")
    waits: list[str] = Field(description="在等前面哪些结果")
    may_begin: bool = Field(description="现在能不能申请")


class BesideOut(Out):
    """并行办理的一项。"""

    item: str
    name: str
    department: str
    note: str
    step: Step | None
    case: str


class DaysOut(Out):
    """工作日，三个数加起来是全部。"""

    promised: int = Field(description="承诺部门一共用多少")
    ours: int = Field(description="部门用了多少")
    applicant: int = Field(description="等申请人多少")
    waiting: int = Field(description="特别程序多少")


class ProjectOut(Out):
    """一个项目的全程。"""

    code: str
    name: str
    kind: ProjectKind
    kind_label: str
    funding: Funding
    lane: Lane
    place: str
    zone: str
    land_area: str
    build_area: str
    investment: str = Field(description=_MONEY)
    manager: str
    over: bool = Field(description="各阶段都办完了")
    days: DaysOut
    stages: list[StageOut]
    beside: list[BesideOut]


class BegunOut(Out):
    """开始了的申请：接着用 /applications 填表、交材料、提交。"""

    case: str = Field(description="办件编号")
    query_code: str = Field(description="查询码，只给这一次")
    spared: int = Field(description="免交的材料有几份")


class UrgedOut(Out):
    """催了哪些件。"""

    cases: list[str]


class FeeOut(Out):
    """一项费用。"""

    name: str
    organ: str
    basis: str
    due: str = Field(description="什么时候交")
    amount: str = Field(description=_MONEY)
    relief: str = Field(description=_MONEY)
    relief_basis: str
    payable: str = Field(description=_MONEY)
    paid: bool


class OrderOut(Out):
    """一张缴款单。"""

    number: str
    amount: str = Field(description=_MONEY)
    state: PayState
    state_label: str
    asked_at: Moment
    settled_at: Moment | None
    reference: str
    pay_url: str = Field(description="付款页，可能为空")


class FeesOut(Out):
    """一个项目的全部费用，一张表。"""

    number: str = Field(description="缴费通知的编号；空着就是还没开，金额会随标准变")
    issued_at: datetime | None
    amount: str = Field(description=_MONEY)
    relief: str = Field(description=_MONEY)
    payable: str = Field(description=_MONEY)
    open: str = Field(description="还没交的，" + _MONEY)
    lines: list[FeeOut]
    orders: list[OrderOut]


class BilledOut(Out):
    """缴费通知或者缴款单。"""

    number: str
    amount: str = Field(description=_MONEY)


class ProjectCodeOut(Out):
    """登记好的项目。"""

    code: str
