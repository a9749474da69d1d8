"""一门式目录: every item that a hall takes in, with its window, its limit and the law it rests on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.hall import queries as halls
from yimen.hall.queries import DirectoryRow
from yimen.rules.limits import SEARCH
from yimen.web import limits
from yimen.web.listing import address, asked

from .draft import moment
from .words import promise_words, visit_words

#: So many windows are named in a row; of more, how many there are.
_NAMED = 3


@require_safe
def items(request: HttpRequest, code: str) -> HttpResponse:
    """/halls/<code>/items/?q=&after=: found by words, else all by code. An unknown site is 404."""
    filters, now = asked(request, "q", "after"), moment(request)
    page = halls.site_page(code, now=now)
    if filters["q"]:
        limits.count(request, SEARCH)
    found = halls.directory(code, now=now, text=filters["q"], after=filters["after"])
    here = f"/halls/{code}/items/"
    facts = {
        "page": page, "asked": filters, "here": here, "rows": [_row(one) for one in found.rows],
        "next": address(here, {"q": filters["q"]}, after=found.next) if found.next else "",
        "crumbs": [("/halls/", _("办事大厅")), (f"/halls/{code}/", page.row.name), ("", _("能办什么"))],
    }  # fmt: skip
    return render(request, "web/citizen/directory.html", facts)


def _row(one: DirectoryRow) -> dict[str, Any]:
    named = _("、").join(one.windows[:_NAMED])
    if len(one.windows) > _NAMED:
        named = _("{windows} 等 {n} 个").format(windows=named, n=len(one.windows))
    return {
        "one": one, "item": one.item, "windows": named, "promise": promise_words(one.item.promise),
        "visits": visit_words(one.item.visits),
    }  # fmt: skip
