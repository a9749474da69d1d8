"""去哪办: the halls, when they are open, and the nearest one that takes an item in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.catalogue import queries as catalogue
from yimen.hall import queries as halls
from yimen.hall.queries import SiteRow, SiteWait
from yimen.rules.calendar import china_date
from yimen.rules.item import ItemSpec
from yimen.web import hall
from yimen.web.hall import range_words
from yimen.web.listing import address, asked, row_id

from .draft import moment

#: So many sites stand on the guide of an item; the rest is one link away.
ON_GUIDE = 2
#: So many stand on a page of the list.
ON_PAGE = 20
#: The list is no longer than this, however far somebody asks to go.
_FURTHEST = 100_000


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """/halls/?q=&at=&item=&after=: all halls, found by words; those that take `item` in; from the place `at`
    the nearest first. An unknown item is 404."""
    filters, now = asked(request, "q", "at", "item"), moment(request)
    after = min(row_id(request, "after") or 0, _FURTHEST)
    spec = catalogue.item_page(filters["item"]).spec if filters["item"] else None
    places = halls.places()
    at = filters["at"] if filters["at"] in dict(places) else ""
    found = (
        halls.serving_item(spec, now=now, at=at, text=filters["q"])
        if spec
        else halls.sites(now=now, at=at, text=filters["q"])
    )
    kept = {**filters, "at": at}
    more = len(found) - after - ON_PAGE
    facts = {
        "rows": _rows(found[after : after + ON_PAGE], spec, now), "count": len(found), "asked": kept,
        "spec": spec, "places": places, "here": dict(places).get(at, ""), "first": after + 1,
        "next": address("/halls/", kept, after=after + ON_PAGE) if more > 0 else "", "after": after,
        "back": address("/halls/", kept, after=max(0, after - ON_PAGE) or "") if after else "",
    }  # fmt: skip
    return render(request, "web/citizen/halls.html", facts)


def _rows(found: list[SiteRow], spec: ItemSpec | None, now: datetime) -> list[dict[str, Any]]:
    """Sites of one page; those that call numbers and are open now with who waits there."""
    waits = halls.waits_at([one.code for one in found if one.opens and one.opens.now], now, spec)
    return [{**hall.row(one, now), "waits": _waits(waits.get(one.code))} for one in found]


def _waits(found: SiteWait | None) -> str:
    if found is None:
        return ""
    people = _("{n} 人在等").format(n=found.people)
    if found.wait is None or not found.wait.known:
        return people
    return _("{people}，{range}").format(people=people, range=range_words(found.wait))


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """/halls/<code>/: where it is, the coming week, its windows. An unknown site is 404."""
    now = moment(request)
    page = halls.site_page(code, now=now)
    facts = {
        "page": page, "row": hall.row(page.row, now), "days": [hall.day_row(*one) for one in page.days],
        "windows": len(page.windows), "kinds": hall.by_kind(page.windows),
        "weekend": halls.weekend_items() if any(page.week[5:]) else [],
        "crumbs": [("/halls/", _("办事大厅")), ("", page.row.name)], "today": china_date(now),
        "waits": [(letter, name, range_words(wait)) for letter, name, wait in halls.waits(code, now)],
    }  # fmt: skip
    return render(request, "web/citizen/hall.html", facts)


def near(request: HttpRequest, spec: ItemSpec) -> dict[str, Any]:
    """就近办 on the guide of an item: who opens first, and the choice of where one is."""
    now = moment(request)
    found = halls.serving_item(spec, now=now)
    return {
        "sites": [hall.row(one, now) for one in found[:ON_GUIDE]], "site_count": len(found),
        "places": halls.places() if len(found) > 1 else [],
        "bookable": bool(halls.bookable_at(spec, [one.code for one in found])),
    }  # fmt: skip
