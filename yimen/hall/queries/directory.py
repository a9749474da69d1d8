"""一门式目录: what one site takes in, item by item, with its windows. A fixed number of statements a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import ItemRow
from yimen.rules import routing
from yimen.rules.calendar import china_date
from yimen.rules.hall import serving
from yimen.rules.hall.keeping import SiteUnknown
from yimen.rules.hall.serving import ItemFact, WindowFact
from yimen.rules.hall.terms import SiteLevel, WindowKind

from ..models import MovedPower, Site, WeekendItem, Window, WindowItem
from . import facts

PAGE = 20
#: So many of those found by words are looked at; who gets more should say more.
_FOUND = 60
#: A machine takes in so many items at most.
_MACHINES = 200


@dataclass(frozen=True)
class DirectoryRow:
    """An item and the windows (numbers) that take it in; `general`: they are general ones, any will do.
    `weekend`: served in 延时服务 too; `basis`: the law that it rests on, "" for none given."""

    item: ItemRow
    windows: tuple[str, ...]
    general: bool
    weekend: bool
    basis: str


@dataclass(frozen=True)
class Directory:
    """A page of the directory; `next`: the code after which it goes on, "" at the end."""

    rows: list[DirectoryRow]
    next: str


def directory(site: str, *, now: datetime, text: str = "", after: str = "") -> Directory:
    """What one site takes in today, by code; found by `text`, the best first. Raises SiteUnknown."""
    found = facts.active().filter(code=site).first()
    if found is None:
        raise SiteUnknown()
    rows, more = _candidates(found, china_date(now), text, after)
    return Directory(_rows(found, rows, china_date(now)), more)


def _candidates(site: Site, today: date, text: str, after: str) -> tuple[list[ItemRow], str]:
    """Items that the site may receive, one page of them."""
    only = _only(site, today)
    if text:
        hits = [one.row for one in catalogue.search(text, limit=_FOUND).rows]
        return [row for row in hits if only is None or row.code in only][:PAGE], ""
    if only is None:
        page = catalogue.browse(after=after, limit=PAGE)
        return page.rows, page.next
    codes = [code for code in sorted(only) if code > after]
    return catalogue.by_codes(codes[:PAGE]), codes[PAGE - 1] if len(codes) > PAGE else ""


def _only(site: Site, today: date) -> frozenset[str] | None:
    """The codes of what a site may receive; None where that is everything (`rules.routing`)."""
    fact = facts.site_fact(site)
    if fact.level is SiteLevel.SELF:
        return frozenset(one.code for one in catalogue.for_machines(limit=_MACHINES))
    if routing.receives(fact, (), today):
        return None
    moved = MovedPower.objects.filter(level=site.level).select_related("region", "item")
    return frozenset(one.item.code for one in moved if routing.reaches(facts.move_of(one), fact, today))


def _rows(site: Site, rows: list[ItemRow], today: date) -> list[DirectoryRow]:
    codes = [row.code for row in rows]
    weekend = set(WeekendItem.objects.filter(item__code__in=codes).values_list("item__code", flat=True))
    windows, bases = _windows(site, codes), catalogue.bases(codes)
    machine = site.level == SiteLevel.SELF
    made = []
    for row in rows:
        item = ItemFact(row.code, row.department, machine, row.code in weekend)
        fit = [(number, one) for number, one in windows if serving.serves(one, item, today)]
        own = [(number, one) for number, one in fit if one.kind is not WindowKind.GENERAL]
        if fit:
            served = serving.on_weekend([one for _number, one in fit], item, today)
            numbers = tuple(number for number, _one in own or fit)
            made.append(DirectoryRow(row, numbers, not own, served, bases.get(row.code, "")))
    return made


def _windows(site: Site, codes: list[str]) -> list[tuple[str, WindowFact]]:
    """(number, facts) of the windows of a site; of what is listed for them only these codes."""
    listed: dict[int, set[str]] = {}
    for window, code in WindowItem.objects.filter(item__code__in=codes, window__site=site).values_list(
        "window", "item__code"
    ):
        listed.setdefault(window, set()).add(code)
    rows = Window.objects.filter(site=site, active=True).select_related("department").order_by("number")
    return [(one.number, facts.fact_of(one, frozenset(listed.get(one.pk, ())))) for one in rows]
