"""The body of planning each kind of joint task."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field
from pydantic import StringConstraints

from ..typed import Code, Id, Line, Moment, Strict, Text
from .task_acts import Times

Place = Annotated[Line, StringConstraints(max_length=200)]
Name = Annotated[Line, StringConstraints(max_length=80)]


class AskIn(Strict):
    """一个参加部门。"""

    department: Code = Field(description="部门的统一社会信用代码")
    days: int = Field(5, ge=0, le=366, strict=True, description="几个工作日里提意见，1 到 60")
    ask: Annotated[Text, StringConstraints(max_length=300)] = Field("", description="请它看什么")


class PlanIn(Strict):
    """谁牵头。"""

    lead: Code = Field("", description="牵头部门的统一社会信用代码；空着就是本部门")


class JointIn(PlanIn):
    """谁参加。"""

    asks: list[AskIn] = Field(min_length=1, max_length=30, description="参加部门，至少 2 个，牵头的也写")


class VisitIn(JointIn):
    """联合踏勘：地点和给申请人选的时间。"""

    place: Place = Field(description="地点")
    times: Times = Field(description="1 到 3 个，工作日 8:00 到 18:00，至少提前 1 个工作日")
    prepare: Annotated[Text, StringConstraints(max_length=1000)] = Field("", description="请申请人准备什么")


class HearingIn(PlanIn):
    """听证：什么时候告知的，谁什么时候要求的，什么时候在哪里听。"""

    told_on: date = Field(description="哪天告知可以要求听证")
    asked_on: date = Field(description="哪天要求的")
    by: Name = Field(description="谁要求的")
    at: Moment = Field(description="什么时候听，至少提前 7 个工作日通知")
    place: Place = Field(description="地点")
    host: Code = Field(description="主持人的工号，不能是审查这件的人")
    recorder: Code = Field(description="记录员的工号")
    parties: list[Name] = Field([], max_length=50, description="参加听证的当事人和利害关系人")


class ExpertsIn(PlanIn):
    """专家评审：时间、地点和专家。"""

    at: Moment = Field(description="什么时候评审，工作日 8:00 到 18:00")
    place: Place = Field(description="地点")
    experts: list[Id] = Field(min_length=1, max_length=30, description="专家的序号，至少 3 名，没有利害关系")


class SupervisionIn(JointIn):
    """联合监管：几个部门按计划一起去一家。"""

    kind: Literal["supervision"] = Field("supervision", description="只有监管不用办件")
    party: Id = Field(description="检查谁：主体的序号")
    title: Line = Field(description="检查什么")
    place: Place = Field(description="地点")
    day: Moment = Field(description="哪天几点，工作日 8:00 到 18:00")
    plan: Line = Field(description="按哪个计划")
