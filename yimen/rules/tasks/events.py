"""What happened to joint tasks, their experts and their rules of silence."""

from __future__ import annotations

from ..term import Happened


class TaskEvent(Happened):
    """联合任务的事件."""

    PLANNED = "task.planned", "安排联合任务"
    PROPOSED = "task.proposed", "提出现场时间"
    OTHER_ASKED = "task.other_asked", "申请人请另约时间"
    APPOINTED = "task.appointed", "约定现场时间"
    RECORDED = "task.recorded", "开始现场记录"
    FOUND = "task.found", "记下现场发现"
    PHOTO = "task.photo", "加了现场照片"
    SAID = "task.said", "部门提了意见"
    LAPSED = "task.lapsed", "联合任务有到期的"
    READY = "task.ready", "部门意见到齐"
    SIGNED_OFF = "task.signed_off", "签署现场记录"
    LISTED = "task.listed", "列出整改清单"
    DRAWN = "task.drawn", "交了新图"
    HELD = "task.held", "记下笔录"
    CONCLUDED = "task.concluded", "作出联合结论"
    ANSWERED = "task.answered", "答复整改"
    CHECKED = "task.checked", "复查整改"
    CLOSED = "task.closed", "联合任务办完"
    CANCELLED = "task.cancelled", "取消联合任务"
    SILENCE_RULED = "task.silence_ruled", "定默认同意规则"
    EXPERT_LISTED = "expert.listed", "专家入名录"
    EXPERT_UNLISTED = "expert.unlisted", "专家退出名录"
