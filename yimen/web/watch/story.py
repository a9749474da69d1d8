"""One case with everything that happened: each event in readable rows, the chain, the clocks, the seats."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules.authority import Sight
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Light
from yimen.trail import queries as trail
from yimen.trail.queries import Row
from yimen.web import calling
from yimen.web.forms import once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.hallvisits import visits_in_full
from yimen.web.staffparts import case_parts, event_words, who
from yimen.web.templatetags.yimen_format import day

from .alarms import WATCHERS, WATCHING, light_words
from .told import told

_BROKEN = {
    "gap": gettext_noop("中间少了记录"),
    "order": gettext_noop("和前一条接不上"),
    "changed": gettext_noop("内容被改过"),
}


@never_cache
@needs(*WATCHERS)
@require_safe
def page(request: StaffRequest, number: str) -> HttpResponseBase:
    """The whole record, for those who watch; clerks and approvers go on to their own page of the case.

    For everybody else it does not exist (404).
    """
    found = cases.case_page(request.actor, number, now=request.now)
    if found.sights.isdisjoint(WATCHING):
        return redirect("review-case" if Sight.REVIEW in found.sights else "desk-case", number)
    facts = {
        **case_parts(found, f"/watch/cases/{number}/"),
        "events": [_event(row, found.spec) for row in reversed(found.history)],
        "broken": [(seq, _(_BROKEN.get(what, what))) for seq, what in trail.broken_links(number)],
        "clocks": _clocks(found),
        "hallvisits": visits_in_full(number),
        "light": light_words(Light(found.case.light)),
        **calling.parts(found, request.now),
        "once": once_token(),
        "crumbs": [("/watch/cases/", _("办件查询")), ("", number)],
    }
    return render(request, "web/watch/case.html", facts)


def _clocks(found: CasePage) -> list[tuple[str, str]]:
    """The legal, the promised and the honest clock, as (name, words)."""
    reading, rows = found.reading, []
    if reading.legal_due:
        rows.append((_("法定最晚"), day(reading.legal_due.at)))
    if reading.promise_due:
        rows.append((_("承诺最晚"), day(reading.promise_due.at)))
    if reading.used is not None:
        rows.append((_("已用"), _("{n} 天").format(n=reading.used)))
    if reading.paused:
        rows.append((_("不计入"), _("{n} 天").format(n=reading.paused)))
    lived = reading.honest
    if lived:
        words = _("{natural} 个自然日（{working} 个工作日）")
        rows.append((_("群众实际等了"), words.format(natural=lived.natural_days, working=lived.working_days)))
    return rows


def _event(row: Row, spec: ItemSpec) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "title": event_words(row.kind),
        "kind": row.kind,
        "at": row.at,
        "who": who(row.actor),
        "actor": row.actor,
        "hash": row.hash,
        "data": told(row, spec),
    }
