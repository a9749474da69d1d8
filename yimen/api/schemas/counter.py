"""The window: who sits there, whom it has, who waits."""

from __future__ import annotations

from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.hall.queries import OwnWindow, PostRow
from yimen.rules.queueing.terms import PostState

from ..typed import Moment, Out, Strict
from ..words import label
from .bookings import BookedOut, SiteCode
from .tickets import Letter, TicketOut

WindowNumber = Annotated[str, StringConstraints(pattern=r"^([A-Z0-9][A-Z0-9\-]{0,9})?$")]
#: So many of those who wait stand in the answer; how many there are is told.
SHOWN = 50


class OpenWindowIn(Strict):
    """开哪个窗口。"""

    site: SiteCode = Field(description="大厅的编号")
    window: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9\-]{0,9}$")] = Field(
        description="窗口号"
    )


class HelpIn(Strict):
    """帮叫哪一类号；空的是不再帮叫。"""

    line: Letter


class SendOnIn(Strict):
    """转到哪里：一类号，或者一个窗口，写一个。"""

    line: Letter = Field("", description="转到哪一类号")
    window: WindowNumber = Field("", description="只由这个窗口叫")


class PostOut(Out):
    """一个窗口今天的样子。"""

    number: str
    name: str
    line: str = Field(description="叫哪一类号")
    state: PostState
    state_label: str
    since: Moment | None
    staff: str = Field(description="谁在（工号）")
    busy: str = Field(description="正在接待几号；空的是没有人")

    @classmethod
    def of(cls, row: PostRow) -> PostOut:
        """From a window as it stands today."""
        return cls(
            number=row.number, name=row.name, line=row.line, state=row.state, state_label=label(row.state),
            since=row.since, staff=row.staff, busy=row.busy,
        )  # fmt: skip


class PostsOut(Out):
    """叫号的窗口。"""

    windows: list[PostOut]


class CounterOut(Out):
    """自己的窗口。"""

    site: str
    site_name: str
    window: PostOut
    current: TicketOut | None = Field(description="叫到的、正在办的")
    visitor: str = Field(description="登录取的号，就知道是谁：隐去的姓名")
    waiting: list[TicketOut] = Field(description=f"按叫号的顺序，最多 {SHOWN} 个")
    waiting_count: int
    aside: list[TicketOut] = Field(description="暂离和过号的")
    served: int = Field(description="这个窗口今天办完几个")
    mean_seconds: int = Field(description="今天平均一个办多久")

    @classmethod
    def of(cls, own: OwnWindow, visitor: str) -> CounterOut:
        """From a clerk's window; `visitor`: the masked name of whom it has."""
        return cls(
            site=own.site, site_name=own.site_name, window=PostOut.of(own.post),
            current=TicketOut.of(own.current) if own.current else None,
            visitor=visitor,
            waiting=[TicketOut.of(one) for one in own.waiting[:SHOWN]], waiting_count=own.in_line,
            aside=[TicketOut.of(one) for one in own.aside[:SHOWN]], served=own.served,
            mean_seconds=round(own.service.total_seconds()),
        )  # fmt: skip


class MaybeCounterOut(Out):
    """自己的窗口；今天没开就没有。"""

    counter: CounterOut | None


class StoodOut(Out):
    """做好了；再看一次自己的窗口，就是现在的样子。"""

    done: bool = True


class CheckedInOut(BookedOut):
    """签到以后。"""

    first: bool = Field(description="准时来的，到点先叫")
    ticket: str = Field(description="给的号")
