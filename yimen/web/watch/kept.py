"""Who had booked and came or did not, on the page of the halls and as tables to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.hall.queries import appointments
from yimen.hall.queries.appointments import Kept
from yimen.hall.queries.measured import Span
from yimen.rules.measures.appointments import Appointments
from yimen.web import figures
from yimen.web.sheets import csv_answer

#: So many items stand on the page; so many in the table that is taken away.
ITEMS, ALL_ITEMS = 10, 5000


@dataclass(frozen=True)
class _Table:
    """One way of telling parts. `name`: of a part; `found`: the parts, all of them."""

    title: str
    head: str
    name: Callable[[Kept], str]
    found: Callable[[Span], list[Kept]]


TABLES = {
    "kept-hour": _Table(
        gettext_noop("约在几点的没有来"), gettext_noop("约的时间"), lambda one: figures.hour_words(one.key),
        appointments.by_hour,
    ),
    "kept-site": _Table(
        gettext_noop("各大厅没有来的"), gettext_noop("大厅"), lambda one: one.name, appointments.by_site
    ),
    "kept-item": _Table(
        gettext_noop("各事项没有来的"), gettext_noop("事项"), lambda one: one.name,
        lambda span: appointments.by_item(span, ALL_ITEMS),
    ),
}  # fmt: skip


def facts(span: Span, where: str) -> dict[str, Any]:
    """What the page shows; `where`: address of a table, with its name to fill in."""
    told = appointments.whole(span)
    if not told.booked:
        return {"told": told}
    parts = {
        "kept-hour": appointments.by_hour(span), "kept-site": appointments.by_site(span),
        "kept-item": appointments.by_item(span, ITEMS),
    }  # fmt: skip
    return {
        "told": told, "top": _top(told),
        "tables": [
            {
                "id": what, "title": _(TABLES[what].title), "head": _(TABLES[what].head),
                "csv": where.format(what), "rows": [_row(TABLES[what].name(one), one.told) for one in rows],
            }
            for what, rows in parts.items()
        ],
    }  # fmt: skip


def _top(told: Appointments) -> list[tuple[str, str, str]]:
    """The figures on top: label, figure, note."""
    late, note = figures.minute_words(told.late_mean), _("没有人来晚")
    if told.late:
        note = _("{n} 人，平均晚 {late}").format(n=f"{told.late:,}", late=late)
    return [
        (_("约了"), f"{told.booked:,}", _("取消的不算")),
        (_("来了"), figures.percent_words(told.came_share), _("来了 {n}").format(n=f"{told.came:,}")),
        (_("没有来"), figures.percent_words(told.missed_share), _("爽约 {n}").format(n=f"{told.missed:,}")),
        (
            _("来晚了"), figures.percent_words(told.late_share),
            note,
        ),
    ]  # fmt: skip


def _row(name: str, told: Appointments) -> dict[str, Any]:
    return {
        "name": name, "told": told, "missed": figures.percent_words(told.missed_share),
        "late": figures.percent_words(told.late_share), "by": figures.minute_words(told.late_mean),
    }  # fmt: skip


def table(what: str, span: Span) -> HttpResponse:
    """One of the tables to take away (CSV)."""
    told = TABLES[what]
    heads = [
        _(told.head), _("约了"), _("来了"), _("没有来"), _("爽约率（%）"), _("来晚了"), _("平均晚（分钟）"),
    ]  # fmt: skip
    rows = [_cells(told.name(one), one.told) for one in told.found(span)]
    return csv_answer(_(told.title) + ".csv", heads, rows)


def _cells(name: str, told: Appointments) -> list[Any]:
    late = figures.minutes(told.late_mean)
    return [name, told.booked, told.came, told.missed, told.missed_share, told.late, late]
