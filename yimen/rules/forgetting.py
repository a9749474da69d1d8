"""过期清除: what is kept of a person in the halls and in helping, for how long after it is over, and then.

个人信息保护法第十九条: personal data are held for the shortest time that the purpose needs; 第四十七条第一项:
they are erased when the purpose is reached. Each row says which purpose is the last one. Days are natural.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .term import Happened, Term


class Held(Term):
    """什么: what is kept."""

    MESSAGE = "message", "不属于办件的消息（预约、上门的提醒）"
    TICKET = "ticket", "号票上的人"
    BOOKING = "booking", "预约"
    VISIT = "visit", "上门帮办（地址、为什么上门）"
    REQUEST = "request", "没有同意过的帮代办请求"
    MANDATE = "mandate", "帮代办委托"


class ForgettingEvent(Happened):
    """过期清除的事件: one for each sort and turn, with how many and up to which day; nobody is named."""

    FORGOTTEN = "personal.forgotten", "过期清除个人信息"


@dataclass(frozen=True)
class Life:
    """How long one sort is kept. `since`: from when it counts; `then`: what is left; `basis`: what it is
    still needed for, and by which law."""

    what: Held
    days: int
    since: str
    then: str
    basis: str


#: 六个月: 行政诉讼法第四十六条. Until then somebody may go to court about how they were served.
COURT_DAYS = 183
#: 三年: 民法典第一百八十八条. Until then somebody may claim for what an agent did.
CLAIM_DAYS = 3 * 365 + 1
#: A hall's rule on people who did not come looks back 365 days at most (`booking_terms`).
MISSED_DAYS = 400

_COURT = "行政诉讼法第四十六条（六个月）"
LIVES: tuple[Life, ...] = (
    Life(Held.MESSAGE, COURT_DAYS, "发出那天", "整条清除", "个人信息保护法第四十七条：提醒的事早已过去"),
    Life(Held.TICKET, COURT_DAYS, "取号那天", "号票不再连着人，办件里的到访记录照留", _COURT),
    Life(Held.BOOKING, MISSED_DAYS, "约的那天", "整条清除，按天的统计照留", "爽约规则最多往回看 365 天"),
    Life(Held.VISIT, COURT_DAYS, "上门、取消那天", "整条清除", _COURT),
    Life(Held.REQUEST, COURT_DAYS, "请求那天", "整条清除", _COURT),
    Life(Held.MANDATE, CLAIM_DAYS, "到期或者结束那天", "整条清除，办件里谁帮办的照留",
         "民法典第一百八十八条（三年）"),
)  # fmt: skip


def kept_from(life: Life, today: date) -> date:
    """The first day that is still kept: what was over before it goes."""
    return today - timedelta(days=life.days)
