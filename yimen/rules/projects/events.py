"""What happened to projects, their stages, their fees and their zones."""

from __future__ import annotations

from ..term import Happened


class ProjectEvent(Happened):
    """工程项目的事件."""

    OPENED = "project.opened", "项目登记"
    BEGUN = "project.begun", "开始一个阶段"
    RESULT_CAME = "project.result_came", "前面的结果到了"
    MANAGER_NAMED = "project.manager_named", "指定项目经理"
    NOTED = "project.noted", "写了跟进记录"
    URGED = "project.urged", "催办一个阶段"
    FINISHED = "project.finished", "项目各阶段办完"
    FEE_RATE_SET = "fees.rate_set", "设置收费标准"
    FEES_BILLED = "fees.billed", "开缴费通知"
    FEES_ORDERED = "fees.ordered", "下缴款单"
    FEES_LOOKED = "fees.looked", "查缴款到账"
    FEES_SETTLED = "fees.settled", "缴款结果"
    FEES_DOUBTED = "fees.doubted", "缴款对不上"
    ROUTE_SET = "project.route_set", "设置项目阶段"
    ZONE_ASSESSED = "zone.assessed", "登记区域评估"
