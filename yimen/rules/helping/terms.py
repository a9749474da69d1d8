"""Words of 帮代办."""

from __future__ import annotations

from ..term import Happened, Term


class Confirmed(Term):
    """对方怎么确认的: how a principal confirmed that a helper may act."""

    CODE = "code", "手机验证码"
    COUNTER = "counter", "窗口当面"
    SELF = "self", "本人账号"


class HelpEvent(Happened):
    """帮代办的事件: they stand in the stream of the principal."""

    ASKED = "help.asked", "请求帮代办"
    CODE_SENT = "help.code_sent", "发帮办确认码"
    CODE_WRONG = "help.code_wrong", "帮办确认码不对"
    CONFIRMED = "help.confirmed", "同意帮代办"
    ENDED = "help.ended", "结束帮代办"
    RATED = "help.rated", "评价帮办员"
    VISIT_ASKED = "help.visit_asked", "预约上门帮办"
    VISIT_TAKEN = "help.visit_taken", "接下上门帮办"
    VISIT_REMINDED = "help.visit_reminded", "提醒明天上门"
    SHEET_PRINTED = "help.sheet_printed", "领收件编号"
    SLIP_MATCHED = "help.slip_matched", "登记收件编号"
    SLIP_VOIDED = "help.slip_voided", "收件编号作废"
    VISIT_BACK = "help.visit_back", "退回上门帮办"
    VISIT_DONE = "help.visit_done", "上门帮办完成"
    GUIDED = "help.guided", "记一次导办"
    VISIT_CANCELLED = "help.visit_cancelled", "取消上门帮办"


class Level(Term):
    """满意程度, 好差评的五级 (国办发〔2019〕51号)."""

    VERY_GOOD = "5", "非常满意"
    GOOD = "4", "满意"
    FAIR = "3", "基本满意"
    BAD = "2", "不满意"
    VERY_BAD = "1", "非常不满意"


class Hardship(Term):
    """为什么要上门: why somebody cannot come to a hall."""

    OLD = "old", "年纪大，行动不便"
    ILL = "ill", "生病或者住院"
    DISABLED = "disabled", "残疾"
    OTHER = "other", "其他不方便"


class Wish(Term):
    """希望哪天来."""

    WEEKDAY = "weekday", "工作日"
    WEEKEND = "weekend", "周末"


class VisitState(Term):
    """上门帮办走到哪一步."""

    ASKED = "asked", "等帮办员接"
    TAKEN = "taken", "约好了"
    DONE = "done", "来过了"
    CANCELLED = "cancelled", "取消了"


class VisitOutcome(Term):
    """上门的结果."""

    FILED = "filed", "当场帮着办了"
    GUIDED = "guided", "说清了怎么办"
    ABSENT = "absent", "没有见到人"


class GuidedHow(Term):
    """怎么导办的."""

    IN_PERSON = "person", "当面"
    TELEPHONE = "phone", "电话"
    VISIT = "visit", "上门"


class GuidedTo(Term):
    """导办的结果."""

    KNOWS = "knows", "说清了，自己去办"
    HANDED = "handed", "转帮办、代办"
    WINDOW = "window", "领到窗口"
    NOWHERE = "nowhere", "没帮上"


class NoHelpWhy(Term):
    """为什么没帮上."""

    NO_ITEM = "no_item", "没有这个事项"
    ELSEWHERE = "elsewhere", "不归这里办"
    PAPERS = "papers", "材料办不来"
    CLOSED = "closed", "系统或者窗口不通"
    UNCLEAR = "unclear", "没弄清楚"
