"""The home page: search, figures from the database, themes, what people file most; and its short form
for older people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from yimen.catalogue import queries as catalogue
from yimen.web.look import mode_of

from .bundles import card
from .words import ICONS, PLAIN_ICON, promise_words

#: Themes shown for each audience; the rest is one link away.
THEMES = 8
ELDER_THEME = gettext_noop("老人残疾人")
ELDER_BUTTONS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page at /; in 长辈版 the short one."""
    if mode_of(request) == "elder":
        return render(request, "web/citizen/elder_home.html", {"big": _elder_buttons()})
    facts = {
        "facts": _facts(),
        "bundles": [card(one) for one in catalogue.most_filed(limit=6)],
        "bundle_count": catalogue.bundle_count(),
        "hot": catalogue.popular(limit=5),
        "most": [_row(one) for one in catalogue.popular(limit=6)],
        "for_person": _themes("person"),
        "for_enterprise": _themes("enterprise"),
    }
    return render(request, "web/citizen/home.html", facts)


def _facts() -> list[tuple[int, str, str]]:
    """(number, unit, words): only figures that the database has."""
    found = catalogue.figures()
    made = [
        (found.open, _("项"), _("可以申请的事项")),
        (found.online, _("项"), _("可以网上办")),
        (found.instant, _("项"), _("当场办结")),
    ]
    percent = found.compression.percent
    if percent is not None and percent > 0:
        made.append((percent, "%", _("承诺比法定时限快")))
    return made


def _themes(audience: str) -> list[dict[str, str]]:
    return [
        {
            "title": _(one.name),
            "icon": ICONS.get(one.name, PLAIN_ICON),
            "note": _("{n} 项").format(n=f"{one.count:,}"),
            "url": "/items/?" + urlencode({"for": audience, "topic": one.key}),
        }
        for one in catalogue.topics(audience)[:THEMES]
    ]


def _row(one: catalogue.ItemRow) -> dict[str, Any]:
    return {"item": one, "promise": promise_words(one.promise)}


def _elder_buttons() -> list[dict[str, str]]:
    """The three items that older people file most, or that most people file."""
    rows = catalogue.browse(audience="person", topic=ELDER_THEME, limit=50).rows
    rows = sorted(rows, key=lambda one: (-one.filed, one.code)) or catalogue.popular(audience="person")
    return [
        {
            "url": f"/items/{one.code}/",
            "icon": "heart-handshake",
            "text": one.name,
            "note": promise_words(one.promise),
        }
        for one in rows[:ELDER_BUTTONS]
    ]
