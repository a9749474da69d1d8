"""基线: what a figure was before, with the day it was taken and where it stands written; the change since.

A baseline is entered, never computed: the county was measured before there was a system. It names its
source, and a later one never overwrites an earlier one (mission.md, ED8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..errors import Kind, RuleBroken
from ..term import Term
from ..terms import Role

#: Who enters baselines.
KEEPERS = (Role.KEEPER, Role.ADMIN)
#: No figure of a county has more digits.
MOST = Decimal("99999.9")


class Figure(Term):
    """改革成效的指标. Of each of them less is better."""

    WAITING = "waiting", "平均等候（分钟）"
    SERVICE = "service", "平均办理（分钟）"
    TRIPS = "trips", "平均跑动（次）"
    WINDOWS = "windows", "叫号窗口（个）"
    STAFF = "staff", "窗口人员（人）"
    TOWN_STAFF = "town_staff", "乡镇窗口人员（人）"
    ABANDONED = "abandoned", "弃号率（%）"


class BadBaseline(RuleBroken):
    """A baseline is a number above nothing, of a day that is over, with the document where it stands."""

    code = "baseline.bad"
    text = "基线要写 0 以上的数字（最多一位小数）、已经过去的日期和出处"
    kind = Kind.INVALID


@dataclass(frozen=True)
class Baseline:
    """One entered baseline."""

    figure: Figure
    value: Decimal
    day: date
    source: str


def check(value: Decimal | None, day: date | None, source: str, today: date) -> tuple[Decimal, date, str]:
    """The parts of a baseline, checked. Raises BadBaseline."""
    words = " ".join(source.split())
    if value is None or day is None or not words:
        raise BadBaseline()
    if not value.is_finite() or not 0 < value <= MOST or value != round(value, 1) or day > today:
        raise BadBaseline()
    return round(value, 1), day, words


def change(before: Decimal, now: float | None) -> int | None:
    """Whole percent against the baseline, rounded towards zero (never overstated): -65 is 65 % less. None
    where there is no figure now."""
    return None if now is None else int((now - float(before)) * 100 / float(before))
