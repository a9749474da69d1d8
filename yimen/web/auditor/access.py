"""访问日志: a day newest first, and the day as a file. Who looks is recorded before anything is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.access import actions, queries
from yimen.access.packing import NotPacked
from yimen.rules.accesslog import READERS, Gap, Line, Wanted, read_wanted
from yimen.rules.calendar import china_date
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, chips, day_typed, row_id
from yimen.web.templatetags.yimen_format import day as day_words

HERE = "/audit/access/"
PAGE = 50
#: So many of the newest days are one click away; others by the date field.
NEAR = 7
_COLOURS = {1: "grey", 2: "green", 3: "grey", 4: "amber", 5: "red"}


@never_cache
@needs(*READERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The lines of one day that fit what was asked for, from the end of its file."""
    filters = asked(request, "day", "who", "path", "status")
    day = day_typed(filters["day"]) or china_date(request.now)
    wanted = read_wanted(filters["who"], filters["path"], filters["status"])
    actions.note_viewed(request.actor, day, wanted, now=request.now)
    filters["day"] = day.isoformat()
    facts = {
        "filters": filters, "filtered": not wanted.anything, "here": HERE, "day": day,
        "days": _near(filters), "one": queries.one_day(day), **_lines(request, day, wanted, filters),
    }  # fmt: skip
    return render(request, "web/auditor/access.html", facts)


def _lines(request: StaffRequest, day: date, wanted: Wanted, filters: dict[str, str]) -> dict[str, Any]:
    try:
        found = queries.page(day, wanted, before=row_id(request), limit=PAGE)
    except NotPacked:
        return {"broken": True, "rows": []}
    return {
        "rows": [_row(one) for one in found.rows],
        "looked": found.looked,
        "next": address(HERE, filters, before=found.before) if found.before else "",
    }


def _near(filters: dict[str, str]) -> list[dict[str, Any]]:
    days = [one.day for one in queries.days()[:NEAR]]
    return chips(HERE, filters, "day", [(one.isoformat(), day_words(one)) for one in days])


def _row(one: Line | Gap | None) -> dict[str, Any]:
    if one is None:
        return {"words": _("这一行写坏了，读不出来")}
    row = {"at": one.at, "clock": f"{timezone.localtime(one.at):%H:%M:%S}"}
    if isinstance(one, Gap):
        return {**row, "words": _("这里缺 {n} 条：磁盘写不进去").format(n=one.lost)}
    colour = _COLOURS.get(one.status // 100, "grey")
    return {**row, "line": one, "ms": round(one.ms), "who": who(one.who), "colour": colour}


def who(label: str) -> str:
    """Who acted, as the audit tells people apart: by number of staff or of account."""
    kind, _colon, number = label.partition(":")
    words = {"staff": _("工号 {number}"), "account": _("账号 {number}")}.get(kind)
    return words.format(number=number) if words else _("没有登录")


@never_cache
@needs(*READERS)
@require_safe
def take(request: StaffRequest, day: str) -> HttpResponseBase:
    """The file of one day as it lies, today's up to now."""
    wanted = day_typed(day)
    found = queries.stored(wanted) if wanted else None
    if wanted is None or found is None:
        raise Http404
    actions.note_taken(request.actor, wanted, now=request.now)
    name, size, parts = found
    answer = StreamingHttpResponse(parts, content_type="application/octet-stream")
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = f'attachment; filename="access-{name}"'
    return answer
