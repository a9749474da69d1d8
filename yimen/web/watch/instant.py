"""秒批 as the supervisor watches it: how many, why not, what people found wrong, and where it is off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.instant import queries as instant
from yimen.instant.queries import DecisionView
from yimen.rules.instant.judge import Outcome
from yimen.rules.terms import Role
from yimen.web.guard import StaffRequest, needs
from yimen.web.instant import SAID, check_words, recheck_words
from yimen.web.listing import address, asked, chips, cut, row_id
from yimen.web.staffparts import who

PAGE = 30
HERE = "/watch/instant/"
#: The figures on top are of so many days.
DAYS = 30
WRONG = "wrong"


@needs(Role.SUPERVISOR, Role.ADMIN)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Figures of the last 30 days, items that are switched off, and the decisions, newest first."""
    filters = asked(request, "kind")
    kinds = [("", _("全部")), (WRONG, _("抽查不对的")), *((str(o), _(SAID[o][0])) for o in Outcome)]
    kind = filters["kind"] if filters["kind"] in dict(kinds) else ""
    rows, last = cut(instant.listed(kind, before=row_id(request), limit=PAGE + 1), PAGE)
    facts = {
        "rows": [_row(one) for one in rows],
        "filters": filters,
        "kinds": chips(HERE, {"kind": kind}, "kind", kinds),
        "counts": instant.counts(request.now - timedelta(days=DAYS)),
        "days": DAYS,
        "stopped": instant.stopped_items(),
        "next": address(HERE, {"kind": kind}, before=last.id) if last else "",
    }
    return render(request, "web/watch/instant.html", facts)


def _row(one: DecisionView) -> dict[str, Any]:
    words, colour = SAID[one.outcome]
    return {
        "one": one, "words": _(words), "colour": colour, "reasons": [check_words(c) for c in one.reasons],
        "recheck": recheck_words(one), "by": who(one.checked_by) if one.checked_by else "",
        "bad": one.right is False,
    }  # fmt: skip
