"""What the halls did: waiting, service, who gave up, appointments, 一窗率, visits a case, against baselines.

Every figure comes from the days that the worker has added up, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from yimen.hall import queries as halls
from yimen.hall.queries import measured
from yimen.hall.queries.measured import Part, Span
from yimen.rules.calendar import china_date, midnight
from yimen.rules.events import Kind
from yimen.rules.hall.terms import SiteLevel
from yimen.rules.measures.baseline import KEEPERS
from yimen.rules.measures.hall import trips
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.web import figures
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, day_typed
from yimen.web.sheets import csv_answer

from . import kept

HERE, TABLE, PAPER = "/watch/hall/", "/watch/hall/table/", "/watch/hall/paper/"
#: Without a choice so many days are shown; no longer time than this is added up at once.
USUAL, YEAR, MOST_DAYS = 90, 365, 3660
#: So many stand on the page; the tables that are taken away have all of them.
ITEMS, SITES, WINDOWS, ALL_ITEMS = 20, 12, 60, 5000
READERS = (Role.SUPERVISOR, Role.ADMIN)


@needs(*READERS)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Figures of a time at one site or all: on top, by month, hour, site, window, item, and the effects."""
    span = _span(request)
    more = {
        "here": HERE, "periods": _periods(request, span), "paper": address(PAPER, _filters(span)),
        "may_keep": not request.actor.roles.isdisjoint({str(one) for one in KEEPERS}),
    }  # fmt: skip
    return render(request, "web/watch/hall.html", {**_facts(span), **more})


@needs(*READERS)
@require_safe
def paper(request: StaffRequest) -> HttpResponse:
    """The same figures on A4."""
    span = _span(request)
    facts = {**_facts(span), "back": address(HERE, _filters(span))}
    return render(request, "web/watch/hall_paper.html", facts)


@needs(*READERS)
@require_safe
def table(request: StaffRequest, what: str) -> HttpResponse:
    """One of the tables to take away (CSV). What is none of them is 404."""
    if what in kept.TABLES:
        return kept.table(what, _span(request))
    if what not in _TABLES:
        raise Http404(what)
    told = _TABLES[what]
    rows = [figures.cells(told.name(one), one.tally) for one in told.found(_span(request))]
    return csv_answer(_(told.title) + ".csv", figures.heads(_(told.head)), rows)


def _span(request: StaffRequest) -> Span:
    """The days and the site that are asked for; without any 90 days until the last one added up."""
    filters = asked(request, "from", "to", "site")
    yesterday = china_date(request.now) - timedelta(days=1)
    last = day_typed(filters["to"]) or measured.measured_until() or yesterday
    first = day_typed(filters["from"]) or last - timedelta(days=USUAL - 1)
    first, last = min(first, last), max(first, last)
    return Span(
        max(first, last - timedelta(days=min(MOST_DAYS, last.toordinal() - 1))), last, filters["site"]
    )


def _filters(span: Span) -> dict[str, str]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat(), "site": span.site}


def _periods(request: StaffRequest, span: Span) -> list[dict[str, Any]]:
    """近 30 天, 近 90 天, 近 12 个月 as links that keep the site."""
    last = measured.measured_until() or china_date(request.now) - timedelta(days=1)
    found = []
    for days, words in ((30, _("近 30 天")), (USUAL, _("近 90 天")), (YEAR, _("近 12 个月"))):
        other = Span(last - timedelta(days=days - 1), last, span.site)
        found.append({"url": address(HERE, _filters(other)), "text": words, "on": other == span})
    return found


def _facts(span: Span) -> dict[str, Any]:
    tally, used, sites = measured.whole(span), measured.used(span), halls.kept_sites()
    cases = None if span.site else _handed_in(span)
    visits = None if cases is None else trips(tally.cases, cases)
    names = {one.code: one.name for one in sites}
    shown = span.site or next((one.code for one in sites if one.level is SiteLevel.CENTRE), "")
    by_site = sorted(measured.by_site(span), key=lambda one: -one.tally.visits)[:SITES]
    return {
        "span": span, "sites": names.items(), "tally": tally, "used": used, "cases": cases, "trips": visits,
        "top": figures.top(tally, measured.one_window(span), visits),
        "charts": [
            _chart("month", span, measured.by_month(span)), _chart("hour", span, measured.by_hour(span)),
            _chart("site", span, by_site),
        ],
        "windows": _chart("window", span, measured.by_window(replace(span, site=shown))[:WINDOWS]),
        "window_site": names.get(shown, ""),
        "items": _chart("item", span, measured.by_item(span, ITEMS)), "most_items": ITEMS,
        "kept": kept.facts(span, address(f"{TABLE}{{}}/", _filters(span))),
        "effects": [] if span.site else figures.effects(measured.baselines(), tally, used, visits),
    }  # fmt: skip


def _handed_in(span: Span) -> int:
    """Cases handed in, at counters and online."""
    until = midnight(span.last + timedelta(days=1))
    return trail.counted(str(Kind.CASE_SUBMITTED), midnight(span.first), until)


@dataclass(frozen=True)
class _Table:
    """One way of telling parts. `name`: of a part; `found`: the parts, all of them."""

    title: str
    head: str
    name: Callable[[Part], str]
    found: Callable[[Span], list[Part]]


def _by_name(one: Part) -> str:
    return one.name


_TABLES = {
    "month": _Table(
        gettext_noop("每月平均等候"), gettext_noop("月份"), lambda one: figures.month_words(one.key),
        measured.by_month,
    ),
    "hour": _Table(
        gettext_noop("几点来等多久"), gettext_noop("取号时间"), lambda one: figures.hour_words(one.key),
        measured.by_hour,
    ),
    "site": _Table(gettext_noop("各大厅平均等候"), gettext_noop("大厅"), _by_name, measured.by_site),
    "window": _Table(
        gettext_noop("各窗口"), gettext_noop("窗口"), lambda one: f"{one.key} {one.name}", measured.by_window
    ),
    "item": _Table(
        gettext_noop("各事项"), gettext_noop("事项"), _by_name, lambda span: measured.by_item(span, ALL_ITEMS)
    ),
}  # fmt: skip


def _chart(what: str, span: Span, parts: list[Part]) -> dict[str, Any]:
    told = _TABLES[what]
    return {
        "id": what, "title": _(told.title), "head": _(told.head),
        "csv": address(f"{TABLE}{what}/", _filters(span)),
        "rows": figures.rows(parts, [told.name(one) for one in parts]),
    }  # fmt: skip
