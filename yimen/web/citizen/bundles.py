"""一件事 in lists: the cards of the home page, and the page of all of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from yimen.catalogue import queries as catalogue
from yimen.catalogue.queries import BundleRow
from yimen.rules.limits import SEARCH
from yimen.web import limits, planview

from .find import AUDIENCES, DEEPEST, MOST_TYPED
from .words import ICONS, PLAIN_ICON

PAGE = 18
LIST = "/bundles/"


def card(one: BundleRow) -> dict[str, Any]:
    """One bundle for c-bundle-card."""
    lead = _("{dept}牵头").format(dept=one.department_short)
    count = ngettext("{n} 个事项合成 1 件", "{n} 个事项合成 1 件", one.members).format(n=one.members)
    return {
        "url": f"/items/{one.code}/", "title": one.name, "guide": one.guide_only,
        "icon": next((ICONS[topic] for topic in one.topics if topic in ICONS), PLAIN_ICON),
        "dep": lead if one.guide_only else _("{count} · {lead}").format(count=count, lead=lead),
        "pairs": planview.pairs(one.savings),
    }  # fmt: skip


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """/bundles/?for=person|enterprise&q=; pages by ?after= (or ?from= of a search)."""
    asked = _asked(request)
    rows, more = _searched(request, asked) if asked["q"] else _browsed(request, asked)
    facts = {
        "asked": asked,
        "cards": [card(one) for one in rows],
        "next": _address(asked, **more) if more else "",
        "audiences": _chips(asked),
        "filtered": any(asked.values()),
    }
    return render(request, "web/citizen/bundles.html", facts)


def _asked(request: HttpRequest) -> dict[str, str]:
    given = {key: request.GET.get(key, "").replace("\x00", "").strip() for key in ("q", "for")}
    return {"q": given["q"][:MOST_TYPED], "for": given["for"] if given["for"] in AUDIENCES else ""}


def _searched(request: HttpRequest, asked: dict[str, str]) -> tuple[list[BundleRow], dict[str, str]]:
    limits.count(request, SEARCH)
    given = request.GET.get("from", "")
    offset = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
    found = catalogue.search(
        asked["q"], audience=asked["for"], offset=min(offset, DEEPEST), limit=PAGE, bundles=True
    )
    rows = catalogue.bundles_by_code([one.row.code for one in found.rows])
    return rows, {"from": str(found.next)} if found.next is not None else {}


def _browsed(request: HttpRequest, asked: dict[str, str]) -> tuple[list[BundleRow], dict[str, str]]:
    after = request.GET.get("after", "").replace("\x00", "")[:60]
    found = catalogue.bundles(audience=asked["for"], after=after, limit=PAGE + 1)
    rows = found[:PAGE]
    return rows, {"after": rows[-1].code} if len(found) > PAGE else {}


def _address(asked: dict[str, str], **more: str) -> str:
    query = urlencode({key: value for key, value in {**asked, **more}.items() if value})
    return f"{LIST}?{query}" if query else LIST


def _chips(asked: dict[str, str]) -> list[dict[str, Any]]:
    named = (("", _("全部")), ("person", _("个人办事")), ("enterprise", _("企业办事")))
    return [
        {"url": _address({"q": asked["q"], "for": code}), "text": words, "on": asked["for"] == code}
        for code, words in named
    ]
