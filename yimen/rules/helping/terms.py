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
