"""Bookings: what is free, what was booked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.hall.queries import BookingRow, DayOffer
from yimen.rules.booking import BookingState

from ..typed import Moment, Out, Strict
from ..words import label

SiteCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z\-]{2,20}$")]
Minute = Annotated[int, Field(strict=True, ge=0, le=1440, description="当天零点起的分钟数，540 是 9:00")]


class SlotsIn(Strict):
    """哪个大厅的名额。"""

    site: SiteCode = Field(description="大厅的编号")


class SlotOut(Out):
    """一个时段。"""

    start: int = Field(description="当天零点起的分钟数，540 是 9:00")
    end: int
    free: int = Field(description="还剩几个名额")


class DayFreeOut(Out):
    """一天的名额。"""

    day: date
    slots: list[SlotOut]

    @classmethod
    def of(cls, one: DayOffer) -> DayFreeOut:
        """From the offer of a day."""
        return cls(day=one.day, slots=[SlotOut(start=s.start, end=s.end, free=s.free) for s in one.slots])


class SlotsOut(Out):
    """可约的日子。"""

    days: list[DayFreeOut]


class TimeIn(Strict):
    """约哪天几点。"""

    day: date
    start: Minute


class BookIn(TimeIn):
    """给自己预约：事项、大厅、哪天几点。"""

    item: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.\-]{1,60}$")] = Field(
        description="事项编码"
    )
    site: SiteCode = Field(description="大厅的编号")


class BookedOut(Out):
    """预约现在的样子。"""

    number: str
    state: BookingState


class BookingOut(BookedOut):
    """一个预约。"""

    state_label: str
    item: str
    item_name: str
    site: str
    site_name: str
    address: str
    begins: Moment
    ends: Moment
    may_change: bool = Field(description="还能不能取消、换时间")

    @classmethod
    def of(cls, row: BookingRow) -> BookingOut:
        """From a row of one's own."""
        return cls(
            number=row.number, state=row.state, state_label=label(row.state), item=row.item,
            item_name=row.item_name, site=row.site, site_name=row.site_name, address=row.address,
            begins=row.begins, ends=row.ends, may_change=row.may_change,
        )  # fmt: skip


class BookingsOut(Out):
    """我的预约。"""

    bookings: list[BookingOut]
