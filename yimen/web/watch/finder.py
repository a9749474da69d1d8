"""The case finder. What is typed is posted, so that names and numbers of people stay out of addresses."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.rules.terms import Light, State
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import MOST_TYPED, cut, row_id

from .alarms import WATCHERS, light_words

PAGE = 30


@never_cache
@needs(*WATCHERS)
@sensitive_post_parameters("q")
@require_http_methods(["GET", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Cases by number, exact name, identity number or telephone; newest first, within one's reach."""
    filters = {key: clean(request, key).strip()[:MOST_TYPED] for key in ("q", "state", "light")}
    found = cases.find(
        request.actor,
        bureau.work_calendar(),
        now=request.now,
        text=filters["q"],
        state=filters["state"],
        light=filters["light"],
        before=row_id(request),
        limit=PAGE,
    )
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [{"case": row, "light": light_words(row.light)} for row in rows],
        "filters": filters,
        "filtered": any(filters.values()),
        "states": [(code, _(words)) for code, words in State.choices() if code != State.DRAFT],
        "lights": [(str(one), light_words(one)) for one in Light],
        "before": last.id if last else "",
    }
    return render(request, "web/watch/cases.html", facts)
