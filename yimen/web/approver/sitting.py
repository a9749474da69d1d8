"""三堂会诊 on one page: who says what, side by side; the sittings of today; and 抄送我的."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules.calendar import china_date
from yimen.web.approver.inbox import PAGE, READS, SIGNERS
from yimen.web.approver.panel import address, context_of
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import row_id
from yimen.web.roundparts import rounds

#: Seconds after which the columns are asked anew.
EVERY = 10


def _columns(page: CasePage) -> dict[str, Any]:
    current = next((one for one in rounds(page) if one["current"]), None)
    seats = current["seats"] if current else []
    waits = sum(1 for one in seats if one["is_open"] and not one["decides"])
    return {"page": page, "seats": seats, "waits": waits, "case": page.case}


@needs(*SIGNERS)
@require_safe
def page(request: StaffRequest, number: str) -> HttpResponseBase:
    """The case on top, a column for each who signs, each signing under their own login, and the minutes."""
    found = cases.case_page(request.actor, number, now=request.now, within=READS)
    context = {**context_of(request, found), **_columns(found), "every": EVERY, "back": address(number)}
    return render(request, "web/approver/sitting.html", context)


@never_cache
@needs(*SIGNERS)
@require_safe
def columns(request: StaffRequest, number: str) -> HttpResponseBase:
    """The columns alone, as they are now: what the page asks for while it is open."""
    found = cases.case_page(request.actor, number, now=request.now, within=READS)
    return render(request, "web/approver/sitting_columns.html", _columns(found))


@needs(*SIGNERS)
@require_safe
def today(request: StaffRequest) -> HttpResponseBase:
    """Today's sittings in which the reader's posts have a seat."""
    rows = cases.sittings(request.actor, day=china_date(request.now))
    heads = [_("几点"), _("办件编号"), _("事项"), _("谁召集"), _("原因"), _("还差几人")]
    return render(request, "web/approver/sittings.html", {"rows": rows, "heads": heads})


@needs(*SIGNERS)
@require_safe
def copies(request: StaffRequest) -> HttpResponseBase:
    """抄送我的, newest first."""
    rows = cases.copies(request.actor, before=row_id(request), limit=PAGE)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    heads = [_("办件编号"), _("事项"), _("状态"), _("谁抄送、什么时候"), _("原因")]
    facts = {"rows": rows, "heads": heads, "next": f"?before={rows[-1].id}" if more else ""}
    return render(request, "web/approver/copies.html", facts)
