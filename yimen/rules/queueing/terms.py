"""The words of numbers and calling: states and acts of a ticket, lanes, green-lane reasons, sources."""

from __future__ import annotations

from ..term import Happened, Term


class TicketState(Term):
    """号票状态: where a visitor with a number stands."""

    WAITING = "waiting", "等候"
    CALLED = "called", "已叫号"
    SERVING = "serving", "办理中"
    HELD = "held", "暂离"
    MISSED = "missed", "过号"
    DONE = "done", "已办"
    LEFT = "left", "已离开"
    CLOSED = "closed", "已下班作废"


class TicketAct(Term):
    """号票动作."""

    CALL = "call", "叫号"
    RECALL = "recall", "重呼"
    START = "start", "开始办理"
    MISS = "miss", "过号"
    REQUEUE = "requeue", "过号重排"
    HOLD = "hold", "暂离"
    RESUME = "resume", "接着办理"
    TRANSFER = "transfer", "转窗口"
    PUT_BACK = "put_back", "放回队里"
    FINISH = "finish", "办完"
    LEAVE = "leave", "不等了"
    CLOSE = "close", "下班作废"


class TicketEvent(Happened):
    """号票的事件."""

    TAKEN = "ticket.taken", "取号"
    CALLED = "ticket.called", "叫号"
    RECALLED = "ticket.recalled", "重呼"
    STARTED = "ticket.started", "窗口开始办理"
    MISSED = "ticket.missed", "过号"
    REQUEUED = "ticket.requeued", "过号重排"
    HELD = "ticket.held", "暂离窗口"
    RESUMED = "ticket.resumed", "回到窗口"
    TRANSFERRED = "ticket.transferred", "转到别的窗口"
    PUT_BACK = "ticket.put_back", "放回队里"
    FINISHED = "ticket.finished", "窗口办完"
    LEFT = "ticket.left", "没等到就离开"
    CLOSED = "ticket.closed", "下班时还没办"


class PostState(Term):
    """窗口状态: whether a window calls today."""

    OPEN = "open", "正在服务"
    PAUSED = "paused", "暂停服务"
    CLOSED = "closed", "没有开"


class Lane(Term):
    """队列."""

    ORDINARY = "ordinary", "普通"
    GREEN = "green", "绿色通道"
    BOOKED = "booked", "预约"


class GreenReason(Term):
    """走绿色通道的理由. The age is 70 (`domain.md` §6); a site may let more people in, with words."""

    AGED = "aged", "70 岁以上老人"
    DISABLED = "disabled", "残疾人"
    PREGNANT = "pregnant", "孕妇"
    INFANT = "infant", "带婴幼儿"
    SOLDIER = "soldier", "军人和退役军人"
    OTHER = "other", "其他急难情况"


class TicketSource(Term):
    """从哪里取的号."""

    KIOSK = "kiosk", "取号机"
    PHONE = "phone", "手机"
    RECEPTION = "reception", "导服台"
    BOOKING = "booking", "预约签到"
