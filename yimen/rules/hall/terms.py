"""Words of the hall."""

from __future__ import annotations

from ..term import Term


class SiteLevel(Term):
    """网点层级."""

    CENTRE = "centre", "县政务服务中心"
    TOWN = "town", "乡镇便民服务中心"
    VILLAGE = "village", "村（社区）服务点"
    SELF = "self", "24 小时自助厅"


class WindowKind(Term):
    """窗口种类."""

    GENERAL = "general", "综合窗口"
    DEPARTMENT = "department", "部门窗口"
    SEASONAL = "seasonal", "季节性窗口"
    CONVENIENCE = "convenience", "便民窗口"
    COMPLAINT = "complaint", "投诉窗口"
    STUCK = "stuck", "办不成事窗口"
    HELPER = "helper", "帮办窗口"
    CROSS = "cross", "跨域通办窗口"
    HANDOUT = "handout", "出件窗口"
    MACHINE = "machine", "自助终端"


class Turn(Term):
    """班次: on which kind of days somebody sits at a window."""

    WORKDAY = "workday", "工作日"
    SATURDAY = "saturday", "周六"
    SUNDAY = "sunday", "周日"
    DAILY = "daily", "每天"


class Power(Term):
    """放权: what of an item moves down."""

    ACCEPT = "accept", "受理"
    DECIDE = "decide", "受理和审批"
