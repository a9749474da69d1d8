"""/helper/: the cases that a helper began for others, by what is to be done next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.cases.queries import InboxRow
from yimen.rules.lifecycle import ENDED, FINAL, OPEN
from yimen.rules.terms import Role, State
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, cut, row_id

HERE = "/helper/"
PAGE = 30
_ASKED = frozenset({State.CORRECTION, State.SUPPLEMENT})
#: There is a result, or a refusal, to be fetched and handed on.
_TO_FETCH = frozenset({State.ISSUED, State.REFUSED})


@needs(Role.HELPER)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """/helper/: what to mend, what to fetch, drafts, what runs, what is over; newest first, keyset by id."""
    before = row_id(request)
    found = cases.helped_cases(
        request.actor, bureau.work_calendar(), now=request.now, before=before, limit=PAGE
    )
    rows, last = cut(found, PAGE)
    facts = {
        "groups": _groups(rows), "timed": OPEN - {State.SUSPENDED}, "first": before is None,
        "next": address(HERE, {}, before=last.id) if last else "",
    }  # fmt: skip
    return render(request, "web/helper/home.html", facts)


def _groups(rows: list[InboxRow]) -> list[dict[str, Any]]:
    """Parts of the list that have rows; `do`: the one thing to do with each row of it."""
    told = {
        "mend": (_("要补正的"), _("去补正")), "fetch": (_("结果出来了，去取"), _("看怎么取")),
        "drafts": (_("没填完的"), _("接着填")), "running": (_("正在办的"), _("看进度")),
        "over": (_("办完的"), _("看经过")),
    }  # fmt: skip
    parts: dict[str, list[InboxRow]] = {key: [] for key in told}
    for row in rows:
        parts[_part(row.state)].append(row)
    return [
        {"id": key, "title": told[key][0], "do": told[key][1], "rows": those}
        for key, those in parts.items()
        if those
    ]


def _part(state: State) -> str:
    if state is State.DRAFT:
        return "drafts"
    if state in _ASKED:
        return "mend"
    if state in _TO_FETCH:
        return "fetch"
    return "over" if state in ENDED | FINAL else "running"
