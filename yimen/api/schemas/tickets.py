"""Numbers: what is asked for one, what a visitor sees of it, what an act answers."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field
from pydantic import StringConstraints

from yimen.hall.actions import Moved
from yimen.hall.queries import Matter, OwnTicket, TicketRow
from yimen.rules.queueing.estimate import Wait
from yimen.rules.queueing.posts import MATTERS
from yimen.rules.queueing.terms import GreenReason, Lane, TicketSource, TicketState

from ..typed import Moment, Out, Strict
from ..words import label

Letter = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{0,2}$")]
_Item = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.\-]{1,60}$")]


class TakeIn(Strict):
    """来办什么。都不写，就取这个大厅的第一类号。"""

    items: list[_Item] = Field(
        default_factory=list, max_length=MATTERS, description="要办的事项编码，几件事一个号"
    )
    line: Letter = Field("", description="取哪一类号，像 A；写了 items 就不用写")
    green: GreenReason | None = Field(None, description="走绿色通道的理由")


class WaitOut(Out):
    """还要等多久：只说范围，不说一个看着很准的数。"""

    ahead: int = Field(description="前面还有几个人")
    windows: int = Field(description="几个窗口在叫；0 是没有窗口在叫，等多久说不准")
    low: int = Field(description="至少等几分钟")
    high: int = Field(description="最多等几分钟")

    @classmethod
    def of(cls, one: Wait | None) -> WaitOut | None:
        """From the estimate; None where nothing is waited for."""
        return cls(ahead=one.ahead, windows=one.windows, low=one.low, high=one.high) if one else None


class LineOut(WaitOut):
    """一类号现在的样子。"""

    letter: str = Field(description="号码开头")
    name: str

    @classmethod
    def row(cls, letter: str, name: str, one: Wait) -> LineOut:
        """From one queue of a site."""
        return cls(letter=letter, name=name, ahead=one.ahead, windows=one.windows, low=one.low, high=one.high)


class MatterOut(Out):
    """要办的一件事。"""

    item: str
    name: str
    case: str = Field(description="为它开始的办件的编号；还没开始是空的")

    @classmethod
    def of(cls, one: Matter) -> MatterOut:
        """From one matter of a ticket."""
        return cls(item=one.item, name=one.name, case=one.case)


class TicketOut(Out):
    """一个号，谁的都不写。"""

    id: int = Field(description="窗口动作用的号票 id")
    number: str
    state: TicketState
    state_label: str
    lane: Lane
    lane_label: str
    green: str = Field(description="走绿色通道的理由")
    source: TicketSource
    source_label: str
    line: str = Field(description="在哪一类号里等")
    window: str = Field(description="在哪个窗口，或者只有这个窗口叫；空的是哪个都行")
    arrived: Moment = Field(description="取号时间")
    since: Moment = Field(description="从什么时候起是现在的状态")
    calls: int = Field(description="叫了几次")
    matters: list[MatterOut]

    @classmethod
    def of(cls, row: TicketRow) -> TicketOut:
        """From a ticket as the hall sees it."""
        return cls(**_ticket(row))


def _ticket(row: TicketRow) -> dict[str, Any]:
    source = TicketSource(row.source)
    return {
        "id": row.id, "number": row.number, "state": row.state, "state_label": label(row.state),
        "lane": row.lane, "lane_label": label(row.lane), "green": row.green, "source": source,
        "source_label": label(source), "line": row.line, "window": row.window, "arrived": row.arrived,
        "since": row.since, "calls": row.calls, "matters": [MatterOut.of(one) for one in row.matters],
    }  # fmt: skip


class KeptTicketOut(TicketOut):
    """自己的一个号。"""

    key: str = Field(description="这个号的密钥：凭它看排到哪里、凭它不等了")

    @classmethod
    def mine(cls, row: TicketRow) -> KeptTicketOut:
        """From one of one's own."""
        return cls(**_ticket(row), key=row.key)


class TicketsOut(Out):
    """我今天的号。"""

    tickets: list[KeptTicketOut]


class OwnTicketOut(Out):
    """排到哪里了，去哪里办。"""

    ticket: TicketOut
    site: str
    site_name: str
    address: str
    phone: str
    wait: WaitOut | None = Field(description="不在等候就没有")

    @classmethod
    def of(cls, one: OwnTicket) -> OwnTicketOut:
        """From a ticket by its key."""
        return cls(
            ticket=TicketOut.of(one.row), site=one.site, site_name=one.site_name, address=one.address,
            phone=one.phone, wait=WaitOut.of(one.wait),
        )  # fmt: skip


class MovedOut(Out):
    """号票现在的样子。"""

    id: int
    number: str
    state: TicketState
    state_label: str
    window: str = Field(description="在哪个窗口；空的是哪个都行")

    @classmethod
    def of(cls, done: Moved) -> MovedOut:
        """From the answer of an act."""
        return cls(**_moved(done))


def _moved(done: Moved) -> dict[str, Any]:
    state = TicketState(done.state)
    return {
        "id": done.id, "number": done.number, "state": state, "state_label": label(state),
        "window": done.window,
    }  # fmt: skip


class TakenOut(MovedOut):
    """取到的号。"""

    key: str = Field(description="这个号的密钥，只在取号时给")

    @classmethod
    def of(cls, done: Moved) -> TakenOut:
        """From a number given."""
        return cls(**_moved(done), key=done.key)
