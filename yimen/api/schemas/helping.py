"""帮代办: mandates, visits at home, receipt numbers, guidances, ratings, figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.helping.actions.visits import Visited
from yimen.helping.queries import GuidanceView, RatingView, SlipView, VisitView
from yimen.parties.queries.helping import HelpView
from yimen.rules.helping.measures import Tally
from yimen.rules.helping.receipts import SlipState
from yimen.rules.helping.terms import (
    GuidedHow,
    GuidedTo,
    Hardship,
    Level,
    NoHelpWhy,
    VisitOutcome,
    VisitState,
    Wish,
)
from yimen.rules.terms import HelpKind

from ..typed import CaseNumber, Code, Line, Moment, Out, Strict, Text
from ..words import label

_Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Place = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
NEXT = "下一页的地址，没有了是空的"


class AskHelpIn(Strict):
    """请求帮一个人：姓名和号码都要和登记的一样。"""

    name: Line
    number: _Number = Field(description="身份证号或统一社会信用代码，写全")
    kind: HelpKind = Field(description="assist 帮办，act 代办")
    items: list[Code] = Field(
        default_factory=list, max_length=50, description="只限这些事项编码；不写是所有事项"
    )
    until: date = Field(description="到哪天止")


class ConfirmIn(Strict):
    """对方同意：帮办员写对方说的 6 位数字；本人用自己的令牌，不写数字。"""

    digits: Annotated[str, StringConstraints(max_length=20)] = ""


class HelpedOut(Out):
    """委托现在的样子。"""

    id: int
    confirmed: bool


class HelpMandateOut(Out):
    """一份帮代办委托；对方的姓名、号码隐去。"""

    id: int
    principal: str
    number: str
    helper: str = Field(description="帮办员工号")
    kind: HelpKind
    kind_label: str
    items: list[str] = Field(description="只限这些事项；空的是所有事项")
    from_day: date
    to_day: date
    asked_at: Moment
    confirmed_at: Moment | None
    ended_at: Moment | None
    waits: bool = Field(description="还在等对方同意")
    holds: bool = Field(description="今天可以办")

    @classmethod
    def of(cls, one: HelpView, now: datetime, today: date) -> HelpMandateOut:
        """From the view of its two sides."""
        return cls(
            id=one.id, principal=one.principal.name, number=one.principal.number, helper=one.staff,
            kind=one.kind, kind_label=label(one.kind), items=list(one.items), from_day=one.asked.from_day,
            to_day=one.asked.to_day, asked_at=one.asked.asked_at, confirmed_at=one.asked.confirmed_at,
            ended_at=one.asked.ended_at, waits=one.waits(now), holds=one.holds(today),
        )  # fmt: skip


class HelpMandatesOut(Out):
    """一页委托。"""

    mandates: list[HelpMandateOut]
    next: str = Field(description=NEXT)


class BeginIn(Strict):
    """替对方开始办一个事项。"""

    item: Code


class AskVisitIn(Strict):
    """请帮办员上门。"""

    region: Place = Field(description="镇街或者村居的区划代码，12 位")
    place: Annotated[Line, StringConstraints(min_length=1, max_length=200)] = Field(description="门牌号")
    hardship: Hardship
    wish: Wish
    words: Annotated[Text, StringConstraints(max_length=300)] = ""


class TakeVisitIn(Strict):
    """接一次上门。"""

    day: date
    start: int = Field(ge=0, le=1439, description="几点，从 0 点算的分钟数")


class VisitDoneIn(Strict):
    """上门的结果。"""

    outcome: VisitOutcome
    words: Annotated[Text, StringConstraints(max_length=300)] = ""


class VisitedOut(Out):
    """一次上门走到哪一步。"""

    id: int
    state: VisitState
    state_label: str

    @classmethod
    def of(cls, done: Visited) -> VisitedOut:
        """From the answer of an action."""
        state = VisitState(done.state)
        return cls(id=done.id, state=state, state_label=label(state))


class HomeVisitOut(Out):
    """一次上门；门牌号只有本人和接了的帮办员看得到。"""

    id: int
    party: str
    region: str
    place: str
    hardship: Hardship
    wish: Wish
    words: str
    asked_at: Moment
    state: VisitState
    state_label: str
    helper: str
    day: date | None
    start: int | None
    outcome: VisitOutcome | None
    told: str

    @classmethod
    def of(cls, one: VisitView) -> HomeVisitOut:
        """From the view of who asks."""
        return cls(
            id=one.id, party=one.party, region=one.region, place=one.place, hardship=one.hardship,
            wish=one.wish, words=one.words, asked_at=one.asked_at, state=one.state,
            state_label=label(one.state), helper=one.staff, day=one.day, start=one.start,
            outcome=one.outcome, told=one.told,
        )  # fmt: skip


class HomeVisitsOut(Out):
    """一页上门。"""

    visits: list[HomeVisitOut]
    next: str = Field(description=NEXT)


class SlipOut(Out):
    """一个收件编号。"""

    number: str
    state: SlipState
    state_label: str
    printed_at: Moment
    case: str = Field(description="对上的办件编号，没有是空的")
    title: str
    why: str = Field(description="为什么作废")
    helper: str

    @classmethod
    def of(cls, one: SlipView) -> SlipOut:
        """From the view of its holder."""
        return cls(
            number=one.number, state=one.state, state_label=label(one.state), printed_at=one.printed_at,
            case=one.case, title=one.title, why=one.why, helper=one.staff,
        )  # fmt: skip


class SlipSeenOut(Out):
    """拿着纸的人查到的：谁给的，交上去没有。"""

    number: str
    state: SlipState
    state_label: str
    title: str
    helper: str


class SlipsOut(Out):
    """一页收件编号。"""

    slips: list[SlipOut]
    next: str = Field(description=NEXT)


class SheetOut(Out):
    """一张纸上的收件编号。"""

    sheet: int
    slips: list[SlipOut]


class MatchIn(Strict):
    """这个编号是哪一件。"""

    case: CaseNumber


class VoidIn(Strict):
    """为什么作废。"""

    why: Annotated[Line, StringConstraints(max_length=100)]


class SlipDoneOut(Out):
    """收件编号现在的样子。"""

    number: str
    state: SlipState


class GuideIn(Strict):
    """记一次导办，不写是谁。"""

    item: Code = ""
    region: Place
    how: GuidedHow
    outcome: GuidedTo
    why: NoHelpWhy | None = Field(None, description="没帮上的才写")


class GuidedOut(Out):
    """记下的导办。"""

    id: int


class GuidanceOut(Out):
    """一次导办。"""

    id: int
    item: str
    title: str
    region: str
    how: GuidedHow
    outcome: GuidedTo
    why: NoHelpWhy | None
    at: Moment

    @classmethod
    def of(cls, one: GuidanceView) -> GuidanceOut:
        """From the view of who noted it."""
        return cls(
            id=one.id, item=one.item, title=one.title, region=one.region, how=one.how, outcome=one.outcome,
            why=one.why, at=one.at,
        )  # fmt: skip


class GuidancesOut(Out):
    """一页导办。"""

    guidances: list[GuidanceOut]
    next: str = Field(description=NEXT)


class RateIn(Strict):
    """评价帮办员。"""

    level: Level = Field(description="5 非常满意 … 1 非常不满意")
    words: Annotated[Text, StringConstraints(max_length=200)] = ""


class RatedOut(Out):
    """记下的评价。"""

    level: int


class RatingOut(Out):
    """一个评价，不写是谁给的。"""

    level: Level
    words: str
    at: Moment
    title: str

    @classmethod
    def of(cls, one: RatingView) -> RatingOut:
        """From the view of the helper."""
        return cls(level=one.level, words=one.words, at=one.at, title=one.title)


class TallyOut(Out):
    """一名帮办员最近的数字；怎么算的见 docs/why/0025。"""

    helper: str
    days: int = Field(description="最近几天的")
    filed: int
    over: int
    corrected: int
    mean_days: float | None
    ratings: int
    score: float | None
    good_share: int | None
    visits: int
    guided: int
    unguided: int

    @classmethod
    def of(cls, helper: str, one: Tally, days: int) -> TallyOut:
        """From the figures of one helper."""
        return cls(
            helper=helper, days=days, filed=one.filed, over=one.over, corrected=one.corrected,
            mean_days=one.mean_days, ratings=one.ratings, score=one.score, good_share=one.good_share,
            visits=one.visits, guided=one.guided, unguided=one.unguided,
        )  # fmt: skip


class RecordOut(Out):
    """我的记录：数字和最近的评价。"""

    figures: TallyOut
    ratings: list[RatingOut]


class FiguresOut(Out):
    """一页帮办员的数字。"""

    helpers: list[TallyOut]
    next: str = Field(description=NEXT)
