"""Halls: where they are, when they are open, what they take in. Public."""

from __future__ import annotations

from typing import Annotated

from ninja import Field
from pydantic import StringConstraints

from yimen.hall.queries import SitePage, SiteRow, SiteWait, WindowRow
from yimen.rules import hours
from yimen.rules.hall.terms import SiteLevel, WindowKind
from yimen.rules.hours import OpenDay, Opens
from yimen.rules.queueing.estimate import Wait

from ..typed import Line, Moment, Out, Strict
from ..words import label
from .tickets import LineOut, WaitOut


class SitesIn(Strict):
    """怎么找大厅。"""

    q: Line | None = Field(None, description="名称、地址、乡镇里的字")
    at: Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")] | None = Field(
        None, description="您在哪里：12 位区划代码，近的在前"
    )


class OpensOut(Out):
    """正在开放，或者下一次开放。"""

    now: bool
    at: Moment
    until: Moment
    limited: bool = Field(description="延时服务，只办清单里的事项")

    @classmethod
    def of(cls, one: Opens | None) -> OpensOut | None:
        """From the fact; None where a site does not open in the next 60 days."""
        return cls(now=one.now, at=one.at, until=one.until, limited=one.limited) if one else None


class SiteOut(Out):
    """列表里的一个大厅。"""

    code: str
    name: str
    level: SiteLevel
    level_label: str
    region: str = Field(description="12 位区划代码")
    region_name: str
    address: str
    phone: str
    opens: OpensOut | None
    km: float | None = Field(description="离 at 的直线距离，公里")
    people: int | None = Field(description="现在几个人在等；没开门或者不叫号就没有")
    wait: WaitOut | None = Field(description="现在去办问的事项要等多久；没问事项就没有")

    @classmethod
    def of(cls, row: SiteRow, waits: SiteWait | None = None) -> SiteOut:
        """From a row of a list; `waits`: who waits there now."""
        km = round(row.km, 1) if row.km is not None else None
        return cls(
            code=row.code, name=row.name, level=row.level, level_label=label(row.level), region=row.region,
            region_name=row.region_name, address=row.address, phone=row.phone, opens=OpensOut.of(row.opens),
            km=km, people=waits.people if waits else None, wait=WaitOut.of(waits.wait if waits else None),
        )  # fmt: skip


class SitesOut(Out):
    """大厅。"""

    sites: list[SiteOut]


class DayOut(Out):
    """某一天的开放时间。"""

    day: str
    hours: str = Field(description="像 8:30–12:00、14:00–17:30；空的是不开放")
    limited: bool
    words: str = Field(description="和平常不一样的原因")

    @classmethod
    def of(cls, day: OpenDay, words: str) -> DayOut:
        """From one of the coming days."""
        return cls(day=day.day.isoformat(), hours=hours.words(day.sessions), limited=day.limited, words=words)


class WindowOut(Out):
    """一个窗口。"""

    number: str
    name: str
    kind: WindowKind
    kind_label: str
    department: str
    weekend: bool = Field(description="周末延时服务也开")
    open_now: bool

    @classmethod
    def of(cls, row: WindowRow) -> WindowOut:
        """From a window of a site."""
        return cls(
            number=row.number, name=row.name, kind=row.kind, kind_label=label(row.kind),
            department=row.department, weekend=row.weekend, open_now=row.open_now,
        )  # fmt: skip


class SiteFullOut(SiteOut):
    """一个大厅的全部。"""

    traffic: str
    days: list[DayOut]
    windows: list[WindowOut]
    lines: list[LineOut] = Field(description="每一类号现在几个人在等、要等多久")

    @classmethod
    def page(cls, page: SitePage, waits: SiteWait | None, lines: list[tuple[str, str, Wait]]) -> SiteFullOut:
        """From a site in full; `lines`: letter, name and wait of each queue."""
        return cls(
            **SiteOut.of(page.row, waits).model_dump(), traffic=page.row.traffic,
            lines=[LineOut.row(*one) for one in lines],
            days=[DayOut.of(*one) for one in page.days], windows=[WindowOut.of(one) for one in page.windows],
        )  # fmt: skip
