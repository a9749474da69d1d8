"""What happened in the hall, in the past tense."""

from __future__ import annotations

from ..term import Happened


class HallEvent(Happened):
    """大厅的事件."""

    SITE_KEPT = "hall.site_kept", "登记大厅"
    HOURS_SET = "hall.hours_set", "设置开放时间"
    DAY_SET = "hall.day_set", "设置某天的开放时间"
    TERMS_SET = "hall.terms_set", "设置预约规则"
    WINDOW_KEPT = "hall.window_kept", "登记窗口"
    SHIFT_SET = "hall.shift_set", "排班"
    SHIFT_ENDED = "hall.shift_ended", "取消排班"
    WEEKEND_LISTED = "hall.weekend_listed", "列入延时服务"
    WEEKEND_UNLISTED = "hall.weekend_unlisted", "移出延时服务"
    POWER_MOVED = "hall.power_moved", "放权"
    LEAVE_TAKEN = "hall.leave_taken", "请假"
    LEAVE_ENDED = "hall.leave_ended", "销假"
    LINE_KEPT = "hall.line_kept", "登记业务队列"
    POST_OPENED = "hall.post_opened", "开窗口"
    POST_PAUSED = "hall.post_paused", "窗口暂停"
    POST_CLOSED = "hall.post_closed", "关窗口"
    POST_HELPS = "hall.post_helps", "窗口帮叫别的号"
    BOOKED = "booking.made", "预约"
    BOOKING_MOVED = "booking.moved", "改约"
    BOOKING_CANCELLED = "booking.cancelled", "取消预约"
    BOOKING_CAME = "booking.came", "预约签到"
    BOOKING_REMINDED = "booking.reminded", "提醒明天的预约"
    BOOKING_MISSED = "booking.missed", "预约没有来"
    DEVICE_KEPT = "hall.device_kept", "登记设备"
    DEVICE_CODED = "hall.device_coded", "发设备连接码"
    DEVICE_JOINED = "hall.device_joined", "设备连上"
    DEVICE_ENDED = "hall.device_ended", "停用设备"
    HELP_ASKED = "hall.help_asked", "自助机前有人要帮忙"
    HELP_GIVEN = "hall.help_given", "有人去帮忙"
    SHOW_ASKED = "kiosk.code_asked", "在自助机上要验证码"
    SHOW_WRONG = "kiosk.code_wrong", "自助机上验证码不对"
    SHOW_RIGHT = "kiosk.code_right", "在自助机上证明了是谁"
    BASELINE_SET = "hall.baseline_set", "登记基线"
    POWER_BACK = "hall.power_back", "收回放权"
