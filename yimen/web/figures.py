"""Figures of halls on pages: minutes, shares, bars and tables, each drawn on the server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yimen.hall.queries.measured import Part, Used
from yimen.rules.measures.baseline import Baseline, Figure, change
from yimen.rules.measures.hall import OneWindow, Tally
from yimen.rules.measures.spread import Spread

#: What stands where there is no figure.
NONE = "—"
_MINUTE = 60


def minutes(seconds: float | None) -> float | None:
    """Seconds as minutes with one decimal."""
    return None if seconds is None else round(seconds / _MINUTE, 1)


def minute_words(seconds: float | None) -> str:
    """4.1 分钟."""
    told = minutes(seconds)
    return NONE if told is None else _("{n} 分钟").format(n=_short(told))


def percent_words(value: float | None) -> str:
    """93.5%."""
    return NONE if value is None else f"{_short(value)}%"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def hour_words(hour: int) -> str:
    """9:00–10:00."""
    return f"{hour}:00–{hour + 1}:00"


def month_words(day: date) -> str:
    """2026 年 11 月."""
    return _("{year} 年 {month} 月").format(year=day.year, month=day.month)


def top(tally: Tally, one_window: OneWindow, visits: float | None) -> list[tuple[str, str, str]]:
    """The figures on top of a page: label, figure, note."""
    wait, work = tally.waiting, tally.service
    return [
        (_("取号"), f"{tally.visits:,}", _("办完 {n}").format(n=f"{tally.done:,}")),
        (_("平均等候"), minute_words(wait.mean), _spread_words(wait)),
        (_("平均办理"), minute_words(work.mean), _spread_words(work)),
        (_("弃号率"), percent_words(tally.abandonment), _("没等到就走、下班还没办")),
        (_("预约率"), percent_words(tally.booked_share), _("预约 {n}").format(n=f"{tally.booked:,}")),
        (
            _("一窗率"), percent_words(one_window.by_volume),
            _("按事项 {share}").format(share=percent_words(one_window.by_items)),
        ),
        (_("平均跑动"), NONE if visits is None else _("{n} 次").format(n=_short(visits)), _("网上办的也算")),
    ]  # fmt: skip


def _spread_words(told: Spread) -> str:
    return _("中位 {median}，九成不超过 {p90}").format(
        median=minute_words(told.median), p90=minute_words(told.p90)
    )


@dataclass(frozen=True)
class Row:
    """One part in a chart and its table. `width`: of its bar, percent of the longest."""

    name: str
    tally: Tally
    width: float
    mean: str
    median: str
    p90: str
    service: str
    left: str
    booked: str


def rows(parts: Iterable[Part], names: Iterable[str]) -> list[Row]:
    """Parts with their bars: as long as the mean waiting."""
    told = list(parts)
    most = max((one.tally.waiting.mean or 0 for one in told), default=0)
    return [_row(one.tally, name, most) for one, name in zip(told, names, strict=True)]


def _row(tally: Tally, name: str, most: float) -> Row:
    wait = tally.waiting
    return Row(
        name, tally, round((wait.mean or 0) * 100 / most, 1) if most else 0.0, minute_words(wait.mean),
        minute_words(wait.median), minute_words(wait.p90), minute_words(tally.service.mean),
        percent_words(tally.abandonment), percent_words(tally.booked_share),
    )  # fmt: skip


def heads(first: str) -> list[str]:
    """The heads of a table that is taken away; `first`: by what it is."""
    return [
        first, _("取号"), _("办完"), _("没等到就离开"), _("下班时还没办"), _("预约"), _("弃号率（%）"),
        _("平均等候（分钟）"), _("等候中位数（分钟）"), _("九成等候不超过（分钟）"), _("平均办理（分钟）"),
        _("办理中位数（分钟）"), _("九成办理不超过（分钟）"),
    ]  # fmt: skip


def cells(name: str, tally: Tally) -> list[Any]:
    """One row of such a table."""
    wait, work = tally.waiting, tally.service
    return [
        name, tally.visits, tally.done, tally.left, tally.closed, tally.booked, tally.abandonment,
        *(minutes(one) for one in (wait.mean, wait.median, wait.p90, work.mean, work.median, work.p90)),
    ]  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """One figure before and now. `better`: less than before, for all of them."""

    name: str
    before: str
    day: date
    source: str
    now: str
    words: str
    better: bool


def effects(
    before: dict[Figure, Baseline], tally: Tally, used: Used, trips: float | None
) -> Sequence[Effect]:
    """Every figure that has a baseline, in the order of the figures."""
    now: dict[Figure, float | None] = {
        Figure.WAITING: minutes(tally.waiting.mean), Figure.SERVICE: minutes(tally.service.mean),
        Figure.TRIPS: trips, Figure.ABANDONED: tally.abandonment, Figure.WINDOWS: used.windows or None,
        Figure.STAFF: used.staff or None, Figure.TOWN_STAFF: used.town_staff or None,
    }  # fmt: skip
    return [_effect(before[one], now[one]) for one in Figure if one in before]


def _effect(one: Baseline, now: float | None) -> Effect:
    told = change(one.value, now)
    return Effect(
        _(one.figure.label), number(one.value), one.day, one.source, NONE if now is None else _short(now),
        _change_words(told), told is not None and told < 0,
    )  # fmt: skip


def number(value: Decimal) -> str:
    """A baseline's number without an empty decimal."""
    return _short(float(value))


def _change_words(told: int | None) -> str:
    if told is None:
        return NONE
    if told == 0:
        return _("没有变")
    return _("少 {n}%").format(n=-told) if told < 0 else _("多 {n}%").format(n=told)
