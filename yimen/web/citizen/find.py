"""Browsing and searching items."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.catalogue import queries as catalogue
from yimen.rules.limits import SEARCH
from yimen.web import limits

from .words import promise_words, visit_words

#: A search string longer than this is not read.
MOST_TYPED = 100
#: Beyond this many results nobody reads on.
DEEPEST = 1000
AUDIENCES = ("person", "enterprise")


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """/items/?q=, ?for=person|enterprise, ?topic=, ?department=; pages by ?after= (or ?from= of a search)."""
    asked = _asked(request)
    rows, more = _searched(request, asked) if asked["q"] else _browsed(request, asked)
    facts = {
        "asked": asked,
        "rows": [_hit(one) for one in rows],
        "next": _address(asked, **more) if more else "",
        "audiences": _audience_chips(asked),
        "topics": _topic_chips(asked),
        "departments": catalogue.departments_with_items(),
        "heading": _heading(asked),
        "filtered": any(asked.values()),
        "popular": [] if rows else catalogue.popular(audience=asked["for"], limit=5),
    }
    return render(request, "web/citizen/items.html", facts)


def _asked(request: HttpRequest) -> dict[str, str]:
    """The four filters as typed, unknown audiences and over-long words left out."""
    given = {
        key: request.GET.get(key, "").replace("\x00", "").strip()
        for key in ("q", "for", "topic", "department")
    }
    given["for"] = given["for"] if given["for"] in AUDIENCES else ""
    return {key: value[:MOST_TYPED] for key, value in given.items()}


def _searched(request: HttpRequest, asked: dict[str, str]) -> tuple[list[catalogue.ItemRow], dict[str, str]]:
    given = request.GET.get("from", "")
    limits.count(request, SEARCH)
    offset = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
    found = catalogue.search(asked["q"], audience=asked["for"], offset=min(offset, DEEPEST))
    more = {"from": str(found.next)} if found.next is not None else {}
    return [one.row for one in found.rows], more


def _browsed(request: HttpRequest, asked: dict[str, str]) -> tuple[list[catalogue.ItemRow], dict[str, str]]:
    found = catalogue.browse(
        audience=asked["for"],
        topic=asked["topic"],
        department=asked["department"],
        after=request.GET.get("after", "").replace("\x00", "")[:60],
    )
    return found.rows, {"after": found.next} if found.next else {}


def _hit(one: catalogue.ItemRow) -> dict[str, Any]:
    return {"item": one, "promise": promise_words(one.promise), "visits": visit_words(one.visits)}


def _address(asked: dict[str, str], **more: str) -> str:
    return "/items/?" + urlencode({key: value for key, value in {**asked, **more}.items() if value})


def _audience_chips(asked: dict[str, str]) -> list[dict[str, Any]]:
    named = (("", _("全部")), ("person", _("个人办事")), ("enterprise", _("企业办事")))
    return [
        {
            "url": _address({"q": asked["q"], "department": asked["department"], "for": code}),
            "text": words,
            "on": asked["for"] == code,
        }
        for code, words in named
    ]


def _topic_chips(asked: dict[str, str]) -> list[dict[str, Any]]:
    """Themes of the chosen audience with their counts; none while searching, where they would not apply."""
    if not asked["for"] or asked["q"]:
        return []
    return [
        {
            "url": _address({"for": asked["for"], "topic": "" if one.key == asked["topic"] else one.key}),
            "text": _(one.name),
            "count": one.count,
            "on": one.key == asked["topic"],
        }
        for one in catalogue.topics(asked["for"])
    ]


def _heading(asked: dict[str, str]) -> str:
    if asked["q"]:
        return _("找“{q}”").format(q=asked["q"])
    if asked["topic"]:
        return _(asked["topic"])
    return {"person": _("个人办事"), "enterprise": _("企业办事")}.get(asked["for"], _("办事"))
